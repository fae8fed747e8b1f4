"""The credentials of one data directory: made once, readable by its owner alone."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

FILE = "secrets.json"
"""Where a data directory that ever was a stack's keeps them."""
PASSWORD_BYTES = 24
SEED = "_seed"
"""How the fields end that hold no password but the seed of a pair of keys."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """What the embedded servers ask of their clients."""

    broker_password: str
    """Of the control plane."""
    system_password: str
    """Of whoever may end connections to the broker."""
    callout_password: str
    """Of whoever says which workers the broker lets in."""
    issuer_seed: str
    """Signs what the broker is told about workers."""
    superuser_password: str
    """Of PostgreSQL's administrator; only set-up uses it."""
    database_password: str
    """Of the control plane."""


def of(data_dir: Path) -> Secrets:
    """The credentials kept in ``data_dir``; those that are missing are made now."""
    path = data_dir / FILE
    kept = json.loads(path.read_text()) if path.exists() else {}
    names = [field.name for field in fields(Secrets)]
    made = Secrets(**{name: kept.get(name) or _new(name) for name in names})
    if asdict(made) != kept:
        write_private(path, json.dumps(asdict(made), indent=2))
    return made


def _new(name: str) -> str:
    if not name.endswith(SEED):
        return secrets.token_urlsafe(PASSWORD_BYTES)
    from infra import nkeys

    return nkeys.new_seed(nkeys.KeyKind.ACCOUNT)


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` whole, never readable by others, on disk when this returns."""
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
