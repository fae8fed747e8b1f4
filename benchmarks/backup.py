"""How fast an installation is backed up, checked and put back, and how far that is from `cp`.

    python -m benchmarks.backup [--events 50000] [--megabytes 300] [--write]

Log, tables and files are made up; then follow a backup, a second one into the same folder (files
that are there already are not copied again), a check, and a restoration in place. Beside them
stands what the disk takes to copy the same files and to flush them.
"""

import argparse
import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Awaitable, Callable
from hashlib import sha256
from pathlib import Path

from afina.backing import Backing, running
from afina.backup import capture, check, restoration
from afina.journal import Journal
from afina.visit import visiting_to_restore
from benchmarks.history import made_up
from benchmarks.machine import describe
from consumers import projector
from consumers.projections.training import TrainingProjection
from infra import database
from infra.blobs import BlobStore, upload_key
from infra.bus import EventLog, connected
from infra.tasks import ended
from schemas import subjects, tables
from schemas.events import catalogue
from tests.consumers.projecting import position

RESULTS = Path(__file__).parent / "results" / "backup.md"
FILE_BYTES = 10**7
MEGABYTE = 10**6
POLL_SECONDS = 0.1


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o711)
        text = asyncio.run(measured(Path(folder), chosen.events, chosen.megabytes))
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


async def measured(folder: Path, events: int, megabytes: int) -> str:
    """The whole table, in Markdown."""
    journal = Journal(folder / "data" / "servers.log", terminal=None)
    place, lines = folder / "backups", list[str]()

    async def row(name: str, work: Callable[[], Awaitable[object]]) -> None:
        started = time.perf_counter()
        await work()
        seconds = time.perf_counter() - started
        lines.append(f"| {name} | {seconds:.1f} | {events / seconds:,.0f} |")

    async with running(folder / "data", journal) as base:
        await _fill(base, events, megabytes, folder / "scratch")
        await row("backup", lambda: capture.take(base, place, quietly))
        await row("second backup, no new files", lambda: capture.take(base, place, quietly))
        taken = await capture.take(base, place, quietly)
        held = await asyncio.to_thread(check.whole, taken.folder, quietly)
        await row("check", lambda: asyncio.to_thread(check.whole, taken.folder, quietly))
        await row("copying the same files with `cp`", lambda: _copied(place, folder / "copy"))
    async with visiting_to_restore(folder / "other") as other:
        await row(
            "restoration into an empty place",
            lambda: restoration.put_back(other, taken.folder, held, quietly),
        )
    journal.close()
    size = held.size_bytes / MEGABYTE
    head = f"{describe()}\n\n{events:,} events, {size:,.0f} MB in the backup\n"
    return "\n".join([head, "| what | seconds | events/s |", "|---|---|---|", *lines, ""])


def quietly(*_: object) -> None:
    """Nobody watches the bars."""


async def _fill(base: Backing, events: int, megabytes: int, scratch: Path) -> None:
    """A log that is projected, and files of random bytes."""
    async with connected(base.nats_url, "benchmark") as client:
        for event in made_up(events):
            await client.publish(
                subjects.of(event), catalogue.encode(event), headers=catalogue.headers(event)
            )
        log = EventLog(client)
        while await log.last_sequence() < events:
            await client.flush()
        task = asyncio.create_task(projector.run(client, base.database_url, TrainingProjection()))
        await _projected(base.database_url, events)
        await ended([task])
    store = BlobStore(base.blob_url)
    for _ in range(megabytes * MEGABYTE // FILE_BYTES):
        data = os.urandom(FILE_BYTES)
        await asyncio.to_thread(scratch.write_bytes, data)
        await store.put(upload_key(sha256(data).hexdigest()), scratch)


async def _projected(url: str, events: int) -> None:
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        while await position(connection) < events:  # noqa: ASYNC110 (another process sets no event)
            await asyncio.sleep(POLL_SECONDS)


async def _copied(place: Path, copy: Path) -> None:
    await asyncio.to_thread(shutil.copytree, place / "blobs", copy)
    await asyncio.to_thread(os.sync)


if __name__ == "__main__":
    main()
