"""The whole of Afina on one computer: servers, API, consumers and workers, under one supervisor."""

import asyncio
import json
import os
import socket
import time
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from afina import backing, gate, rooms
from afina.backing import Backing, Plan
from afina.embedded import port
from afina.embedded.secrets import write_private
from afina.journal import Journal
from afina.program import locked
from afina.rooms import Site
from afina.supervisor import Supervisor, supervising
from infra import trust

HEALTH_SECONDS = 2.0
POLL_SECONDS = 0.02
LOCK_SECONDS = 0.2
"""A command that only looks who holds the lock holds it for a moment itself."""
FIRST_METRICS_PORT = 9464
"""Where others expect an application's figures too."""
PORT_SECONDS = 2.0
"""Processes of a killed stack may take a moment to vanish."""


class AlreadyRunningError(Exception):
    """Another process holds the data directory."""

    def __init__(self, pid: int | None, address: str | None) -> None:
        super().__init__(f"already running: pid {pid}, address {address}")
        self.pid = pid
        self.address = address
        """None while it is still starting."""


class PortTakenError(Exception):
    """Another program listens where the API should."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A stack that serves, as ``stack.json`` tells other commands."""

    pid: int
    address: str
    token: str
    """Opens the page and the API for the local owner."""
    backing: Backing
    metrics: dict[str, int] = field(default_factory=dict[str, int])
    """The port of each process's figures, by the process's name."""
    outside: str = ""
    """The API's address for other computers; as ``address`` where they cannot reach it anyhow."""
    trusted: str | None = None
    """The file with what vouches for the API, where it speaks TLS."""
    fingerprint: str | None = None
    """Of the authority that Afina made."""
    certificates: list[str] = field(default_factory=list[str])
    """The files of those that it shows, and of their authority."""

    @property
    def authority(self) -> Path | None:
        """The file with what vouches for the API."""
        return None if self.trusted is None else Path(self.trusted)

    def join_command(self, token: str) -> str:
        """What makes another computer a worker."""
        vouched = f" --fingerprint {self.fingerprint}" if self.fingerprint else ""
        return f"afina worker join {self.outside or self.address} {token}{vouched}"

    @property
    def sign_in(self) -> str:
        """The page's address with the token in its fragment, which never reaches a server's log."""
        return f"{self.address}/#token={self.token}"


def facts_path(data_dir: Path) -> Path:
    """Where a running stack tells other commands about itself."""
    return data_dir / "stack.json"


def lock_path(data_dir: Path) -> Path:
    """Locked as long as a stack, or a command that needs its servers alone, runs."""
    return data_dir / "afina.lock"


def find(data_dir: Path) -> Running | None:
    """The stack that runs on ``data_dir`` and serves; None if there is none."""
    if holder(data_dir) is None:
        return None
    try:
        facts = json.loads(facts_path(data_dir).read_text())
    except FileNotFoundError:
        return None
    return Running(**facts | {"backing": Backing(**facts["backing"])})


def holder(data_dir: Path) -> int | None:
    """The process that holds ``data_dir``, serving or still starting."""
    try:
        descriptor = os.open(lock_path(data_dir), os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return None if locked(descriptor) else int(os.read(descriptor, 20) or b"0")
    finally:
        os.close(descriptor)


@contextmanager
def holding(data_dir: Path) -> Generator[None]:
    """Hold ``data_dir`` alone; the kernel frees it with this process, however it ends.

    Raises:
        AlreadyRunningError: somebody else holds it.
    """
    descriptor = os.open(lock_path(data_dir), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _locked_soon(descriptor):
            running = find(data_dir)
            raise AlreadyRunningError(holder(data_dir), running.address if running else None)
        os.ftruncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        facts_path(data_dir).unlink(missing_ok=True)
        yield
    finally:
        os.close(descriptor)


def _locked_soon(descriptor: int) -> bool:
    """Whether the lock is ours, given the moment that a look at its holder takes."""
    deadline = time.monotonic() + LOCK_SECONDS
    while not (ours := locked(descriptor)) and time.monotonic() < deadline:
        time.sleep(POLL_SECONDS)
    return ours


@asynccontextmanager
async def running(site: Site, workers: int, journal: Journal) -> AsyncGenerator[Running]:
    """The stack, serving, until the block ends. The caller holds the data directory.

    Raises:
        PortTakenError: the port is not free.
        ProgramError: a process does not come to serve.
    """
    await _ports_freed(site)
    planned = backing.plan(site.data_dir, site.listener)
    try:
        async with (
            supervising(journal) as supervisor,
            _started(site, planned, workers, supervisor) as started,
        ):
            write_private(facts_path(site.data_dir), json.dumps(asdict(started), indent=2))
            yield started
    finally:
        facts_path(site.data_dir).unlink(missing_ok=True)


def port_free(host: str, port: int) -> bool:
    """Whether a program can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


async def _ports_freed(site: Site) -> None:
    """Return once API and broker can listen where they should."""
    deadline = time.monotonic() + PORT_SECONDS
    for each in (site.port, *([site.workers_port] if site.listener else [])):
        while not port_free(site.host, each):
            if time.monotonic() > deadline:
                raise PortTakenError(f"{site.host}:{each}")
            await asyncio.sleep(POLL_SECONDS)


@asynccontextmanager
async def _started(
    site: Site, planned: Plan, workers: int, supervisor: Supervisor
) -> AsyncGenerator[Running]:
    """Everything, in the order in which one stands on the other; loading goes on meanwhile."""
    began = time.monotonic()
    ids = [f"local-{number}" for number in range(1, workers + 1)]
    ports = _metrics_ports("api", "consumers", *ids)
    with gate.closed() as closed:
        consumers = rooms.consumers(site, planned.backing, closed)
        await supervisor.start(rooms.measured(consumers, ports["consumers"]))
        api = rooms.measured(rooms.api(site, planned.backing, closed), ports["api"])
        serving = await supervisor.start(api)
        await backing.start(planned, supervisor)
        closed.open()
        backed = time.monotonic()
        token, worker_tokens = await _tokens(planned.backing, ids)
        await serving.ready(lambda: healthy(site))
        served = time.monotonic()
        for worker_id, worker_token in worker_tokens.items():
            worker = rooms.worker(site, planned.backing, worker_id, worker_token)
            await supervisor.start(rooms.measured(worker, ports[worker_id]))
        phases = f"servers {backed - began:.1f} s, then API and consumers {served - backed:.1f} s"
        supervisor.journal.line("afina", f"serving; {phases}", murmur=True)
        yield _facts(site, token, planned.backing, ports)


def _facts(site: Site, token: str, base: Backing, ports: dict[str, int]) -> Running:
    certificate = site.certificate
    return Running(
        pid=os.getpid(),
        address=site.address,
        token=token,
        backing=base,
        metrics=ports,
        outside=site.outside,
        trusted=str(certificate.trusted) if certificate else None,
        fingerprint=certificate.fingerprint if certificate else None,
        certificates=[str(path) for path in certificate.shown] if certificate else [],
    )


def _metrics_ports(*names: str) -> dict[str, int]:
    """One after the other from ``METRICS_PORT`` on, as far as they are free; 0 for none at all."""
    first = int(backing.given("METRICS_PORT") or FIRST_METRICS_PORT)
    return {name: first and port.free(first + number) for number, name in enumerate(names)}


async def _tokens(base: Backing, ids: Sequence[str]) -> tuple[str, dict[str, str]]:
    """A new token for the local owner and one for each local worker, which is registered too."""
    from afina import enrolment, tokens
    from afina.tokens import Grant, TokenKind
    from infra import clock

    now = clock.now()
    name = tokens.SIGN_IN_NAME
    owner = Grant(TokenKind.USER, tokens.LOCAL_OWNER, name, tokens.SIGN_IN_LIFE)
    admitted = await enrolment.enrolled(base.nats_url, ids, socket.gethostname())
    async with tokens.opened(base.database_url) as table:
        await table.forget_old_starts(now)
        of_workers = {
            worker_id: await table.create(Grant(TokenKind.WORKER, worker_id, name), now)
            for worker_id in admitted
        }
        return await table.create(owner, now), of_workers


async def healthy(site: Site) -> bool:
    """Whether the API says that log, database and projector are ready."""
    with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(HEALTH_SECONDS):
            return b" 200 " in await _status_line(site)
    return False


async def _status_line(site: Site) -> bytes:
    tls = trust.context(site.certificate.trusted) if site.certificate else None
    reader, writer = await asyncio.open_connection(site.reachable_host, site.port, ssl=tls)
    try:
        host = site.address.partition("://")[2]
        request = f"GET /health/ready HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        return await reader.readuntil(b"\r\n")
    finally:
        writer.close()
