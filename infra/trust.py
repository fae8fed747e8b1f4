"""Whose certificates count on the other side of a connection."""

import ssl
from pathlib import Path


def context(authority: Path | None) -> ssl.SSLContext:
    """Certificates of ``authority`` alone; without one those that this computer trusts anyhow."""
    return ssl.create_default_context(cafile=authority)
