"""Where an installation lives: folder, disk, secrets, ports, and what its workers owe."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPSHandler, ProxyHandler, build_opener

from afina import backing, stack
from afina.backup import shelf
from afina.checkup.finding import Code, Finding, found
from afina.options import LOOPBACK
from afina.stack import Running
from consumers.backups import LATE
from infra import clock, trust

GIGABYTE = 10**9
LITTLE_BYTES, TOO_LITTLE_BYTES = 10 * GIGABYTE, GIGABYTE
"""Of free disk: a few models fill the first; below the second nothing is safe."""
ANSWER_SECONDS = 3.0
PRIVATE = ("secrets.json", "stack.json", "nats/server.conf")


def look(folder: Path, port: int, running: Running | None, blob_url: str) -> Iterator[Finding]:
    """Everything that needs no server."""
    yield _folder(folder)
    yield _disk(folder)
    yield from _secrets(folder)
    yield from _blobs(blob_url)
    yield from _outboxes(folder)
    yield _backups()
    if running is None:
        yield found(Code.STACK_STOPPED)
        free = stack.port_free(LOOPBACK, port)
        yield found(Code.PORT_FREE if free else Code.PORT_TAKEN, port=str(port))
        return
    yield found(Code.STACK_RUNNING, pid=str(running.pid), address=running.address)
    yield _api(running)
    for name, measured in running.metrics.items():
        if measured:
            yield _metrics(name, f"http://{LOOPBACK}:{measured}")


def _folder(folder: Path) -> Finding:
    place = _existing(folder)
    writable = os.access(place, os.W_OK | os.X_OK)
    return found(Code.DATA_DIR if writable else Code.DATA_DIR_UNWRITABLE, path=str(folder))


def _existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free
    code = Code.DISK_FREE
    if free < LITTLE_BYTES:
        code = Code.DISK_FULL if free < TOO_LITTLE_BYTES else Code.DISK_LOW
    return found(code, gigabytes=round(free / GIGABYTE, 1))


def _secrets(folder: Path) -> Iterator[Finding]:
    files = [folder / name for name in PRIVATE if (folder / name).exists()]
    opened = [file for file in files if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)]
    for file in opened:
        yield found(Code.SECRETS_OPEN, path=str(file))
    if files and not opened:
        yield found(Code.SECRETS_PRIVATE, files=len(files))


def _blobs(url: str) -> Iterator[Finding]:
    """Of a folder alone: asking a bucket would cost money."""
    if urlsplit(url).scheme == "file":
        folder = Path(unquote(urlsplit(url).path))
        writable = os.access(_existing(folder), os.W_OK | os.X_OK)
        yield found(Code.BLOBS_WRITABLE if writable else Code.BLOBS_UNWRITABLE, path=str(folder))


def _backups() -> Finding:
    """Automatic ones, as the environment asks for them."""
    place, hours = backing.given("BACKUP_DIR"), float(backing.given("BACKUP_EVERY_HOURS") or 0)
    if not (place and hours):
        return found(Code.BACKUPS_OFF)
    newest = max(shelf.whole(Path(place).expanduser()), default=None)
    age = None if newest is None else (clock.now() - newest).total_seconds() / 3600
    late = age is None or age > LATE * hours
    code = Code.BACKUPS_LATE if late else Code.BACKUPS_FRESH
    return found(code, path=place, hours="-" if age is None else round(age, 1))


def _outboxes(folder: Path) -> Iterator[Finding]:
    """Of each worker, whether it runs or not."""
    for path in sorted(folder.glob("workers/*/outbox.sqlite3")):
        worker = path.parent.name
        try:
            events, reports = _waiting(path)
        except sqlite3.DatabaseError as error:
            locked = error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
            code = Code.OUTBOX_LOCKED if locked else Code.OUTBOX_UNREADABLE
            yield found(code, worker=worker, path=str(path), error=str(error))
            continue
        code = Code.OUTBOX_WAITING if events or reports > MANY_REPORTS else Code.OUTBOX_TOLD
        yield found(code, worker=worker, events=events, reports=reports)


LOCK_SECONDS = 1.0
MANY_REPORTS = 100
"""Of telemetry: a minute or two of a broker that is away."""


def _waiting(path: Path) -> tuple[int, int]:
    """Events and reports that the worker has yet to tell; read without disturbing it."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=LOCK_SECONDS)) as outbox:
        [[events, reports]] = outbox.execute(
            "SELECT (SELECT count(*) FROM events),"
            " (SELECT count(*) FROM progress) + (SELECT count(*) FROM logs)"
        )
    return events, reports


def _api(running: Running) -> Finding:
    ready = _answers(f"{running.address}/health/ready", running.authority)
    return found(Code.API_READY if ready else Code.API_UNREADY, address=running.address)


def _metrics(process: str, address: str) -> Finding:
    code = Code.METRICS_SERVED if _answers(f"{address}/health/live") else Code.METRICS_SILENT
    return found(code, process=process, address=f"{address}/metrics")


def _answers(url: str, authority: Path | None = None) -> bool:
    trusting = [HTTPSHandler(context=trust.context(authority))] if authority else []
    try:
        with build_opener(ProxyHandler({}), *trusting).open(url, timeout=ANSWER_SECONDS):
            return True
    except (URLError, HTTPException, OSError):
        return False
