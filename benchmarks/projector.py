"""How fast the projector reads the log into tables, and how far that is from PostgreSQL alone.

    python -m benchmarks.projector [--events 20000] [--rounds 3] [--partitions 1 2 4] [--write]

Each round measures, one after the other on empty tables of the same database:

- the projector from its first batch to the end of the log, in one process, then in partitions:
  pull from JetStream, decode, fold, write, notify;
- the processors' time that this costs us, the broker and the database;
- the final rows of all tables by bare COPY, from ready text: the database's own limit;
- the same rows by COPY from Python values: what no Python program that has rows can beat.
"""

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Coroutine, Iterable, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil
from nats.aio.client import Client
from sqlalchemy import Table

import migrations
from afina.embedded import servers
from afina.journal import Journal
from benchmarks.history import made_up
from benchmarks.machine import describe
from consumers import partitions as partitions_processes
from consumers import projector
from consumers.projections.rows import Appendix, Connection, append
from consumers.projections.training import TrainingProjection
from infra import database, streams
from infra.bus import connected
from infra.settings import Settings
from infra.tasks import ended
from schemas import subjects, tables
from schemas.events import catalogue

RESULTS = Path(__file__).parent / "results" / "projector.md"
TARGET_EVENTS_A_SECOND = 5_000
TARGET_SHARE = 0.7
BLOCK_BYTES = 1 << 18
MICRO = 1_000_000
TABLES = tables.read_model.sorted_tables


class Part(StrEnum):
    """Whose time."""

    OURS = "ours"
    BROKER = "broker"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Cost:
    """Microseconds an event."""

    wall: float
    ours: float
    """Of a processor; so are those of the servers."""
    broker: float
    database: float


@dataclass(frozen=True, slots=True)
class Round:
    """The same rows, in several ways."""

    projected: dict[int, Cost]
    """By the number of partitions."""
    copied: float
    """Microseconds an event; so is the other."""
    copied_from_values: float


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--partitions", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        measured = measure(folder, chosen.events, chosen.rounds, chosen.partitions)
        text = table(chosen.events, asyncio.run(measured))
    print(text)
    if chosen.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text)


async def measure(folder: str, events: int, rounds: int, partitions: Sequence[int]) -> list[Round]:
    """All rounds, on one log of ``events`` events."""
    async with backing(Path(folder, "data")) as (client, url):
        await publish_made_up(client, events)
        gc.collect()
        gc.freeze()  # as the consumers' process does
        async with database.connection(url, tables.READ_SCHEMA) as connection:
            return [
                await _round(client, url, connection, events, partitions) for _ in range(rounds)
            ]


@asynccontextmanager
async def backing(data_dir: Path) -> AsyncGenerator[tuple[Client, str]]:
    """An embedded broker with empty streams, and the address of a migrated database."""
    journal = Journal(data_dir / "servers.log", terminal=None)
    async with servers.running(data_dir, journal) as running:
        url = running.database.url
        await asyncio.to_thread(migrations.upgrade, url)
        async with connected(running.broker.url, "benchmark") as client:
            await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
            yield client, url
    journal.close()


async def publish_made_up(client: Client, events: int) -> None:
    """As the writers do, headers included, but without waiting for each confirmation."""
    history = made_up(events)
    for event in history:
        await client.publish(
            subjects.of(event), catalogue.encode(event), headers=catalogue.headers(event)
        )
    jetstream = client.jetstream()
    while (await jetstream.stream_info(subjects.TRAINING)).state.last_seq < events:
        await client.flush()


async def _round(
    client: Client, url: str, connection: Connection, events: int, partitions: Sequence[int]
) -> Round:
    projected: dict[int, Cost] = {}
    for count in partitions:
        await _empty(connection)
        projecting = _project(client, url, count)
        projected[count] = await _cost(connection, projecting, events)
    text = {table.name: await _text(connection, table) for table in TABLES}
    values = {table.name: await _values(connection, table) for table in TABLES}
    await _empty(connection)
    copied = await _copy_text(connection, text) / events * MICRO
    await _empty(connection)
    from_values = await _copy_values(connection, values) / events * MICRO
    return Round(projected, copied, from_values)


async def _empty(connection: Connection) -> None:
    names = ", ".join(table.name for table in TABLES)
    await connection.execute(f"TRUNCATE {names}".encode())


async def _project(client: Client, url: str, count: int) -> None:
    """For ever: here, or in processes of their own."""
    if count == 1:
        await projector.run(client, url, TrainingProjection())
        return
    assert client.connected_url is not None
    told = {"NATS_URL": client.connected_url.geturl(), "DATABASE_URL": url}
    await partitions_processes.run(Settings(**told, PROJECTOR_PARTITIONS=count))  # pyright: ignore[reportCallIssue, reportArgumentType]


async def _cost(
    connection: Connection, projecting: Coroutine[None, None, None], events: int
) -> Cost:
    """From the first position that the projector tells to the last event."""
    await connection.execute(f"LISTEN {tables.TRAINING_CHANNEL}".encode())
    task = asyncio.create_task(projecting)
    async with aclosing(connection.notifies()) as told:
        first = int((await anext(told)).payload)
        before, started = _processors(), time.perf_counter()
        async for notification in told:
            if int(notification.payload) >= events:
                break
        wall, after = time.perf_counter() - started, _processors()
    await ended([task])
    await connection.execute("UNLISTEN *")
    scale = MICRO / (events - first)
    ours, broker, database = (scale * (after[part] - before[part]) for part in Part)
    return Cost(wall * scale, ours, broker, database)


def _processors() -> dict[Part, float]:
    """Seconds that each part's processes have used."""
    me = psutil.Process()
    used = dict.fromkeys(Part, 0.0)
    for process in (me, *me.children(recursive=True)):
        with suppress(psutil.Error):
            times = process.cpu_times()
            used[_part(process.name())] += times.user + times.system
    return used


def _part(name: str) -> Part:
    if name.startswith("nats"):
        return Part.BROKER
    return Part.DATABASE if name.startswith("postgres") else Part.OURS


async def _text(connection: Connection, table: Table) -> bytes:
    statement = f"COPY {table.name} TO STDOUT".encode()
    async with connection.cursor() as cursor, cursor.copy(statement) as reader:
        return b"".join([bytes(block) async for block in reader])


async def _values(connection: Connection, table: Table) -> list[tuple[Any, ...]]:
    names = ", ".join(column.name for column in table.columns)
    cursor = await connection.execute(f"SELECT {names} FROM {table.name}".encode())
    return await cursor.fetchall()


async def _copy_text(connection: Connection, text: dict[str, bytes]) -> float:
    """Seconds to write all tables in one transaction, from what COPY itself gave."""
    started = time.perf_counter()
    async with connection.transaction():
        for name, whole in text.items():
            statement = f"COPY {name} FROM STDIN".encode()
            async with connection.cursor() as cursor, cursor.copy(statement) as writer:
                for start in range(0, len(whole), BLOCK_BYTES):
                    await writer.write(whole[start : start + BLOCK_BYTES])
    return time.perf_counter() - started


async def _copy_values(connection: Connection, values: dict[str, list[tuple[Any, ...]]]) -> float:
    """Seconds to write all tables in one transaction, from Python values."""
    started = time.perf_counter()
    async with connection.transaction():
        for table in TABLES:
            appendix = Appendix(table)
            for copy in appendix.changes([appendix.row(row) for row in values[table.name]]):
                await append(connection, *copy)
    return time.perf_counter() - started


def table(events: int, rounds: Sequence[Round]) -> str:
    """The medians beside their targets, and every round, as Markdown."""
    counts = list(rounds[0].projected)
    whole = counts[0]
    rate = MICRO / _median(each.projected[whole].wall for each in rounds)
    share = _median(each.copied / each.projected[whole].wall for each in rounds)
    command = f"--events {events} --rounds {len(rounds)} --partitions {' '.join(map(str, counts))}"
    lines = [
        f"# Projector\n\n{describe()}\n",
        f"`python -m benchmarks.projector {command} --write`\n",
        "| median | measured | target | reached |\n|---|---|---|---|",
        f"| projector | {rate:,.0f} events/s | ≥ {TARGET_EVENTS_A_SECOND:,} events/s"
        f" | {_verdict(rate >= TARGET_EVENTS_A_SECOND)} |",
        f"| against bare COPY of ready text | {share:.0%} | ≥ {TARGET_SHARE:.0%}"
        f" | {_verdict(share >= TARGET_SHARE)} |\n",
        "| median, µs an event | passed | our processors | the broker's | the database's |"
        "\n|---|---|---|---|---|",
        *(_costs(count, [each.projected[count] for each in rounds]) for count in counts),
        f"| bare COPY, ready text | {_median(each.copied for each in rounds):.1f} | | | |",
        f"| COPY, Python values | {_median(each.copied_from_values for each in rounds):.1f}"
        " | | | |\n",
        "| round | " + " | ".join(f"{count} partitions" for count in counts) + " | bare COPY |",
        "|---" * (len(counts) + 2) + "|",
        *(_line(number, each) for number, each in enumerate(rounds, start=1)),
    ]
    return "\n".join(lines) + "\n"


def _median(values: Iterable[float]) -> float:
    return statistics.median(values)


def _costs(count: int, costs: Sequence[Cost]) -> str:
    name = "one process" if count == 1 else f"{count} partitions"
    fields = (
        _median(getattr(cost, field) for cost in costs)
        for field in ("wall", "ours", "broker", "database")
    )
    return f"| {name} | " + " | ".join(f"{field:.1f}" for field in fields) + " |"


def _line(number: int, each: Round) -> str:
    ways = (*(cost.wall for cost in each.projected.values()), each.copied)
    return f"| {number} | " + " | ".join(f"{MICRO / way:,.0f} events/s" for way in ways) + " |"


def _verdict(reached: bool) -> str:  # noqa: FBT001 - the only thing it is about
    return "yes" if reached else "no"


if __name__ == "__main__":
    main()
