import asyncio
import json
import os
import signal
import stat
import subprocess
import sys
from dataclasses import replace

import nats
import psutil
import psycopg
import pytest
from nats.js.errors import NotFoundError

from afina.embedded import broker, secrets, servers
from afina.journal import Journal
from afina.program import ProgramError
from afina.supervisor import supervising
from infra import streams
from infra.bus import connected
from schemas import subjects

SUBJECT = "training.worker.w1.registered"


async def publish(url: str) -> int:
    async with connected(url, "test") as client:
        await streams.provision(client, pool="default", ack_wait_seconds=30)
        return (await client.jetstream().publish(SUBJECT, b"kept")).seq


async def stored(url: str) -> bytes:
    async with connected(url, "test") as client:
        found = await client.jetstream().get_last_msg(subjects.TRAINING, SUBJECT)
        return found.data


def write_row(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
        connection.execute("INSERT INTO kept VALUES ('kept')")


def rows(url: str) -> list[tuple[str]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT word FROM kept").fetchall()


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / "log" / "afina.log", terminal=None)
    yield journal
    journal.close()


async def test_what_was_confirmed_survives_kill_nine_of_everything(tmp_path, journal):
    """The parent and both servers die at once; the next start finds all of it, without waiting."""
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.afina.children", str(tmp_path)), stdout=subprocess.PIPE
    )
    nats_url, admin_url = [(await parent.stdout.readline()).decode().strip() for _ in range(2)]
    sequence = await publish(nats_url)
    write_row(admin_url)
    family = psutil.Process(parent.pid).children(recursive=True)
    assert {"nats-server", "postgres"} <= {process.name() for process in family}
    parent.kill()
    await parent.wait()

    async with servers.running(tmp_path, journal) as running:
        assert await stored(running.broker.url) == b"kept"
        assert rows(running.database.admin_url) == [("kept",)]
    assert sequence == 1
    _, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []


async def test_a_killed_server_comes_back_where_it_was(tmp_path, journal):
    """Its clients reconnect to the same port, and find what was confirmed."""
    async with supervising(journal) as supervisor:
        running = await servers.start(tmp_path, supervisor)
        await publish(running.broker.url)
        back = asyncio.Event()

        async def reconnected() -> None:
            back.set()

        client = await nats.connect(
            running.broker.url,
            reconnected_cb=reconnected,
            reconnect_time_wait=0.05,
            max_reconnect_attempts=-1,
            error_cb=_ignore,
        )
        [broker_child] = [one for one in supervisor.children if one.program.name == "nats"]
        os.kill(broker_child.process.pid, signal.SIGKILL)
        await asyncio.wait_for(back.wait(), 20)
        await client.close()
        assert await stored(running.broker.url) == b"kept"


async def test_credentials_are_made_once_and_are_private(tmp_path):
    made = secrets.of(tmp_path)
    assert secrets.of(tmp_path) == made
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    passwords = (made.broker_password, made.system_password, made.callout_password)
    assert len(set(passwords)) == 3
    assert all(len(password) >= 32 for password in passwords)


async def test_credentials_of_an_earlier_version_stay_and_new_ones_join_them(tmp_path):
    """Data directories are older than the programs that start on them."""
    earlier = {"broker_password": "b", "worker_password": "w", "database_password": "d"}
    (tmp_path / "secrets.json").write_text(json.dumps(earlier))

    made = secrets.of(tmp_path)

    assert (made.broker_password, made.database_password) == ("b", "d")
    assert made.issuer_seed.startswith("SA")
    assert secrets.of(tmp_path) == made


def test_the_log_of_an_earlier_version_becomes_the_applications(tmp_path):
    """It lay in the account without a name; what is there already is never overwritten."""
    earlier = tmp_path / "jetstream" / "$G" / "streams"
    earlier.mkdir(parents=True)
    broker.adopt(tmp_path)
    assert (tmp_path / "jetstream" / "AFINA" / "streams").is_dir()

    earlier.mkdir(parents=True)
    broker.adopt(tmp_path)
    assert earlier.is_dir()


async def test_a_stranger_is_not_let_in(servers):
    """Loopback is shared with every program of the computer."""
    broker, database = servers.servers.broker, servers.servers.database
    assert await broker.answers()
    assert await database.answers()
    wrong = replace(broker.secrets, broker_password="guess", superuser_password="guess")
    assert not await replace(broker, secrets=wrong).answers()
    assert not await replace(database, secrets=wrong).answers()


async def _ignore(error: Exception) -> None:
    assert error


async def test_an_old_server_is_refused(tmp_path, monkeypatch):
    """Before 2.15 an acknowledged message could be lost."""
    old = tmp_path / "nats-server"
    old.write_text("#!/bin/sh\necho 'nats-server: v2.14.9'\n")
    old.chmod(0o755)
    monkeypatch.setenv("NATS_SERVER_BIN", str(old))
    with pytest.raises(ProgramError, match=r"v2\.14\.9.*2\.15\.0 or newer"):
        await broker.prepare(tmp_path, secrets.of(tmp_path))


def test_a_server_that_was_asked_for_must_be_there(monkeypatch):
    monkeypatch.setenv("NATS_SERVER_BIN", "/nonexistent/nats-server")
    with pytest.raises(ProgramError, match="no nats-server at /nonexistent"):
        broker.find()


async def test_what_the_embedded_broker_may_store_is_known(tmp_path):
    """Of a broker elsewhere, whatever an older configuration says, nothing is."""
    assert broker.granted_bytes(tmp_path, "nats://afina:x@127.0.0.1:4222") == 0
    prepared = await broker.prepare(tmp_path, secrets.of(tmp_path))

    assert broker.granted_bytes(tmp_path, prepared.url) >= broker.GIBIBYTE
    assert broker.granted_bytes(tmp_path, "nats://afina:x@elsewhere:4222") == 0


async def test_the_streams_are_there(client):
    assert (await client.jetstream().stream_info(subjects.TRAINING)).state.messages == 0
    with pytest.raises(NotFoundError):
        await client.jetstream().stream_info("UNKNOWN")


def test_each_test_has_a_migrated_database_of_its_own(database_url):
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT count(*) FROM read_v1.runs").fetchone() == (0,)
        [superuser] = connection.execute("SHOW is_superuser").fetchone()
    assert superuser == "off"
