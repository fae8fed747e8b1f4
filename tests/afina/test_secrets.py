"""The programs, told secrets and then broken in every way: none of them is ever written."""

import os
import re
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import STDOUT, Popen

import psutil
import pytest
import stamina
from sqlalchemy.engine import make_url

from afina.embedded import port

SECRET = "S3cret-"


def told(data_dir: Path, **changed: str) -> dict[str, str]:
    """An environment full of secrets, each of which begins in the same way."""
    return os.environ | {
        "NATS_URL": f"nats://afina:{SECRET}nats@127.0.0.1:1",
        "DATABASE_URL": f"postgresql://afina:{SECRET}database@127.0.0.1:1/afina",
        "AFINA_WORKER_TOKEN": f"afn_{SECRET}worker",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": "1",
        "SMTP_PASSWORD": f"{SECRET}smtp",
        "AFINA_NOTIFY_EMAILS": "who@example.org",
        "AFINA_WEBHOOK_SECRET": f"whsec_{SECRET}hook",
        "AFINA_WEBHOOK_URLS": f"http://127.0.0.1:1/{SECRET}path",
        "AFINA_DATA_DIR": str(data_dir),
        "AFINA_PORT": str(port.free()),
        "AFINA_LOG_LEVEL": "DEBUG",
        "PYTHONPATH": os.pathsep.join(sys.path),
        **changed,
    }


@contextmanager
def started(*words: str, environment: dict[str, str]) -> Iterator[tuple[Popen[bytes], Path]]:
    """The program, and the file of all that it writes; ended by a crash, if not by itself."""
    journal = Path(environment["AFINA_DATA_DIR"], f"{words[0]}.log")
    with journal.open("wb") as file:
        command = [sys.executable, "-m", "afina", *words]
        process = Popen(command, env=environment, stdout=file, stderr=STDOUT, cwd=journal.parent)
    try:
        yield process, journal
    finally:
        process.send_signal(signal.SIGABRT)
        process.wait()


def complained(process: Popen[bytes], journal: Path) -> None:
    """Return once the program has ended, or said what it misses."""
    assert SECRET not in " ".join(psutil.Process(process.pid).cmdline())
    for attempt in stamina.retry_context(
        on=AssertionError, attempts=None, timeout=60, wait_max=0.1
    ):
        with attempt:
            assert process.poll() is not None or re.search("warning|error", journal.read_text())


@pytest.mark.parametrize("word", ["api", "consumers", "worker"])
def test_a_mistaken_setting_is_named_and_not_repeated(word: str, tmp_path: Path):
    """It could be a password in the wrong place."""
    mistaken = {"AFINA_MAX_RETRIES": f"{SECRET}number", "SMTP_PORT": f"{SECRET}port"}
    with started(word, environment=told(tmp_path, **mistaken)) as (process, journal):
        complained(process, journal)

    said = journal.read_text()
    assert "AFINA_MAX_RETRIES" in said
    assert SECRET not in said


def test_a_password_that_is_refused_is_not_repeated(
    nats_url: str, database_url: str, tmp_path: Path
):
    """Neither by us nor by the libraries that fail; and a crash leaves no memory on the disk."""
    refused = {"NATS_URL": nats_url, "DATABASE_URL": replaced(database_url, f"{SECRET}database")}
    with started("consumers", environment=told(tmp_path, **refused)) as (process, journal):
        complained(process, journal)
        limit, _ = resource.prlimit(process.pid, resource.RLIMIT_CORE)

    said = journal.read_text()
    assert "password authentication failed" in said
    assert SECRET not in said
    assert limit == 0
    assert not any(tmp_path.glob("core*"))


def replaced(url: str, password: str) -> str:
    """``url`` with another password."""
    return make_url(url).set(password=password).render_as_string(hide_password=False)
