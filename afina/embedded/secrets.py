"""The credentials of one data directory: made once, readable by its owner alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "secrets.json"
"""Where a data directory that ever was a stack's keeps them."""
PASSWORD_BYTES = 24


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the embedded servers ask of their clients."""

    broker_password: str
    """Of the control plane."""
    worker_password: str
    """Of local workers, who may do less."""
    superuser_password: str
    """Of PostgreSQL's administrator; only set-up uses it."""
    database_password: str
    """Of the control plane."""


def of(data_dir: Path) -> Secrets:
    """The credentials kept in ``data_dir``, made now if there are none."""
    path = data_dir / FILE
    try:
        return Secrets(**json.loads(path.read_text()))
    except FileNotFoundError:
        made = Secrets(*(secrets.token_urlsafe(PASSWORD_BYTES) for _ in range(4)))
        write_private(path, json.dumps(asdict(made), indent=2))
        return made


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` whole, never readable by others, on disk when this returns."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
