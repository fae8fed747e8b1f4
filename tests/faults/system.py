"""A small real system for each fault: a broker of its own, consumers, workers, links between them.

Log, lease, outbox, projector and watchdog are the real processes; only what a worker trains is a
stand-in. Clocks run fast. Nobody leaves without the examination: every system is settled and its
log and tables are held against the invariants when the block ends.
"""

import asyncio
import hashlib
import json
import shutil
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import httpx
from nats.aio.client import Client
from nats.js.errors import NotFoundError
from sqlalchemy.engine import make_url

from afina import tokens
from afina.embedded import port
from afina.tokens import Grant, TokenKind
from infra import bus, clock, database, streams
from infra.bus import EventLog, Recorded
from infra.presence import is_present
from schemas import subjects, tables
from schemas.events.run import CancelRequested, RunEventBase, RunRequested, run_events
from schemas.hyperparameters import Hyperparameters
from schemas.lifecycle import RunState, RunStatus, fold
from tests.api.desk import known
from tests.consumers.projecting import projecting, reached
from tests.faults import lesson, verdict
from tests.faults.link import LOOPBACK, Link, link
from tests.faults.pace import Pace
from tests.faults.room import Room, ending, environment
from tests.faults.standin import HELD, PLAIN
from tests.infra import doorkeeping
from tests.infra.broker import OwnBroker, own_broker, until
from tests.schemas.examples import OWNER, USER, run_requested, worker_registered

EXAMPLES = b"what the stand-in would learn"
ADMINISTRATOR = "local"
"""Is there from the first migration on."""
PATIENCE_SECONDS = 180
"""Far more than any of it takes, even on a busy computer."""


@dataclass(slots=True)
class System:
    """What a scenario acts on."""

    data_dir: Path
    broker: OwnBroker
    client: Client
    """Of the test itself: no link between it and the broker."""
    database_url: str
    pace: Pace
    log: EventLog
    _exits: AsyncExitStack
    api_url: str = f"http://{LOOPBACK}:9"
    """That workers are told; nobody answers there until an API is started."""
    rooms: dict[str, Room] = field(default_factory=dict[str, Room])
    links: list[Link] = field(default_factory=list[Link])

    async def linked(self, url: str) -> tuple[str, Link]:
        """``url`` over a link of its own."""
        target = make_url(url)
        assert target.port is not None
        made = await self._exits.enter_async_context(link(target.port))
        self.links.append(made)
        return target.set(port=made.port).render_as_string(hide_password=False), made

    async def room(self, name: str, *module: str, nats_url: str, **told: str) -> Room:
        """A room that runs ``module`` with a link to the broker of its own; not yet started."""
        url, to_broker = await self.linked(nats_url)
        given = environment(
            **self.pace.environment(), NATS_URL=url, AFINA_DATA_DIR=str(self.data_dir), **told
        )
        made = Room(name, module, given, self.data_dir / f"{name}.log")
        made.broker = to_broker
        self.rooms[name] = await self._exits.enter_async_context(ending(made))
        return made

    async def control_room(self, name: str, *module: str, **told: str) -> Room:
        """A room of the control plane, which has a link to the database too."""
        url, to_database = await self.linked(self.database_url)
        made = await self.room(name, *module, nats_url=self.broker.url, DATABASE_URL=url, **told)
        made.database = to_database
        await made.start()
        return made

    async def worker(
        self, worker_id: str = "gpu-1", *, clock_minutes: int = 0, heard: bool = True
    ) -> Room:
        """The real agent, registered, with a stand-in to train and a clock so far ahead.

        Unless it cannot be heard, it is when this returns.
        """
        examples = self.data_dir / "workers" / worker_id / "examples"
        examples.mkdir(parents=True, exist_ok=True)
        (examples / f"{hashlib.sha256(EXAMPLES).hexdigest()}.parquet").write_bytes(EXAMPLES)
        made = await self.room(
            worker_id,
            "tests.faults.agent",
            nats_url=self.broker.worker_url,
            AFINA_WORKER_ID=worker_id,
            AFINA_WORKER_TOKEN=await self.admit(worker_id),
            AFINA_API_URL=self.api_url,
            AFINA_CLOCK_MINUTES=str(clock_minutes),
            AFINA_GATES=str(self._gates),
            AFINA_TRAINER=str(self._trainer()),
            AFINA_LESSON=str(self.data_dir / "lesson.json"),
        )
        await made.start()
        if heard:
            await self.until(lambda: is_present(self.client, worker_id))
        return made

    async def admit(self, worker_id: str) -> str:
        """The token of a worker that the log knows."""
        with suppress(bus.ConflictError):
            await self.log.append(worker_registered(worker_id=worker_id), expected=0)
        return await self._token(worker_id, TokenKind.WORKER)

    async def consumers(self, name: str = "consumers") -> Room:
        """Projectors and watchdog."""
        return await self.control_room(name, "tests.faults.watching")

    async def api(self, name: str = "api", **told: str) -> tuple[Room, str]:
        """An API that answers, and its address."""
        chosen = port.free()
        made = await self.control_room(
            name, "afina", "api", AFINA_PORT=str(chosen), **doorkeeping.told(self.broker), **told
        )
        self.api_url = address = f"http://{LOOPBACK}:{chosen}"
        await self.until(lambda: answers(address))
        return made, address

    async def request(
        self, epochs: int = 10, *, base_model: str = HELD, max_retries: int = 3
    ) -> UUID:
        """A new run in the queue, as the API puts it there; it waits before its last epoch."""
        event = wish(epochs, base_model=base_model, max_retries=max_retries)
        await self.log.append(event, expected=0)
        return event.run_id

    async def cancel(self, run_id: UUID) -> None:
        """The owner's wish, unless the run has ended; asked again when others were faster."""
        while True:
            *_, last = history = await self.history(run_id)
            state = fold(run_events.validate_python(recorded.event) for recorded in history)
            if state is None or state.status.ended:
                return
            event = CancelRequested(
                run_id=run_id,
                occurred_at=last.stored_at,
                correlation_id=uuid4(),
                causation_id=uuid4(),
                actor=USER,
            )
            with suppress(bus.ConflictError):
                await self.log.append(event, expected=last.sequence)
                return

    async def history(self, run_id: UUID) -> list[Recorded]:
        return await self.log.history(subjects.run(run_id))

    async def state(self, run_id: UUID) -> RunState:
        history = await self.history(run_id)
        state = fold(run_events.validate_python(recorded.event) for recorded in history)
        assert state is not None
        return state

    async def told(
        self, run_id: UUID, kind: type[RunEventBase], times: int = 1, attempt: int | None = None
    ) -> None:
        """Return once the log has ``times`` events of ``kind`` (of one attempt, if named)."""

        async def is_told() -> bool:
            found = [
                recorded
                for recorded in await self.history(run_id)
                if isinstance(recorded.event, kind)
                and attempt in {None, getattr(recorded.event, "attempt", None)}
            ]
            return len(found) >= times

        await self.until(is_told)

    async def ended(self, *run_ids: UUID) -> None:
        """Let these runs go on to their last epoch; return once every one has ended."""
        for run_id in run_ids:
            (self._gates / str(run_id)).touch()
        for run_id in run_ids:
            await self.until(lambda run_id=run_id: self._has_ended(run_id))

    async def completed(self, run_id: UUID, *, attempts: int) -> None:
        """Return once the run has completed; it took so many attempts."""
        await self.ended(run_id)
        state = await self.state(run_id)
        story = [type(one.event).__name__ for one in await self.history(run_id)]
        assert (state.status, state.attempt) == (RunStatus.COMPLETED, attempts), story

    async def count(self, run_id: UUID, kind: type[RunEventBase]) -> int:
        """How many events of ``kind`` the log has of the run."""
        return sum(isinstance(one.event, kind) for one in await self.history(run_id))

    async def token(self, owner: str = OWNER) -> str:
        """Opens the API for a person, by default the owner of every run."""
        await self._joined(owner)
        return await self._token(owner, TokenKind.USER)

    async def _token(self, subject: str, kind: TokenKind) -> str:
        async with tokens.opened(self.database_url) as table:
            return await table.create(Grant(kind, subject, "faults"), clock.now())

    async def _joined(self, owner: str) -> None:
        """Make the person, unless there already."""
        engine = database.engine(self.database_url, tables.ACCESS_SCHEMA)
        async with engine.begin() as tx:
            await tx.execute(known(owner))
        await engine.dispose()

    async def until(self, fact: Callable[[], object]) -> None:
        """Return as soon as ``fact`` is true; outages of the broker are waited out."""

        async def holds() -> bool:
            try:
                answer = fact()
                return bool(await answer if asyncio.iscoroutine(answer) else answer)
            except bus.UnavailableError:
                return False

        await until(holds, PATIENCE_SECONDS)

    async def settled(self) -> None:
        """Heal every link, then return once everything in the log is projected."""
        for one in self.links:
            one.heal()
        for room in self.rooms.values():
            room.resume()
        last = 0

        async def answers() -> bool:
            nonlocal last
            last = await self.log.last_sequence()
            return True

        await self.until(answers)
        if any(name.startswith("consumers") and room.lives for name, room in self.rooms.items()):
            await reached(self.database_url, last)
        else:
            async with projecting(self.client, self.database_url):
                await reached(self.database_url, last)

    async def provision(self) -> None:
        """Streams and consumers as they should be."""
        seconds = self.pace.ack_wait_seconds
        await streams.provision(self.client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=seconds)

    async def queue_is_empty(self) -> bool:
        """Whether there is a queue, and every job was taken off it."""
        queue = subjects.jobs_consumer(subjects.DEFAULT_POOL)
        try:
            info = await self.client.jetstream().consumer_info(subjects.TRAINING, queue)
        except NotFoundError:
            return False
        return info.num_pending == 0 and info.num_ack_pending == 0

    async def _has_ended(self, run_id: UUID) -> bool:
        return (await self.state(run_id)).status.ended

    @property
    def _gates(self) -> Path:
        """Holds a file for each run that may go on to its end."""
        folder = self.data_dir / "gates"
        folder.mkdir(exist_ok=True)
        return folder

    def _trainer(self) -> Path:
        """What an agent starts its children with."""
        script = self.data_dir / "trainer"
        if not script.exists():
            standin = Path(__file__).with_name("standin.py")
            script.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S {standin} "$@"\n')
            script.chmod(0o755)
            (self.data_dir / "lesson.json").write_text(json.dumps(lesson.messages()))
        return script


def wish(epochs: int, *, base_model: str = PLAIN, max_retries: int = 3) -> RunRequested:
    """The request of a new run."""
    return run_requested(
        event_id=uuid4(),
        run_id=uuid4(),
        base_model=base_model,
        max_retries=max_retries,
        examples_sha256=hashlib.sha256(EXAMPLES).hexdigest(),
        hyperparameters=Hyperparameters(epochs=epochs),
    )


async def lasting(seconds: float) -> None:
    """How long a fault lasts is part of the fault."""
    await asyncio.sleep(seconds)


async def answers(address: str) -> bool:
    """Whether an API is alive there, however its servers are."""
    try:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"{address}/health/live")).status_code == 200
    except httpx.HTTPError:
        return False


@asynccontextmanager
async def running(
    folder: Path, database_url: str, pace: Pace, *, answered: bool = True
) -> AsyncGenerator[System]:
    """A broker with empty streams and room for the rest.

    Unless somebody else does, the test itself answers whom the broker may let in.
    """
    async with AsyncExitStack() as exits:
        broker = await exits.enter_async_context(own_broker(folder))
        client = await exits.enter_async_context(bus.connected(broker.url, "tests"))
        made = System(folder, broker, client, database_url, pace, EventLog(client), exits)
        await made.provision()
        if answered:
            await exits.enter_async_context(doorkeeping.doorkeeper(broker, client, database_url))
        yield made


@asynccontextmanager
async def system(
    folder: Path,
    database_url: str,
    pace: Pace | None = None,
    *,
    all_ended: bool = True,
    answered: bool = True,
) -> AsyncGenerator[System]:
    """The same, settled and examined when the block ends well.

    Without ``all_ended`` runs may still be open then.
    """
    async with running(folder, database_url, pace or Pace(), answered=answered) as made:
        yield made
        await made.settled()
        await verdict.pronounced(made.broker.url, database_url, all_ended=all_ended)
    shutil.rmtree(folder, ignore_errors=True)
