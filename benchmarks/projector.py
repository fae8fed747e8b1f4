"""How fast the projector reads the log into tables, and how far that is from PostgreSQL alone.

    python -m benchmarks.projector [--events 20000] [--rounds 3] [--write]

Each round measures, one after the other on empty tables of the same database:

- the projector from position 0 to the end: pull from JetStream, decode, fold, write, notify;
- the final rows of all tables by bare COPY, from ready text: the database's own limit;
- the same rows by COPY from Python values: what no Python program that has rows can beat.
"""

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nats.aio.client import Client
from sqlalchemy import Table

import migrations
from afina.embedded import servers
from afina.journal import Journal
from benchmarks.history import made_up
from benchmarks.machine import describe
from consumers import projector
from consumers.projections.rows import Appendix, Connection, append
from consumers.projections.training import TrainingProjection
from infra import database, streams
from infra.bus import connected
from infra.tasks import ended
from schemas import subjects, tables
from schemas.events import catalogue

RESULTS = Path(__file__).parent / "results" / "projector.md"
TARGET_EVENTS_A_SECOND = 5_000
TARGET_SHARE = 0.7
BLOCK_BYTES = 1 << 18
TABLES = tables.read_model.sorted_tables


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for the same rows, three ways."""

    projected: float
    copied: float
    copied_from_values: float


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        text = table(chosen.events, asyncio.run(measure(folder, chosen.events, chosen.rounds)))
    print(text)
    if chosen.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text)


async def measure(folder: str, events: int, rounds: int) -> list[Round]:
    """All rounds, on one log of ``events`` events."""
    async with _backing(Path(folder, "data")) as (client, url):
        await _publish(client, events)
        gc.collect()
        gc.freeze()  # as the consumers' process does
        async with database.connection(url, tables.READ_SCHEMA) as connection:
            return [await _round(client, url, connection, events) for _ in range(rounds)]


@asynccontextmanager
async def _backing(data_dir: Path) -> AsyncGenerator[tuple[Client, str]]:
    """An embedded broker with empty streams, and the address of a migrated database."""
    journal = Journal(data_dir / "servers.log", terminal=None)
    async with servers.running(data_dir, journal) as running:
        url = running.database.url
        await asyncio.to_thread(migrations.upgrade, url)
        async with connected(running.broker.url, "benchmark") as client:
            await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
            yield client, url
    journal.close()


async def _publish(client: Client, events: int) -> None:
    """As the writers do, headers included, but without waiting for each confirmation."""
    history = made_up(events)
    for event in history:
        await client.publish(
            subjects.of(event), catalogue.encode(event), headers=catalogue.headers(event)
        )
    jetstream = client.jetstream()
    while (await jetstream.stream_info(subjects.TRAINING)).state.last_seq < events:
        await client.flush()


async def _round(client: Client, url: str, connection: Connection, events: int) -> Round:
    await _empty(connection)
    projected = await _project(client, url, connection, events)
    text = {table.name: await _text(connection, table) for table in TABLES}
    values = {table.name: await _values(connection, table) for table in TABLES}
    await _empty(connection)
    copied = await _copy_text(connection, text)
    await _empty(connection)
    return Round(projected, copied, await _copy_values(connection, values))


async def _empty(connection: Connection) -> None:
    names = ", ".join(table.name for table in TABLES)
    await connection.execute(f"TRUNCATE {names}".encode())


async def _project(client: Client, url: str, connection: Connection, events: int) -> float:
    """Seconds until the projector announces the last event."""
    await connection.execute(f"LISTEN {tables.TRAINING_CHANNEL}".encode())
    started = time.perf_counter()
    projecting = asyncio.create_task(projector.run(client, url, TrainingProjection()))
    async for notification in connection.notifies():
        if int(notification.payload) >= events:
            break
    seconds = time.perf_counter() - started
    await ended([projecting])
    await connection.execute("UNLISTEN *")
    return seconds


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
    rate = events / statistics.median(each.projected for each in rounds)
    share = statistics.median(each.copied / each.projected for each in rounds)
    of_values = statistics.median(each.copied_from_values / each.projected for each in rounds)
    lines = [
        f"# Projector\n\n{describe()}\n",
        f"`python -m benchmarks.projector --events {events} --rounds {len(rounds)} --write`\n",
        "| median | measured | target | reached |\n|---|---|---|---|",
        f"| projector | {rate:,.0f} events/s | ≥ {TARGET_EVENTS_A_SECOND:,} events/s"
        f" | {_verdict(rate >= TARGET_EVENTS_A_SECOND)} |",
        f"| against bare COPY of ready text | {share:.0%} | ≥ {TARGET_SHARE:.0%}"
        f" | {_verdict(share >= TARGET_SHARE)} |",
        f"| against COPY from Python values | {of_values:.0%} | | |\n",
        "| round | projector | bare COPY, ready text | COPY, Python values |\n|---|---|---|---|",
        *(_line(number, each, events) for number, each in enumerate(rounds, start=1)),
    ]
    return "\n".join(lines) + "\n"


def _line(number: int, each: Round, events: int) -> str:
    ways = (each.projected, each.copied, each.copied_from_values)
    return f"| {number} | " + " | ".join(f"{events / way:,.0f} events/s" for way in ways) + " |"


def _verdict(reached: bool) -> str:  # noqa: FBT001 - the only thing it is about
    return "yes" if reached else "no"


if __name__ == "__main__":
    main()
