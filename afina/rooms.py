"""The processes of a stack besides its servers: each hears only the secrets that it needs."""

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from afina import backing as backings
from afina import gate as gates
from afina import names
from afina.backing import Backing
from afina.certificate import Certificate
from afina.embedded.broker import Listener
from afina.gate import Gate
from afina.program import Program

TOLD = ("SMTP_USER", "SMTP_PASSWORD", "WEBHOOK_URLS", "WEBHOOK_SECRET")
"""Secrets of the starter's that the consumers alone hear, to reach people."""
PRIVATE = frozenset(
    {
        "NATS_URL",
        "WORKER_NATS_URL",
        "WORKERS_NATS_URL",
        "CALLOUT_NATS_URL",
        "CALLOUT_ISSUER_SEED",
        "CALLOUT_XKEY_SEED",
        "SYSTEM_NATS_URL",
        "DATABASE_URL",
        "BLOB_URL",
        "DATA_DIR",
        "HOST",
        "PORT",
        "TLS_CERT",
        "TLS_KEY",
        "TLS_AUTHORITY",
        "TLS_CA",
        "WORKERS_PORT",
        "ALLOWED_HOSTS",
        "API_URL",
        "WORKER_TOKEN",
        "WORKER_ID",
        "WORKER_NAME",
        "MODELS_DIR",
        "METRICS_PORT",
        "METRICS_HOST",
        *TOLD,
    }
)
"""Set per process or not at all, whatever the starter's own environment says."""

EXIT_NOT_ADMITTED = 77
"""Of a worker that may not work, or not any more."""
CONTROL_PLANE, WORKERS = 1, 2
"""Stages; the servers below have 0."""
WORKER_GRACE_SECONDS = 30.0
"""The time of one optimizer step and a checkpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where a stack lives and how people reach it."""

    data_dir: Path
    host: str
    port: int
    certificate: Certificate | None = None
    """With which all that it opens to others speaks TLS; None for no TLS."""
    workers_port: int = 0
    """Where workers of other computers reach the broker, by TLS alone."""
    names: tuple[str, ...] = ()
    """Under which others know this computer, besides those that it knows by itself."""

    @property
    def reachable_host(self) -> str:
        """A host for programs on this computer."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(self.host, self.host)  # noqa: S104 (the wildcard is read here, not bound)

    @property
    def address(self) -> str:
        """For a browser on this computer."""
        return self._address(self.reachable_host)

    @property
    def outside(self) -> str:
        """For other computers, as far as it can be known here."""
        if self.names:
            return self._address(self.names[0])
        everywhere = self.reachable_host != self.host
        return self._address(names.outside()) if everywhere else self.address

    def _address(self, host: str) -> str:
        scheme = "https" if self.certificate else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def listener(self) -> Listener | None:
        """Of an embedded broker, for workers of other computers."""
        if self.certificate is None or backings.given("NATS_URL"):
            return None
        return Listener(
            host=self.host,
            port=self.workers_port,
            chain=self.certificate.chain,
            key=self.certificate.key,
        )


def api(site: Site, backing: Backing, gate: Gate) -> Program:
    """The API's process; it loads before the gate and serves behind it."""
    environment = _control_plane(site, backing) | _doorkeeping(backing) | _outwards(site)
    return _behind(gate, _room("api", site, environment))


def consumers(site: Site, backing: Backing, gate: Gate) -> Program:
    """The process of projectors, watchdog and notifier, likewise."""
    names = {*TOLD, *(f"AFINA_{name}" for name in TOLD)}
    told = {name: os.environ[name] for name in names & os.environ.keys()}
    return _behind(gate, _room("consumers", site, _control_plane(site, backing) | told))


def measured(program: Program, port: int) -> Program:
    """``program``, showing its figures and its health at ``port`` of this computer."""
    return replace(program, environment={**program.environment, "METRICS_PORT": str(port)})


def _behind(gate: Gate, program: Program) -> Program:
    environment = {**program.environment, gates.VARIABLE: str(gate.waiting)}
    return replace(program, environment=environment, inherits=(gate.waiting,))


def worker(site: Site, backing: Backing, worker_id: str, token: str) -> Program:
    """A worker's process: no database, no blobs, nothing but its own token."""
    environment = {
        "NATS_URL": backing.worker_nats_url,
        "AFINA_API_URL": site.address,
        "AFINA_WORKER_TOKEN": token,
        "AFINA_WORKER_NAME": socket.gethostname(),
    }
    if site.certificate:
        environment["AFINA_TLS_CA"] = str(site.certificate.trusted)
    program = _room("worker", site, environment, "--id", worker_id)
    return replace(
        program,
        name=worker_id,
        stage=WORKERS,
        grace_seconds=WORKER_GRACE_SECONDS,
        final_codes=(EXIT_NOT_ADMITTED,),
    )


def _control_plane(site: Site, backing: Backing) -> dict[str, str]:
    return {
        "NATS_URL": backing.nats_url,
        "DATABASE_URL": backing.database_url,
        "BLOB_URL": backing.blob_url,
        "AFINA_HOST": site.host,
        "AFINA_PORT": str(site.port),
    }


def _doorkeeping(backing: Backing) -> dict[str, str]:
    """With which the API alone says whom the broker lets in, and ends connections."""
    return {
        "AFINA_CALLOUT_NATS_URL": backing.callout_nats_url,
        "AFINA_CALLOUT_ISSUER_SEED": backing.callout_issuer_seed,
        "AFINA_CALLOUT_XKEY_SEED": backing.callout_xkey_seed,
        "AFINA_SYSTEM_NATS_URL": backing.system_nats_url,
        **_workers_way(backing),
    }


def _workers_way(backing: Backing) -> dict[str, str]:
    """Where the API tells workers that the broker is."""
    if not backing.workers_port:
        return {"AFINA_WORKERS_NATS_URL": backing.worker_nats_url}
    if url := backings.given("WORKERS_NATS_URL"):
        return {"AFINA_WORKERS_NATS_URL": url}
    return {"AFINA_WORKERS_PORT": str(backing.workers_port)}


def _outwards(site: Site) -> dict[str, str]:
    """As what the API shows itself."""
    known = [name for name in (backings.given("ALLOWED_HOSTS"), *site.names) if name]
    told = {"AFINA_ALLOWED_HOSTS": ",".join(known)}
    if site.certificate is None:
        return told
    own = {"CERT": site.certificate.chain, "KEY": site.certificate.key}
    if site.certificate.authority:
        own["AUTHORITY"] = site.certificate.authority
    return told | {f"AFINA_TLS_{name}": str(path) for name, path in own.items()}


def _room(command: str, site: Site, environment: Mapping[str, str], *words: str) -> Program:
    data_dir = str(site.data_dir)
    return Program(
        name=command,
        stage=CONTROL_PLANE,
        command=(sys.executable, "-m", "afina", command, "--data-dir", data_dir, *words),
        environment={
            **shared_environment(),
            **environment,
            "AFINA_DATA_DIR": data_dir,
            "PYTHONUNBUFFERED": "1",
        },
    )


def shared_environment() -> dict[str, str]:
    """The starter's environment without what each process is told by itself."""
    hidden = PRIVATE | {f"AFINA_{name}" for name in PRIVATE}
    return {name: value for name, value in os.environ.items() if name not in hidden}
