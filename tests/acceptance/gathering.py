"""A crowd before a small real system: who is there, what is published, and what goes wrong."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

import psycopg

from api.access import CredentialKind
from infra import bus, clock
from infra.bus import EventLog
from infra.tasks import ended
from infra.tokens import digest, new_token
from schemas import subjects
from schemas.roles import Role
from tests.acceptance import replicas
from tests.acceptance.crowd import Client, Ledger
from tests.acceptance.replicas import Replica
from tests.acceptance.running_stack import free_port
from tests.schemas import examples
from tests.schemas.examples import OWNER, WORKER

PATIENCE_SECONDS = 240
POLL_SECONDS = 0.1
EAGER = 20
"""Of so many clients one follows nearly everything."""
LINES_EVERY = 5
"""Events between two batches of log lines."""
LINES = [f"{number} " + 1_000 * "x" for number in range(10)]


@dataclass(frozen=True, slots=True)
class Measure:
    """How large it is all to be."""

    clients: int
    runs: int
    events_per_second: float
    replicas: int = 1
    seed: int = 0


@dataclass(slots=True)
class Gathering:
    """Clients, and runs of which something is published all the time."""

    measure: Measure
    place: Path
    environment: dict[str, str]
    log: EventLog
    token: str
    random: Random
    replicas: list[Replica] = field(default_factory=list)
    """Those that clients may turn to."""
    ledger: Ledger = field(default_factory=Ledger)
    clients: list[Client] = field(default_factory=list)
    _all: list[Replica] = field(default_factory=list)
    _runs: dict[UUID, int] = field(default_factory=dict)
    _epochs: dict[UUID, int] = field(default_factory=dict)

    async def begin_runs(self) -> None:
        """Every run is asked for and started, and can be read."""
        for _ in range(self.measure.runs):
            run_id = uuid4()
            asked = await self.log.append(examples.run_requested(run_id=run_id), expected=0)
            started = examples.run_started(run_id=run_id)
            self._runs[run_id] = await self.log.append(started, expected=asked)
            self._epochs[run_id] = 0
        with psycopg.connect(self.environment["DATABASE_URL"], autocommit=True) as connection:
            await until(lambda: _projected(connection) >= max(self._runs.values()))

    def invite(self) -> None:
        """Most clients watch a run or two; some also their logs, some all runs."""
        run_ids = [*self._runs]
        for number in range(self.measure.clients):
            run_id, other = self.random.sample(run_ids, 2)
            topics = [f"run:{run_id}", f"run:{other}"]
            if number % EAGER == 0:
                topics += ["runs", "alerts", "queue", *(f"logs:{one}" for one in run_ids[:10])]
            elif number % 5 == 0:
                topics.append(f"logs:{run_id}")
            self.clients.append(Client(self.token, topics, self._address, self.random))

    def _address(self) -> str:
        return self.random.choice(self.replicas).address

    @asynccontextmanager
    async def publishing(self) -> AsyncGenerator[None]:
        """Tell an epoch after the other, of any run, and now and then log lines, until leaving.

        Leaving waits until everybody has seen all of it.
        """
        stop = asyncio.Event()
        task = asyncio.create_task(self._publish(stop))
        try:
            yield
        finally:
            stop.set()
            await task
            await self._everything_was_seen()

    async def _publish(self, stop: asyncio.Event) -> None:
        """Never broken off: what is in the log is in the ledger too."""
        loop = asyncio.get_running_loop()
        due, number = loop.time(), 0
        while not stop.is_set():
            number += 1
            run_id = self.random.choice([*self._runs])
            await self._epoch(run_id)
            if number % LINES_EVERY == 0:
                await self._lines(run_id)
            due += 1 / self.measure.events_per_second
            await asyncio.sleep(max(0, due - loop.time()))

    async def _epoch(self, run_id: UUID) -> None:
        self._epochs[run_id] += 1
        event = examples.epoch_completed(self._epochs[run_id], run_id=run_id)
        at = asyncio.get_running_loop().time()
        sequence = await self.log.append(event, expected=self._runs[run_id])
        self._runs[run_id] = sequence
        self.ledger.events.append((sequence, run_id, at))

    async def _lines(self, run_id: UUID) -> None:
        report = examples.log_lines(*LINES, run_id=run_id)
        subject = subjects.logs(run_id, WORKER)
        ack = await self.log.jetstream.publish(subject, report.model_dump_json().encode())
        self.ledger.lines += [((ack.seq, line), run_id) for line in range(len(LINES))]

    def wrong(self) -> list[str]:
        """What went wrong, by client."""
        return [wrong for client in self.clients if (wrong := client.wrong(self.ledger))]

    async def everybody_is_there(self) -> None:
        """Return once every client's stream is open."""
        await until(lambda: all(client.connected for client in self.clients))

    async def _everything_was_seen(self) -> None:
        """Give everybody the time to see it all; what is wrong then stays wrong."""
        with suppress(TimeoutError):
            await until(lambda: not self.wrong())

    def latencies(self, after: float, before: float) -> list[float]:
        """Seconds from publishing to each client, of what was published in between."""
        at = {seq: sent for seq, _, sent in self.ledger.events if after <= sent < before}
        return [
            came - at[sequence]
            for client in self.clients
            for sequence, came in client.events
            if sequence in at
        ]

    async def add_replicas(self, number: int) -> None:
        """More processes of the API, at the same place and database."""
        started = [replicas.start(self.place, free_port(), self.environment) for _ in range(number)]
        self._all += started
        for replica in started:
            await asyncio.to_thread(replica.wait_until_live)
        self.replicas += started

    async def stop(self, replica: Replica) -> None:
        """End it as its supervisor does; its clients go to another."""
        self.replicas.remove(replica)
        await asyncio.to_thread(replica.stop)

    def stop_replicas(self) -> None:
        """Those that still run."""
        for replica in self._all:
            if replica.process.poll() is None:
                replica.stop()


@asynccontextmanager
async def gathered(
    measure: Measure, place: Path, environment: dict[str, str]
) -> AsyncGenerator[Gathering]:
    """The crowd at one API, every client connected."""
    with replicas.consumers(place, environment):
        async with bus.connected(environment["NATS_URL"], "crowd") as client:
            token = a_token(environment["DATABASE_URL"])
            log, random = EventLog(client), Random(measure.seed)
            gathering = Gathering(measure, place, environment, log, token, random)
            try:
                await gathering.add_replicas(measure.replicas)
                await gathering.begin_runs()
                async with _attending(gathering):
                    yield gathering
            finally:
                gathering.stop_replicas()


@asynccontextmanager
async def _attending(gathering: Gathering) -> AsyncGenerator[None]:
    gathering.invite()
    tasks = [asyncio.create_task(client.live()) for client in gathering.clients]
    try:
        await gathering.everybody_is_there()
        yield
    finally:
        await ended(tasks)


async def until(fact: Callable[[], bool]) -> None:
    """Return as soon as ``fact`` is true; a thousand clients may need a while."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not fact():  # noqa: ASYNC110 - what another process does sets no event
            await asyncio.sleep(POLL_SECONDS)


def _projected(connection: psycopg.Connection) -> int:
    query = "SELECT min(sequence) FROM read_v1.positions WHERE projection LIKE 'training%'"
    row = connection.execute(query).fetchone()
    return row[0] if row and row[0] else 0


def a_token(database_url: str) -> str:
    """A new token of the owner's."""
    token = new_token()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO access.users (user_id, name, role, created_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [OWNER, "Maria", Role.USER, clock.now()],
        )
        connection.execute(
            "INSERT INTO access.tokens (token_id, token_sha256, kind, subject, name, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [uuid4(), digest(token), CredentialKind.USER, OWNER, "crowd", clock.now()],
        )
    return token
