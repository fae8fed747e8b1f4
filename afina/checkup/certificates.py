"""The certificates that a stack shows: how long do they last?"""

from collections.abc import Iterator
from pathlib import Path

from afina import backing
from afina.checkup.finding import Code, Finding, found
from afina.stack import Running
from infra import clock


def look(running: Running | None) -> Iterator[Finding]:
    """Of the stack that runs, and of the administrator's, which another process may show."""
    given = backing.given("TLS_CERT")
    for path in [*([given] if given else []), *(running.certificates if running else [])]:
        yield _lasting(Path(path))


def _lasting(path: Path) -> Finding:
    # Loaded here, since only some installations have it.
    from cryptography import x509

    from afina.authority import NEAR

    try:
        end = x509.load_pem_x509_certificate(path.read_bytes()).not_valid_after_utc
    except (OSError, ValueError) as error:
        return found(Code.CERTIFICATE_UNREADABLE, path=str(path), error=str(error))
    left = end - clock.now()
    if left.total_seconds() < 0:
        return found(Code.CERTIFICATE_ENDED, path=str(path), days=-left.days)
    code = Code.CERTIFICATE_LASTS if left > NEAR else Code.CERTIFICATE_ENDING
    return found(code, path=str(path), days=left.days)
