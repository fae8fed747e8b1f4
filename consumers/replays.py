"""Replays that administrators ask for: one at a time, each in a process of its own.

    python -m consumers.replays REPLAY_ID

What is wished and what came of it stands in a row beside the read models, so that whoever asks
later, and another process, knows it too.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers import inventory, replay
from consumers.replay import ReplayRefusedError, Wish
from infra import database, logging, tracing
from infra.process import die_with_parent
from infra.settings import Settings
from infra.tasks import ended
from schemas import tables
from schemas.installation import (
    ReplayAction,
    ReplayAnswer,
    ReplayOutcome,
    ReplayTold,
    ReplayWish,
)

log = logging.get(__name__)

THIS_COMPUTER = frozenset({"127.0.0.1", "::1", "localhost"})

table = tables.replays


class Replays:
    """Those of one process of the consumers."""

    def __init__(self, settings: Settings, engine: AsyncEngine) -> None:
        self._settings = settings
        self._engine = engine
        self._at_work: asyncio.Task[None] | None = None

    async def begin(self, wish: ReplayWish) -> ReplayAnswer:
        """Start what is wished, unless a replay is at work; who asks again begins nothing new."""
        if await self._is_busy():
            return ReplayAnswer(begun=await self._is_of(wish))
        async with self._engine.begin() as tx:
            row = wish.model_dump(mode="python")
            await tx.execute(insert(table).values(row).on_conflict_do_nothing())
        self._at_work = asyncio.create_task(self._carry_out(wish.replay_id))
        return ReplayAnswer(begun=True)

    async def last(self) -> ReplayTold | None:
        """The one that was asked for last."""
        async with self._engine.connect() as tx:
            query = select(table).order_by(table.c.began_at.desc()).limit(1)
            row = (await tx.execute(query)).mappings().one_or_none()
        return None if row is None else ReplayTold.model_validate(dict(row))

    async def leave(self) -> None:
        """End what is at work; it can be gone on with later."""
        if self._at_work is not None:
            await ended([self._at_work])

    async def _is_busy(self) -> bool:
        """Whether one is at work; of which is known what it came to, that has only to leave."""
        if self._at_work is not None:
            last = await self.last()
            if last is not None and last.ended_at is None and not self._at_work.done():
                return True
            await self._at_work
        return await inventory.is_replaying(self._settings.database_url)

    async def _is_of(self, wish: ReplayWish) -> bool:
        last = await self.last()
        return last is not None and last.replay_id == wish.replay_id

    async def _carry_out(self, replay_id: UUID) -> None:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "consumers.replays", str(replay_id)),
            env={**os.environ, **told(self._settings)},
            preexec_fn=die_with_parent,
        )
        try:
            if await process.wait():
                log.error("a replay crashed", replay_id=str(replay_id), code=process.returncode)
                await note(self._engine, replay_id, outcome=ReplayOutcome.FAILED)
        finally:
            if process.returncode is None:
                process.terminate()
                await process.wait()


@asynccontextmanager
async def kept(settings: Settings, engine: AsyncEngine) -> AsyncGenerator[Replays]:
    """A place to ask for replays; what is at work when the block ends is ended."""
    replays = Replays(settings, engine)
    try:
        yield replays
    finally:
        await replays.leave()


def told(settings: Settings) -> dict[str, str]:
    """The settings of a replay's process."""
    return {
        "NATS_URL": settings.nats_url,
        "DATABASE_URL": settings.database_url,
        "AFINA_DATA_DIR": str(settings.data_dir),
    }


async def note(engine: AsyncEngine, replay_id: UUID, **of: object) -> None:
    """Write down what came of a replay."""
    async with engine.begin() as tx:
        own = update(table).where(table.c.replay_id == replay_id)
        await tx.execute(own.values(ended_at=func.now(), **of))


async def carry_out(settings: Settings, replay_id: UUID) -> None:
    """Make the replay that was wished for, and write down what came of it."""
    engine = database.engine(settings.database_url, tables.READ_SCHEMA)
    try:
        async with engine.connect() as tx:
            action = await tx.scalar(select(table.c.action).where(table.c.replay_id == replay_id))
        try:
            came = await _come_of(settings, ReplayAction(action))
        except ReplayRefusedError as error:
            refusal = {"refusal": error.refusal.value, "params": error.params}
            await note(engine, replay_id, outcome=ReplayOutcome.REFUSED, **refusal)
        else:
            await note(engine, replay_id, **came)
    finally:
        await engine.dispose()


async def _come_of(settings: Settings, action: ReplayAction) -> dict[str, object]:
    if action is ReplayAction.ROLLBACK:
        await replay.rollback(settings, _unheard)
        return {"outcome": ReplayOutcome.SWITCHED}
    wish = Wish(
        switch=action is not ReplayAction.PROVE,
        accept_differences=action is ReplayAction.ACCEPT,
        free_bytes=_free_bytes(settings),
    )
    result = await replay.replay(settings, _unheard, wish)
    outcome = ReplayOutcome.EQUAL if result.equal else ReplayOutcome.DIFFERENT
    return {
        "outcome": ReplayOutcome.SWITCHED if result.switched else outcome,
        "differences": [one.name for one in result.tables if not one.equal],
        "messages": result.events,
    }


def _free_bytes(settings: Settings) -> int | None:
    """Of the disk that a database on this computer most likely shares; another's is not ours."""
    if make_url(settings.database_url).host not in THIS_COMPUTER:
        return None
    return shutil.disk_usage(settings.data_dir).free


def _unheard(_stream: str, _done: int, _total: int) -> None:
    """How far it is stands beside the model that is being built."""


def main() -> None:
    """One replay's process."""
    settings = Settings()  # pyright: ignore[reportCallIssue]
    logging.configure(settings.log_level, settings.log_format, "replay")
    tracing.configure("replay")
    asyncio.run(carry_out(settings, UUID(sys.argv[1])))


if __name__ == "__main__":
    main()
