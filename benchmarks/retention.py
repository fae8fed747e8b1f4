"""How fast old log lines go, and how long whoever works beside it has to wait meanwhile.

    python -m benchmarks.retention [--rows 1000000] [--write]

A table of log lines of which nine in ten are too old; all the while somebody writes new lines and
reads a run's. Beside it stands one DELETE of the same rows.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from afina.backing import running
from afina.journal import Journal
from benchmarks.machine import describe
from consumers.retention import tables as rules
from consumers.retention.rule import Moment
from infra import database
from infra.bus import EventLog, connected
from infra.tasks import ended
from schemas import subjects, tables
from schemas.retention import Retention

RESULTS = Path(__file__).parent / "results" / "retention.md"
FILL = """
INSERT INTO logs
SELECT n, 0, md5((n % 100)::text)::uuid, 'gpu-1', 1,
       now() - CASE WHEN n % 10 = 0 THEN interval '1 day' ELSE interval '100 days' END,
       'info', repeat('epoch 3: train loss 0.41, validation loss 0.44 ', 3)
FROM generate_series(1, :rows) AS n
"""
OLD = "DELETE FROM logs WHERE at < now() - interval '90 days'"
WRITE = """
INSERT INTO logs SELECT max(sequence) + 1, 0, md5('1')::uuid, 'gpu-1', 1, now(), 'info', 'new'
FROM logs
"""
READ = "SELECT text FROM logs WHERE run_id = md5('1')::uuid ORDER BY sequence DESC LIMIT 100"


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        made = asyncio.run(measured(Path(folder) / "data", chosen.rows))
    print(made)
    if chosen.write:
        RESULTS.write_text(made)


async def measured(folder: Path, rows: int) -> str:
    """The whole table, in Markdown."""
    journal, lines = Journal(folder / "servers.log", terminal=None), list[str]()
    async with (
        running(folder, journal) as base,
        connected(base.nats_url, "benchmark") as client,
    ):
        engine = database.engine(base.database_url, tables.READ_SCHEMA)
        event_log = EventLog(client)
        # The broker knows none of these lines: so far ahead is its stream.
        await client.jetstream().purge_stream(subjects.TELEMETRY, seq=10 * rows)
        moment = Moment(Retention(), datetime.now(UTC))
        rule = rules.log_lines(engine, event_log)

        async def retention() -> object:
            return await rule.remove(moment)

        async def at_once() -> object:
            async with engine.begin() as tx:
                return await tx.execute(text(OLD))

        for name, work in (("retention", retention), ("one DELETE", at_once)):
            await _filled(engine, rows)
            lines.append(await _row(name, engine, rows, work))
        await engine.dispose()
    journal.close()
    head = f"{describe()}\n\n{rows:,} log lines, of which nine in ten are too old\n"
    columns = "| what | seconds | rows/s | others' longest wait, ms |"
    return "\n".join([head, columns, "|---|---|---|---|", *lines, ""])


async def _filled(engine: AsyncEngine, rows: int) -> None:
    async with engine.begin() as tx:
        await tx.execute(text("TRUNCATE logs"))
        await tx.execute(text(FILL), {"rows": rows})


async def _row(
    name: str, engine: AsyncEngine, rows: int, work: Callable[[], Awaitable[object]]
) -> str:
    async with _others(engine) as waits:
        started = time.perf_counter()
        await work()
        seconds = time.perf_counter() - started
    longest = max(waits) * 1000
    return f"| {name} | {seconds:.1f} | {rows * 0.9 / seconds:,.0f} | {longest:,.0f} |"


@asynccontextmanager
async def _others(engine: AsyncEngine) -> AsyncGenerator[list[float]]:
    """Somebody who writes a line and reads a hundred, again and again; how long each took."""
    waits: list[float] = []

    async def go() -> None:
        while True:
            started = time.perf_counter()
            async with engine.begin() as tx:
                await tx.execute(text(WRITE))
                await tx.execute(text(READ))
            waits.append(time.perf_counter() - started)
            await asyncio.sleep(0.02)

    task = asyncio.create_task(go())
    try:
        yield waits
    finally:
        await ended([task])


if __name__ == "__main__":
    main()
