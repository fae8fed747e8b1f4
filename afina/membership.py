"""What a computer that joined keeps: who it is, where to work, and the token that lets it in."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from afina.embedded.secrets import write_private
from infra import trust

FILE = "worker.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Of one worker."""

    api_url: str
    nats_url: str
    token: str
    worker_id: str
    name: str
    pool: str
    tls_ca: str | None = None
    """The file with the only authority whose certificates count; None for the computer's own."""

    def settings(self) -> dict[str, str]:
        """As ``Settings`` takes them."""
        told = {
            "NATS_URL": self.nats_url,
            "api_url": self.api_url,
            "worker_token": self.token,
            "worker_id": self.worker_id,
            "worker_name": self.name,
            "pool": self.pool,
        }
        return told | ({"tls_ca": self.tls_ca} if self.tls_ca else {})


def path(data_dir: Path) -> Path:
    """Where it is kept."""
    return data_dir / FILE


def keep(data_dir: Path, membership: Membership) -> Path:
    """Write it for its owner's eyes alone."""
    write_private(path(data_dir), json.dumps(asdict(membership), indent=2))
    return path(data_dir)


def keep_authority(data_dir: Path, certificate: str) -> Path:
    """Write down whose certificates count; those of an earlier membership go on to count for it."""
    path = data_dir / f"authority-{trust.fingerprint(certificate)[:16]}.pem"
    write_private(path, certificate)
    return path


def kept(data_dir: Path) -> Membership | None:
    """What was kept in ``data_dir``, if a computer joined there."""
    try:
        return Membership(**json.loads(path(data_dir).read_text()))
    except FileNotFoundError:
        return None
