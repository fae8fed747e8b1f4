"""Permissions to fetch one run's examples: short-lived, and bound to run, attempt and worker. Pure.

A grant is what it says, and a signature (HMAC with SHA-256) that only this installation can make.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import timedelta
from uuid import UUID

from pydantic import AwareDatetime, ValidationError

from api.problems import RefusedError
from schemas.base import Message, Token
from schemas.problems import ProblemCode

KEY = "grants"
"""The name of what they are signed with."""
HEADER = "X-Afina-Grant"
LIFE = timedelta(minutes=10)


class Grant(Message):
    """Who may fetch what, and until when."""

    run_id: UUID
    attempt: int
    worker_id: Token
    expires_at: AwareDatetime


def written(grant: Grant, key: bytes) -> str:
    """The grant as its worker shows it."""
    body = base64.urlsafe_b64encode(grant.model_dump_json().encode())
    return f"{body.decode()}.{_signature(body, key)}"


def read(text: str, key: bytes) -> Grant:
    """The grant that was shown, if it was made here.

    Raises:
        RefusedError: GRANT_INVALID.
    """
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body.encode(), key).encode()):
        raise RefusedError(ProblemCode.GRANT_INVALID)
    try:
        return Grant.model_validate_json(base64.urlsafe_b64decode(body))
    except (binascii.Error, ValidationError) as error:
        raise RefusedError(ProblemCode.GRANT_INVALID) from error


def _signature(body: bytes, key: bytes) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()
