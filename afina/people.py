"""People in the database, for whoever uses the computer that all this runs on."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from afina import backing, stack
from afina.embedded import port
from afina.options import DEFAULT_PORT
from afina.visit import visiting_database
from api.people import accounts, passes
from api.people.accounts import Account
from api.people.outbox import HOST
from infra import clock, database
from schemas.tables import ACCESS_SCHEMA


@asynccontextmanager
async def changing(database_url: str) -> AsyncGenerator[AsyncConnection]:
    """One transaction on the tables of people; leaving without an error commits it."""
    engine = database.engine(database_url, ACCESS_SCHEMA)
    try:
        async with engine.begin() as tx:
            yield tx
    finally:
        await engine.dispose()


@asynccontextmanager
async def visiting(data_dir: Path) -> AsyncGenerator[AsyncConnection]:
    """The same in the running stack's database; else in its database, started for the moment."""
    async with visiting_database(data_dir, new=True) as url, changing(url) as tx:
        yield tx


async def found(tx: AsyncConnection, who: str) -> Account:
    """The person of that login, or of that id.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    return await accounts.by_login(tx, who) or await accounts.shown(tx, who)


async def setup_link(database_url: str, page: str) -> str | None:
    """The way in for the first administrator; None once there is one."""
    async with changing(database_url) as tx:
        made = await passes.issue_setup(tx, HOST, clock.now())
    return None if made is None else made.link(page)


def page(data_dir: Path) -> str:
    """Where the page is: as the administrator has set it, else where the stack serves."""
    if public := backing.given("PUBLIC_URL"):
        return public
    running = stack.find(data_dir)
    return running.address if running else f"http://{port.LOOPBACK}:{DEFAULT_PORT}"
