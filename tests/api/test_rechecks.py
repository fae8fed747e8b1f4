"""Streams end when they may no longer be followed, and no sooner."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager

import httpx
from sqlalchemy import update

from infra import clock
from infra.settings import Settings
from schemas import tables
from schemas.roles import Role
from tests.api.desk import Desk
from tests.api.streaming import Line, Reader, on_the_line
from tests.schemas import examples
from tests.schemas.examples import OWNER, RUN

FRIEND, BOSS, GUEST = "ana", "root", "bia"


@asynccontextmanager
async def following(line: Line, tokens: Mapping[str, str]) -> AsyncGenerator[dict[str, Reader]]:
    """A stream of the run for each token."""
    async with AsyncExitStack() as stack:
        opened: dict[str, Reader] = {}
        for who, token in tokens.items():
            http = await stack.enter_async_context(
                httpx.AsyncClient(
                    base_url=line.http.base_url,
                    headers={"Authorization": f"Bearer {token}"},
                    trust_env=False,
                )
            )
            follower = Line(line.desk, http)
            opened[who] = await stack.enter_async_context(follower.following(f"run:{RUN}"))
        yield opened


async def change(desk: Desk, user_id: str, **values: object) -> None:
    async with desk.services.engine.begin() as tx:
        person = tables.users.c.user_id == user_id
        await tx.execute(update(tables.users).where(person).values(values))


async def test_whoever_may_no_longer_follow_is_cut_off_and_nobody_else(
    settings: Settings, projecting: None
):
    """By unsharing, by a role that is taken, by being kept out. They do not get in again."""
    watchful = settings.model_copy(update={"stream_recheck_seconds": 0.05})
    async with on_the_line(watchful) as line:
        desk, shared = line.desk, map(examples.model_shared, (FRIEND, GUEST))
        await desk.write(examples.run_requested(), examples.run_started(), *shared)
        tokens = {who: await desk.token(who) for who in (FRIEND, GUEST, OWNER)}
        tokens[BOSS] = await desk.token(BOSS, role=Role.ADMIN)
        async with following(line, tokens) as readers:
            await desk.write(examples.model_unshared(FRIEND))
            await readers[FRIEND].rest()
            await change(desk, BOSS, role=Role.USER)
            await readers[BOSS].rest()
            await change(desk, GUEST, disabled_at=clock.now())
            await readers[GUEST].rest()
            await desk.write(examples.epoch_completed(1))
            [epoch] = await readers[OWNER].some(1)
        statuses = {who: await _status(line, token) for who, token in tokens.items()}

    assert epoch.event == "epoch_completed"
    assert statuses == {FRIEND: 404, BOSS: 404, GUEST: 401, OWNER: 200}


async def _status(line: Line, token: str) -> int:
    """How whoever comes back is answered."""
    headers = {"Authorization": f"Bearer {token}"}
    return (await line.http.get(f"/api/runs/{RUN}", headers=headers)).status_code
