"""Another computer joins, over a network that can be cut; nobody else hears its token."""

import asyncio
import json
import shlex
import ssl
import subprocess
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from afina import certificate, joining, membership, tokens
from afina.certificate import Certificate
from afina.embedded import port
from afina.embedded.broker import Listener
from afina.joining import Invitation, JoinError, Obstacle
from afina.tokens import Grant, TokenKind
from infra import bus, clock, streams, trust
from infra.bus import EventLog
from infra.tokens import new_token
from schemas import subjects
from tests.api.desk import listening
from tests.consumers.projecting import projecting
from tests.faults.link import Link, link
from tests.faults.system import wish
from tests.infra.broker import own_broker, until
from tests.infra.doorkeeping import settings_of

LOOPBACK = "127.0.0.1"
TOKEN = new_token()
GREETING_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Network:
    """An installation as another computer reaches it."""

    api: Link
    broker: Link
    listener: Listener
    """What is behind the broker's link."""
    shown: Certificate
    administrator: str
    log: EventLog

    @property
    def url(self) -> str:
        return f"https://{LOOPBACK}:{self.api.port}"

    async def registered(self) -> Invitation:
        """What an administrator is told to hand over."""
        headers = {"Authorization": f"Bearer {self.administrator}"}
        async with httpx.AsyncClient(
            base_url=self.url, headers=headers, verify=trust.context(self.shown.trusted)
        ) as http:
            answer = await http.post("/api/workers/register", json={"name": "Sala 9"})
        assert "Strict-Transport-Security" not in answer.headers
        return invitation(shlex.split(answer.json()["join_command"]))


def invitation(command: Sequence[str]) -> Invitation:
    """What ``afina worker join`` makes of it."""
    afina, worker, join, url, token, option, fingerprint = command
    assert (afina, worker, join, option) == ("afina", "worker", "join", "--fingerprint")
    return Invitation(url, token, fingerprint=fingerprint)


@asynccontextmanager
async def network(folder: Path, database_url: str) -> AsyncGenerator[Network]:
    """API and broker with TLS alone, and a link before each."""
    shown = certificate.made(folder, [])
    listener = Listener(
        host=LOOPBACK,
        port=port.free(),
        chain=shown.chain,
        key=shown.key,
        greeting_seconds=GREETING_SECONDS,
    )
    async with AsyncExitStack() as stack:
        broker = await stack.enter_async_context(own_broker(folder, listener))
        client = await stack.enter_async_context(bus.connected(broker.url, "tests"))
        await streams.provision(client, pool=subjects.DEFAULT_POOL, ack_wait_seconds=30)
        await stack.enter_async_context(projecting(client, database_url))
        to_broker = await stack.enter_async_context(link(listener.port))
        settings = settings_of(
            broker,
            DATABASE_URL=database_url,
            workers_nats_url="",
            workers_port=to_broker.port,
            data_dir=folder,
            port=0,
            tls_cert=shown.chain,
            tls_key=shown.key,
            tls_authority=shown.authority,
        )
        _, address = await stack.enter_async_context(listening(settings))
        assert address.startswith("https://")
        to_api = await stack.enter_async_context(link(int(address.rpartition(":")[2])))
        async with tokens.opened(database_url) as table:
            administrator = await table.create(
                Grant(TokenKind.USER, tokens.LOCAL_OWNER, "tests"), clock.now()
            )
        yield Network(to_api, to_broker, listener, shown, administrator, EventLog(client))


async def joined(told: Invitation, folder: Path) -> membership.Membership:
    """As the command does it."""
    authority = membership.keep_authority(folder, await joining.introduced(told))
    accepted = await joining.accepted(replace(told, authority=authority))
    await joining.try_broker(accepted)
    return accepted


async def test_a_computer_joins_over_tls_alone_and_goes_on_after_a_cut(
    tmp_path: Path, database_url: str
):
    """By what the registration tells; it takes a job, and what it says after the cut arrives.

    It outlasts whoever began to greet the broker before and never says more.
    """
    async with network(tmp_path, database_url) as site:
        silent, line = await asyncio.open_connection(LOOPBACK, site.listener.port)
        told = await site.registered()
        kept = await joined(told, tmp_path)
        assert kept.nats_url == f"wss://{LOOPBACK}:{site.broker.port}"
        requested = wish(1)
        await site.log.append(requested, expected=0)

        authority = Path(kept.settings()["tls_ca"])
        name = f"worker.{kept.worker_id}"
        async with bus.connected(
            kept.nats_url, name, token=kept.token, authority=authority
        ) as client:
            jobs = await client.jetstream().pull_subscribe_bind(
                consumer=subjects.jobs_consumer(kept.pool), stream=subjects.TRAINING
            )
            [job] = await jobs.fetch(1, timeout=5)
            assert job.subject == subjects.of(requested)

            site.broker.cut()
            await until(lambda: not client.is_connected)
            site.broker.heal()
            await until(lambda: client.is_connected)

            assert await silent.read() == b""
            line.close()
            told_again = f"training.run.{requested.run_id}.worker.{kept.worker_id}.started"
            assert (await client.jetstream().publish(told_again, b"{}")).seq > 1
            await job.ack_sync()


@asynccontextmanager
async def impostor(
    shown: Certificate, host: str = LOOPBACK
) -> AsyncGenerator[tuple[str, list[bytes]]]:
    """Somebody who shows a certificate and an authority, and all that was said to them."""
    heard: list[bytes] = []
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(shown.chain, shown.key)
    body = shown.trusted.read_bytes()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
            heard.append(await reader.read())

    server = await asyncio.start_server(listen, host, 0, ssl=served)
    async with server:
        yield f"https://{host}:{server.sockets[0].getsockname()[1]}", heard


async def test_a_certificate_that_does_not_count_hears_nothing_at_all(tmp_path: Path):
    """Neither of an authority that nobody named, nor of another name."""
    shown = certificate.made(tmp_path, [])
    async with impostor(shown, "127.0.0.9") as (url, heard):
        with pytest.raises(JoinError) as untrusted:
            await joining.accepted(Invitation(url, TOKEN))
        with pytest.raises(JoinError) as misnamed:
            await joining.accepted(Invitation(url, TOKEN, authority=shown.trusted))
    assert untrusted.value.obstacle is Obstacle.UNTRUSTED
    assert misnamed.value.obstacle is Obstacle.MISNAMED
    assert misnamed.value.told["host"] == "127.0.0.9"
    assert heard == []


async def test_whoever_has_another_fingerprint_hears_no_token(tmp_path: Path):
    """The command says why and ends; nothing is kept."""
    async with impostor(certificate.made(tmp_path, [])) as (url, heard):
        said = ["worker", "join", url, TOKEN, "--fingerprint", "ab" * 32, "--language", "en"]
        command = [sys.executable, "-m", "afina", *said, "--data-dir", str(tmp_path / "box")]
        done = await asyncio.to_thread(
            subprocess.run, command, capture_output=True, text=True, check=False
        )
    assert done.returncode == 2, done.stderr
    assert "is not the Afina that you expect" in done.stderr
    assert heard[0].startswith(b"GET /api/workers/ca HTTP/1.1\r\n")
    assert TOKEN.encode() not in b"".join(heard)
    assert b"authorization" not in b"".join(heard).lower()
    assert not list((tmp_path / "box").iterdir())


@pytest.mark.parametrize(
    ("url", "fingerprint", "obstacle"),
    [
        ("afina.example", "ab" * 32, Obstacle.NOT_AN_ADDRESS),
        ("http://127.0.0.1:9", "ab" * 32, Obstacle.PLAIN_TEXT),
        ("https://127.0.0.1:9", "ab", Obstacle.NOT_A_FINGERPRINT),
        ("https://127.0.0.1:9", "ab" * 32, Obstacle.UNREACHABLE),
    ],
)
async def test_what_cannot_be_compared_is_refused(url: str, fingerprint: str, obstacle: Obstacle):
    with pytest.raises(JoinError) as refused:
        await joining.introduced(Invitation(url, TOKEN, fingerprint=fingerprint))
    assert refused.value.obstacle is obstacle


def test_a_membership_is_kept_and_read_again(tmp_path: Path):
    """Its authority too, beside that of an earlier one."""
    kept = membership.Membership(
        api_url="https://a", nats_url="wss://a", token=TOKEN, worker_id="w", name="W", pool="p"
    )
    assert membership.kept(tmp_path) is None
    membership.keep(tmp_path, kept)
    assert membership.kept(tmp_path) == kept
    assert json.loads(membership.path(tmp_path).read_text())["token"] == TOKEN
