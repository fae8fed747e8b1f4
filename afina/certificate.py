"""What a stack shows to whoever speaks TLS with it, and how this computer's programs know it."""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from afina import names
from afina.embedded.secrets import write_private

FOLDER = "tls"


class CertificateError(Exception):
    """A certificate that was given cannot be used."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Of a stack, by its files."""

    chain: Path
    key: Path
    trusted: Path
    """What programs of this computer are to accept: its authority, or nothing but itself."""
    authority: Path | None = None
    """Of the certificate of the authority that Afina made; None where others vouch."""

    @property
    def shown(self) -> list[Path]:
        """To whoever asks: the server's, and its authority's where that is ours."""
        return [self.chain, *([self.authority] if self.authority else [])]

    @property
    def fingerprint(self) -> str | None:
        """Of the authority that Afina made."""
        from infra import trust

        return None if self.authority is None else trust.fingerprint(self.authority.read_text())


def made(data_dir: Path, others: Sequence[str]) -> Certificate:
    """The certificate of this computer under all its names, signed by an authority of its own.

    Both are made once, and the first anew when it is about to end or a name is missing in it.
    ``others`` are names that only people know.
    """
    from afina import authority
    from afina.authority import Pair
    from infra import clock

    folder = _folder(data_dir)
    own = Pair(folder / "server.pem", folder / "server.key")
    signer = Pair(folder / "authority.pem", folder / "authority.key")
    authority.server(own, signer, names.known(others), clock.now())
    return Certificate(
        chain=own.certificate,
        key=own.key,
        trusted=signer.certificate,
        authority=signer.certificate,
    )


def taken_over(data_dir: Path, chain: Path, key: Path | None) -> Certificate:
    """The certificate of the administrator's, as it is now: the files may be renewed meanwhile.

    Certificates of the administrator's seldom name the loopback, so it is trusted by itself.

    Raises:
        CertificateError: it is none, it has ended, or the key is another's.
    """
    from infra import trust

    folder = _folder(data_dir)
    copied = Certificate(
        chain=folder / "given.pem", key=folder / "given.key", trusted=folder / "pinned.pem"
    )
    try:
        text = chain.read_text()
        write_private(copied.chain, text)
        write_private(copied.trusted, trust.pinned(text))
        write_private(copied.key, (key or chain).read_text())
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(copied.chain, copied.key)
    except (OSError, UnicodeDecodeError) as error:
        raise CertificateError(chain, str(error)) from error
    _refuse_ended(chain)
    return copied


def _refuse_ended(chain: Path) -> None:
    from cryptography import x509

    from infra import clock

    end = x509.load_pem_x509_certificate(chain.read_bytes()).not_valid_after_utc
    if end < clock.now():
        raise CertificateError(chain, end.isoformat())


def _folder(data_dir: Path) -> Path:
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
