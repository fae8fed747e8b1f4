import json
import os
import socket
import stat
import subprocess
import sys
from dataclasses import replace

import pytest

from afina import data_dir, gate, rooms, stack
from afina.backing import Backing
from afina.certificate import Certificate
from afina.embedded.secrets import write_private
from afina.rooms import Site
from afina.stack import AlreadyRunningError, Running

BACKING = Backing(
    nats_url="nats://afina:control@h:1",
    worker_nats_url="nats://h:1",
    database_url="postgresql://afina:rows@h:2/afina",
    blob_url="file:///blobs",
)
RUNNING = Running(pid=os.getpid(), address="http://127.0.0.1:8080", token="afn_x", backing=BACKING)


@pytest.fixture
def folder(tmp_path):
    return data_dir.make(tmp_path / "data")


@pytest.fixture
def site(folder):
    return Site(data_dir=folder, host="127.0.0.1", port=8080)


def serve(folder) -> None:
    """What a stack tells of itself, once it serves."""
    write_private(
        stack.facts_path(folder),
        json.dumps(
            {"pid": RUNNING.pid, "address": RUNNING.address, "token": RUNNING.token}
            | {"backing": {name: getattr(BACKING, name) for name in BACKING.__slots__}}
        ),
    )


def test_only_one_holds_a_data_directory(folder):
    with stack.holding(folder):
        with pytest.raises(AlreadyRunningError) as refusal, stack.holding(folder):
            pass
        assert refusal.value.pid == os.getpid()
        assert refusal.value.address is None
    with stack.holding(folder):
        pass


def test_a_running_stack_is_found_by_others(folder):
    with stack.holding(folder):
        assert stack.find(folder) is None
        serve(folder)
        assert stack.find(folder) == RUNNING
        with pytest.raises(AlreadyRunningError) as refusal, stack.holding(folder):
            pass
    assert refusal.value.address == RUNNING.address


def test_what_a_killed_stack_left_behind_misleads_nobody(folder):
    """Its facts remain, but nobody holds the lock; the next start removes them."""
    serve(folder)
    assert stack.find(folder) is None
    assert stack.holder(folder) is None
    with stack.holding(folder):
        assert not stack.facts_path(folder).exists()


def test_the_facts_are_private(folder):
    """They hold credentials."""
    serve(folder)
    assert stat.S_IMODE(stack.facts_path(folder).stat().st_mode) == 0o600


def test_the_token_travels_in_the_fragment(folder):
    """A fragment is never sent to a server, so it is in no access log."""
    assert RUNNING.sign_in == "http://127.0.0.1:8080/#token=afn_x"


def test_a_second_start_says_where_the_first_is(folder):
    command = [sys.executable, "-m", "afina", "up", "--data-dir", str(folder), "--language", "en"]
    with stack.holding(folder):
        serve(folder)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert (
        f"already running on this folder: {RUNNING.address} (process {os.getpid()})" in done.stderr
    )


def test_a_port_in_use_is_named(folder):
    """Nothing is started for nothing."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        words = ["up", "--data-dir", str(folder), "--port", str(port), "--no-browser"]
        done = subprocess.run(
            [sys.executable, "-m", "afina", *words], capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    assert f"Outro programa já usa 127.0.0.1:{port}" in done.stderr
    assert not (folder / "postgres").exists()


def test_a_worker_is_told_no_more_than_it_needs(site, monkeypatch):
    """Neither database nor blobs, nor the control plane's broker; whatever the starter was told."""
    for name in ("DATABASE_URL", "AFINA_DATABASE_URL", "BLOB_URL", "NATS_URL"):
        monkeypatch.setenv(name, "secret")
    program = rooms.worker(site, BACKING, "local-1", "afn_token")
    told = json.dumps(dict(program.environment))
    for secret in (BACKING.database_url, BACKING.blob_url, BACKING.nats_url, "secret"):
        assert secret not in told
    assert program.environment["NATS_URL"] == BACKING.worker_nats_url
    assert program.environment["AFINA_WORKER_TOKEN"] == "afn_token"


def test_only_the_api_is_told_where_its_key_is(site, monkeypatch):
    """A worker is told whom to trust; of the starter's own certificate nobody hears."""
    monkeypatch.setenv("AFINA_TLS_KEY", "/starter.key")
    folder = site.data_dir
    shown = Certificate(
        chain=folder / "c", key=folder / "k", trusted=folder / "a", authority=folder / "a"
    )
    secure = replace(site, certificate=shown, names=("afina.example",))
    base = replace(BACKING, workers_port=8443)
    with gate.closed() as closed:
        api = rooms.api(secure, base, closed).environment
        consumers = rooms.consumers(secure, base, closed).environment
    worker = rooms.worker(secure, base, "local-1", "afn_token").environment
    key = {str(folder / "k"), "/starter.key"}
    assert (api["AFINA_TLS_CERT"], api["AFINA_TLS_KEY"]) == (str(folder / "c"), str(folder / "k"))
    assert (api["AFINA_TLS_AUTHORITY"], api["AFINA_WORKERS_PORT"]) == (str(folder / "a"), "8443")
    assert "AFINA_WORKERS_NATS_URL" not in api
    assert api["AFINA_ALLOWED_HOSTS"] == "afina.example"
    assert worker["AFINA_TLS_CA"] == str(folder / "a")
    assert worker["AFINA_API_URL"] == "https://127.0.0.1:8080"
    assert not key & {*consumers.values(), *worker.values()}


@pytest.mark.parametrize(
    ("host", "names", "outside"),
    [
        ("127.0.0.1", (), "https://127.0.0.1:8080"),
        ("192.0.2.7", (), "https://192.0.2.7:8080"),
        ("0.0.0.0", ("afina.example", "b"), "https://afina.example:8080"),
        ("0.0.0.0", ("fd00::7",), "https://[fd00::7]:8080"),
    ],
)
def test_other_computers_are_told_an_address_that_they_can_reach(site, host, names, outside):
    shown = Certificate(chain=site.data_dir, key=site.data_dir, trusted=site.data_dir)
    assert replace(site, host=host, names=names, certificate=shown).outside == outside
    found = replace(RUNNING, address="https://127.0.0.1:8080", outside=outside, fingerprint="ab")
    assert found.join_command("afn_t") == f"afina worker join {outside} afn_t --fingerprint ab"


def test_the_consumers_alone_hear_how_people_are_reached(site, monkeypatch):
    """The mail server's password, and webhooks whose addresses may be secrets themselves."""
    secrets = {"SMTP_PASSWORD", "AFINA_WEBHOOK_URLS", "AFINA_WEBHOOK_SECRET"}
    for name in secrets:
        monkeypatch.setenv(name, "secret")
    with gate.closed() as closed:
        programs = {
            "api": rooms.api(site, BACKING, closed),
            "consumers": rooms.consumers(site, BACKING, closed),
            "worker": rooms.worker(site, BACKING, "local-1", "afn_token"),
        }
    told = {name: secrets & program.environment.keys() for name, program in programs.items()}
    assert told == {"api": set(), "consumers": secrets, "worker": set()}


def test_no_command_line_holds_a_secret(site):
    """Everybody on a computer can read command lines."""
    with gate.closed() as closed:
        programs = [
            rooms.api(site, BACKING, closed),
            rooms.consumers(site, BACKING, closed),
            rooms.worker(site, BACKING, "local-1", "afn_token"),
        ]
    for program in programs:
        line = " ".join(program.command)
        assert str(site.data_dir) in line
        for secret in ("control", "work@", "rows", "afn_token"):
            assert secret not in line


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8080"),
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::", "http://[::1]:8080"),
        ("afina.example", "http://afina.example:8080"),
    ],
)
def test_the_address_opens_in_a_browser(folder, host, address):
    assert Site(data_dir=folder, host=host, port=8080).address == address
