"""The system that faults fall on: what they reach for, and the work that never stops coming."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg

from benchmarks.chaos.witness import Witness, watching
from infra import database
from infra.bus import ConflictError, UnavailableError
from infra.tasks import ended
from schemas import tables
from schemas.lifecycle import RunStatus
from tests.faults.link import Link
from tests.faults.listener import Listener
from tests.faults.pace import Pace
from tests.faults.room import Room
from tests.faults.system import System, running, wish
from tests.infra.own_database import OwnDatabase, own_database

PACE = Pace(
    ack_wait_seconds=6,
    heartbeat_seconds=1,
    presence_seconds=4,
    retry_delay_seconds=1,
    epoch_seconds=0.25,
)
RUNS_A_WORKER = 2
EPOCHS = (4, 16)
CANCELLED = 0.02
"""How likely the owner of some run cancels it, each time that is looked whether to ask for more."""
FOLLOWED = 0.3
"""Of the runs, by a browser."""
MANY_RETRIES = 1000
"""Faults are many: no run may fail for their number."""
REQUEST_SECONDS = 0.2
AGAIN_SECONDS = 0.5
SUPERVISE_SECONDS = 0.5


@dataclass(slots=True)
class Scene:
    """One system under chaos."""

    site: System
    database: OwnDatabase
    witness: Witness
    random: Random
    workers: list[Room]
    consumers: list[Room]
    address: str
    """Of the API, over a link that browsers share."""
    token: str
    browsers: Link
    api: Room
    locks: dict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict[str, asyncio.Lock](asyncio.Lock)
    )
    """By what a fault reaches for: one at a time."""
    accepted: dict[UUID, tuple[int, int]] = field(default_factory=dict[UUID, tuple[int, int]])
    """By run: the sequence that the log gave it, and its epochs."""

    listeners: dict[UUID, Listener] = field(default_factory=dict[UUID, Listener])
    """By the run that each follows."""
    listening: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])
    restarts: list[str] = field(default_factory=list[str])
    """Rooms that ended by themselves, with the last they said."""

    def going(self) -> list[UUID]:
        """Accepted runs that have not ended, as far as the witness knows."""
        return [run_id for run_id in self.accepted if not self.status(run_id).ended]

    def status(self, run_id: UUID) -> RunStatus:
        """A run's, as far as the witness knows."""
        state = self.witness.states.get(run_id)
        return RunStatus.QUEUED if state is None else state.status

    async def request(self, base_model: str = "stand-in", max_retries: int = MANY_RETRIES) -> UUID:
        """A run that the log has confirmed, however often it must be asked."""
        epochs = self.random.randint(*EPOCHS)
        event = wish(epochs, base_model=base_model, max_retries=max_retries)
        while True:
            with suppress(UnavailableError):
                sequence = await self.site.log.append(event, expected=0)
                self.accepted[event.run_id] = (sequence, epochs)
                if self.random.random() < FOLLOWED:
                    self.follow(event.run_id)
                return event.run_id
            await asyncio.sleep(AGAIN_SECONDS)

    def follow(self, run_id: UUID) -> None:
        """Let a browser follow the run to its end."""
        listener = self.listeners[run_id] = Listener(self.address, self.token, run_id)
        task = asyncio.create_task(listener.listen())
        self.listening.add(task)
        task.add_done_callback(self.listening.discard)

    async def projected(self, sequence: int) -> bool:
        """Whether the tables have come so far."""
        with suppress(psycopg.OperationalError):
            async with database.connection(self.database.url, tables.READ_SCHEMA) as connection:
                cursor = await connection.execute(
                    "SELECT coalesce(min(sequence), 0) FROM positions WHERE projection = 'training'"
                )
                row = await cursor.fetchone()
                return row is not None and row[0] >= sequence
        return False

    async def keep_busy(self) -> None:
        """Ask for runs so that no worker is idle, and cancel some; for ever."""
        while True:
            if len(self.going()) < RUNS_A_WORKER * len(self.workers):
                await self.request()
            if self.random.random() < CANCELLED and (going := self.going()):
                with suppress(UnavailableError, ConflictError, AssertionError):
                    await self._cancel(self.random.choice(going))
            await asyncio.sleep(REQUEST_SECONDS)

    async def _cancel(self, run_id: UUID) -> None:
        state = self.witness.states.get(run_id)
        if state is not None and not state.cancel_requested and not state.status.ended:
            await self.site.cancel(run_id)

    async def supervise(self) -> None:
        """Start again whoever ended by itself, as the supervisor of an installation does; for ever.

        A worker that starts while the broker is away ends at once, and is started again.
        """
        places = {f"worker {number}": room for number, room in enumerate(self.workers)}
        places |= {f"consumers {number}": room for number, room in enumerate(self.consumers)}
        places |= {"api 0": self.api}
        while True:
            for place, room in places.items():
                if room.lives or self.locks[place].locked():
                    continue
                self.restarts.append(f"{room.name}: {room.last_words()}")
                self.witness.explain(room.name, time.monotonic())
                await room.start()
            await asyncio.sleep(SUPERVISE_SECONDS)

    @asynccontextmanager
    async def supervised(self) -> AsyncGenerator[None]:
        """Whoever ends is started again until the block ends."""
        watching = asyncio.create_task(self.supervise())
        try:
            yield
        finally:
            await ended([watching])

    @asynccontextmanager
    async def at_work(self) -> AsyncGenerator[None]:
        """Runs keep coming until the block ends."""
        coming = asyncio.create_task(self.keep_busy())
        try:
            yield
        finally:
            await ended([coming])


@asynccontextmanager
async def staged(folder: Path, random: Random, workers: int) -> AsyncGenerator[Scene]:
    """Servers, two consumers of which one stands by, and workers."""
    async with AsyncExitStack() as exits:
        own = await exits.enter_async_context(own_database())
        site = await exits.enter_async_context(running(folder, own.url, PACE))
        witness = await exits.enter_async_context(watching(site.client))
        api, address = await site.api()
        browsers_address, browsers = await site.linked(address)
        scene = Scene(
            address=browsers_address,
            token=await site.token(),
            browsers=browsers,
            api=api,
            site=site,
            database=own,
            witness=witness,
            random=random,
            workers=[await site.worker(f"gpu-{number + 1}") for number in range(workers)],
            consumers=[await site.consumers(f"consumers-{number + 1}") for number in range(2)],
        )
        yield scene
        await ended(scene.listening)
