"""People in the database, for whoever uses the computer that all this runs on."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from afina import backing, stack
from afina.embedded import port
from afina.options import DEFAULT_PORT
from afina.tokens import Grant
from afina.visit import visiting_database
from api import access, archive
from api.people import accounts, outbox, passes, tokens
from api.people.accounts import Account
from api.people.dossier import Dossier
from api.people.outbox import HOST
from api.people.tokens import Wish
from api.problems import RefusedError
from api.sentences import Language
from infra import clock, database
from infra.blobs import BlobStore
from infra.tokens import REVOKE
from schemas.events.user import UserExported
from schemas.problems import ProblemCode
from schemas.roles import Scope
from schemas.tables import ACCESS_SCHEMA, READ_SCHEMA
from schemas.tables import tokens as table


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


async def hand_out(data_dir: Path, who: str, place: Path, language: Language) -> None:
    """Write everything of the person of that login, or of that id, into a new file.

    Raises:
        RefusedError: USER_NOT_FOUND.
        FileExistsError: there is a file already.
    """
    blobs = BlobStore(backing.given("BLOB_URL") or f"file://{data_dir / 'blobs'}")
    async with visiting_database(data_dir, new=True) as url, opened(url) as engine:
        async with engine.begin() as tx:
            user_id = (await found(tx, who)).user_id
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            await outbox.tell(tx, UserExported(**outbox.of(user_id, HOST, clock.now())))
        dossier = Dossier(user_id, engine, blobs, language)
        with os.fdopen(descriptor, "wb") as file:
            async for piece in archive.zipped(dossier.entries()):
                file.write(piece)


async def give_token(tx: AsyncConnection, grant: Grant) -> str:
    """A new token for whom the grant speaks of; it cannot be read back later.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    now = clock.now()
    scopes = None if grant.scopes is None else [Scope(each) for each in grant.scopes]
    wish = Wish(grant.name, scopes, None if grant.life is None else now + grant.life)
    await accounts.held(tx, grant.subject)
    _, token = await tokens.put(tx, grant.subject, wish, None, HOST, now)
    return token


async def take_token(tx: AsyncConnection, token_id: UUID) -> None:
    """Make a person's or a worker's token useless at once, and all that was made with it.

    Raises:
        RefusedError: TOKEN_NOT_FOUND.
    """
    of_worker = select(table.c.subject).where(
        table.c.token_id == token_id, access.worker_tokens_that_work()
    )
    if await tx.scalar(of_worker) is not None:
        await tx.exec_driver_sql(REVOKE, {"token_id": token_id, "now": clock.now()})
        return
    of_person = select(table.c.subject).where(table.c.token_id == token_id)
    owner = await tx.scalar(of_person)
    if owner is None:
        raise RefusedError(ProblemCode.TOKEN_NOT_FOUND)
    await tokens.revoke(tx, owner, token_id, HOST, clock.now())


@asynccontextmanager
async def opened(database_url: str) -> AsyncGenerator[AsyncEngine]:
    """The tables of people and of their things."""
    engine = database.engine(database_url, f"{READ_SCHEMA},{ACCESS_SCHEMA}")
    try:
        yield engine
    finally:
        await engine.dispose()


async def setup_link(database_url: str, page: str) -> str | None:
    """The way in for the first administrator; None once there is one."""
    async with changing(database_url) as tx:
        made = await passes.issue_setup(tx, HOST, clock.now())
    return None if made is None else made.link(page)


def page(data_dir: Path) -> str:
    """Where others find the page: as the administrator has set it, else where the stack serves."""
    if public := backing.given("PUBLIC_URL"):
        return public
    running = stack.find(data_dir)
    if running is None:
        return f"http://{port.LOOPBACK}:{DEFAULT_PORT}"
    return running.outside or running.address
