"""Permissions to fetch texts: short-lived, and bound to one piece of work and a worker. Pure.

A grant is what it says, and a signature (HMAC with SHA-256) that only this installation can make.
"""

import base64
import binascii
import hashlib
import hmac
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from pydantic import AwareDatetime, ValidationError

from api.problems import RefusedError
from schemas.base import Message, Token
from schemas.errands import GRANT_HEADER
from schemas.problems import ProblemCode

KEY = "grants"
"""The name of what they are signed with."""
HEADER = GRANT_HEADER
LIFE = timedelta(minutes=10)


class AnyGrant(Message):
    """To whom something is granted, and until when."""

    worker_id: Token
    expires_at: AwareDatetime


class Grant(AnyGrant):
    """Of a run's examples, for one attempt."""

    run_id: UUID
    attempt: int


class ClassificationGrant(AnyGrant):
    """Of a classification's texts, and of the right to answer to them."""

    classification_id: UUID


Granted = TypeVar("Granted", bound=AnyGrant)


def written(grant: AnyGrant, key: bytes) -> str:
    """The grant as its worker shows it."""
    body = base64.urlsafe_b64encode(grant.model_dump_json().encode())
    return f"{body.decode()}.{_signature(body, key)}"


def read(text: str, key: bytes, kind: type[Granted]) -> Granted:
    """The grant of this ``kind`` that was shown, if it was made here.

    Raises:
        RefusedError: GRANT_INVALID.
    """
    body, _, signature = text.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(body.encode(), key).encode()):
        raise RefusedError(ProblemCode.GRANT_INVALID)
    try:
        return kind.model_validate_json(base64.urlsafe_b64decode(body))
    except (binascii.Error, ValidationError) as error:
        raise RefusedError(ProblemCode.GRANT_INVALID) from error


def _signature(body: bytes, key: bytes) -> str:
    return hmac.new(key, body, hashlib.sha256).hexdigest()
