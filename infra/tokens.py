"""Access tokens: how they look, and what is stored of them."""

import hashlib
import secrets

PREFIX = "afn_"
RANDOM_BYTES = 32
"""Enough that a plain hash can't be guessed back; no salt is needed."""


def new_token() -> str:
    """A token nobody has seen before; it is shown once and never stored."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def digest(token: str) -> bytes:
    """The SHA-256 by which ``token`` is found."""
    return hashlib.sha256(token.encode()).digest()


def new_code() -> str:
    """A code nobody has seen before, for a link that works once."""
    return secrets.token_urlsafe(RANDOM_BYTES)
