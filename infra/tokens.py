"""Access tokens: how they look, and what is stored of them."""

import hashlib
import secrets

PREFIX = "afn_"
RANDOM_BYTES = 32
"""Enough that a plain hash can't be guessed back; no salt is needed."""

REVOKE = """
    WITH RECURSIVE going AS (
        SELECT token_id FROM access.tokens WHERE token_id = %(token_id)s AND revoked_at IS NULL
        UNION
        SELECT made.token_id FROM access.tokens made JOIN going ON made.base = going.token_id
    )
    UPDATE access.tokens SET revoked_at = %(now)s
    WHERE token_id IN (SELECT token_id FROM going) AND revoked_at IS NULL
    RETURNING token_id, kind
"""
"""Ends a token that works, and all that was made with it, and with that."""


def new_token() -> str:
    """A token nobody has seen before; it is shown once and never stored."""
    return PREFIX + secrets.token_urlsafe(RANDOM_BYTES)


def digest(token: str) -> bytes:
    """The SHA-256 by which ``token`` is found."""
    return hashlib.sha256(token.encode()).digest()


def new_code() -> str:
    """A code nobody has seen before, for a link that works once."""
    return secrets.token_urlsafe(RANDOM_BYTES)
