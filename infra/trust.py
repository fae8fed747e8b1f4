"""Whose certificates count on the other side of a connection, and how people compare them."""

import hashlib
import re
import ssl
from pathlib import Path

BEGIN, END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
PINNED = "The server's own certificate, which counts under whatever name.\n"
"""How a file begins that names a server and no authority."""
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
NAMES_DIFFER = frozenset({62, 64})
"""OpenSSL's words for a certificate that is good, but of another name or another address."""


def context(authority: Path | None) -> ssl.SSLContext:
    """Certificates of ``authority`` alone; without one those that this computer trusts anyhow.

    Of a file that ``pinned`` wrote, only the very certificate in it.
    """
    made = ssl.create_default_context(cafile=authority)
    if authority is not None and authority.read_text().startswith(PINNED):
        made.check_hostname = False
        made.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return made


def pinned(chain: str) -> str:
    """What a file is to hold so that the first certificate of ``chain`` counts, and no other."""
    _, begin, rest = chain.partition(BEGIN)
    own, end, _ = rest.partition(END)
    return f"{PINNED}{begin}{own}{end}\n"


def of_anybody() -> ssl.SSLContext:
    """Any certificate counts: for what is checked otherwise, and never for anything secret."""
    made = ssl.create_default_context()
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    return made


def fingerprint(certificate: str) -> str:
    """The SHA-256 of a certificate in PEM, in 64 small hexadecimal digits.

    Raises:
        ValueError: it is none.
    """
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.strip())).hexdigest()


def alone(certificate: str) -> str:
    """The certificate that the fingerprint is of, and nothing else that stands in its file.

    Python stops where the certificate ends; OpenSSL reads on, and would trust what follows.

    Raises:
        ValueError: it is none.
    """
    return ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(certificate.strip()))


def written(said: str) -> str | None:
    """The fingerprint that somebody wrote, be it with colons or in capitals; None if it is none."""
    bare = said.strip().lower().removeprefix("sha256").lstrip(":= ").replace(":", "")
    return bare if FINGERPRINT.fullmatch(bare) else None
