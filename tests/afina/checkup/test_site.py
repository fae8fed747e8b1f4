import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from socket import socket
from types import SimpleNamespace

import pytest

from afina.backup import manifest
from afina.checkup import site
from afina.checkup.finding import Code, Finding, State
from afina.embedded import port, secrets
from infra import clock
from tests.schemas.examples import run_started
from worker.agent import outbox


def look(folder: Path, listening: int | None = None) -> dict[Code, Finding]:
    blobs = f"file://{folder / 'blobs'}"
    found = site.look(folder, listening or port.free(), None, blobs)
    return {finding.code: finding for finding in found}


def test_a_folder_where_nothing_was_ever_started_is_well(tmp_path: Path):
    found = look(tmp_path / "new")
    assert {Code.DATA_DIR, Code.STACK_STOPPED, Code.PORT_FREE, Code.BLOBS_WRITABLE} <= set(found)
    assert not any(finding.state != "ok" for finding in found.values())
    assert not (tmp_path / "new").exists()


def test_secrets_that_others_can_read_are_a_problem(tmp_path: Path):
    secrets.of(tmp_path)
    assert Code.SECRETS_PRIVATE in look(tmp_path)

    (tmp_path / "secrets.json").chmod(0o644)

    found = look(tmp_path)
    assert Code.SECRETS_PRIVATE not in found
    assert found[Code.SECRETS_OPEN].params == {"path": str(tmp_path / "secrets.json")}


@pytest.mark.parametrize(
    ("gigabytes", "code"), [(50, Code.DISK_FREE), (5, Code.DISK_LOW), (0.5, Code.DISK_FULL)]
)
def test_a_disk_is_judged_by_what_it_can_still_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gigabytes: float, code: Code
):
    usage = SimpleNamespace(free=gigabytes * site.GIGABYTE)
    monkeypatch.setattr(site.shutil, "disk_usage", lambda _: usage)
    assert code in look(tmp_path)


def test_a_port_that_another_program_uses_is_named(tmp_path: Path):
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert look(tmp_path, taken)[Code.PORT_TAKEN].params == {"port": str(taken)}


async def test_what_a_worker_could_not_tell_is_counted(tmp_path: Path):
    """Whether the worker runs or not."""
    (tmp_path / "workers" / "gpu-1").mkdir(parents=True)
    path = tmp_path / "workers" / "gpu-1" / "outbox.sqlite3"
    async with outbox.opened(path):
        assert Code.OUTBOX_TOLD in look(tmp_path)
    assert Code.OUTBOX_TOLD in look(tmp_path)
    async with outbox.opened(path) as box:
        await box.put(run_started())

    found = look(tmp_path)[Code.OUTBOX_WAITING]
    assert found.params == {"worker": "gpu-1", "events": 1, "reports": 0}


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0", b""])
def test_an_outbox_that_cannot_be_read_is_a_finding(tmp_path: Path, content: bytes):
    """Damaged, cut short, or empty: a problem that names the file, and no traceback."""
    path = tmp_path / "workers" / "gpu-1" / "outbox.sqlite3"
    path.parent.mkdir(parents=True)
    path.write_bytes(content)

    found = look(tmp_path)[Code.OUTBOX_UNREADABLE]

    assert (found.state, found.params["path"]) == (State.PROBLEM, str(path))


async def test_an_outbox_that_another_program_holds_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(site, "LOCK_SECONDS", 0.01)
    path = tmp_path / "workers" / "gpu-1" / "outbox.sqlite3"
    path.parent.mkdir(parents=True)
    async with outbox.opened(path):
        pass
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        found = look(tmp_path)[Code.OUTBOX_LOCKED]
    assert found.state is State.WARNING


def test_automatic_backups_are_fresh_late_or_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The newest one counts; where there is none, it is late."""
    assert Code.BACKUPS_OFF in look(tmp_path)
    monkeypatch.setenv("AFINA_BACKUP_DIR", str(tmp_path / "backups"))
    monkeypatch.setenv("AFINA_BACKUP_EVERY_HOURS", "24")
    assert look(tmp_path)[Code.BACKUPS_LATE].params["hours"] == "-"

    for hours, code in ((49, Code.BACKUPS_LATE), (47, Code.BACKUPS_FRESH)):
        taken = clock.now() - timedelta(hours=hours)
        folder = tmp_path / "backups" / f"{taken:%Y%m%dT%H%M%S}.000Z"
        folder.mkdir(parents=True)
        (folder / manifest.NAME).write_text("{}")
        assert look(tmp_path)[code].params["hours"] == hours
