"""What the broker asks and what it is answered: JSON web tokens signed with NATS's keys. Pure.

The shapes are those of NATS's JWT library, version 2, and of ADR-26 (auth callout).
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field, ValidationError

from api.permissions import Permissions
from infra import nkeys
from infra.nkeys import InvalidKeyError, KeyKind

AUDIENCE = "nats-authorization-request"
HEADER = {"typ": "JWT", "alg": "ed25519-nkey"}
VERSION = 2
ANSWERS = {"max": 1, "ttl": 150 * 10**9}
"""One answer to each question, within so many nanoseconds."""
UNLIMITED = -1
"""The broker does not hold those whom it asked about to limits of their own, only to its own."""


class Server(BaseModel):
    """Which server asks."""

    id: str
    xkey: str = ""
    """Its key for sealed answers; empty where they go in plain text."""


class Options(BaseModel):
    """What the client sent to be let in."""

    auth_token: str = ""


class Client(BaseModel):
    """Where the client is."""

    host: str = ""


class Asked(BaseModel):
    """About one client."""

    server_id: Server
    user_nkey: str
    client_info: Client = Field(default_factory=Client)
    connect_opts: Options = Field(default_factory=Options)


class Request(BaseModel):
    """What a server asks."""

    iss: str
    aud: str
    nats: Asked


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom the broker is to let in."""

    worker_id: str
    account: str
    permissions: Permissions


def read(text: str) -> Asked:
    """What the server asks, if it was that server that signed it.

    Raises:
        InvalidKeyError: it was not, or it is no such question.
    """
    try:
        head, body, signature = text.split(".")
        asked = Request.model_validate_json(_decoded(body))
    except (ValueError, ValidationError) as error:
        raise InvalidKeyError("not a question of a broker") from error
    nkeys.verify(asked.iss, KeyKind.SERVER, f"{head}.{body}".encode(), _decoded(signature))
    if asked.aud != AUDIENCE or asked.iss != asked.nats.server_id.id:
        raise InvalidKeyError("asked of somebody else, or for somebody else")
    return asked.nats


def answer(asked: Asked, verdict: Admitted | str, issuer_seed: str, now: datetime) -> str:
    """The signed answer; a text says why the client is not let in."""
    issued = int(now.timestamp())
    if isinstance(verdict, str):
        told = {"error": verdict}
    else:
        told = {"jwt": _signed(_user(asked, verdict), issued, issuer_seed)}
    claims = {
        "sub": asked.user_nkey,
        "aud": asked.server_id.id,
        "nats": told | {"type": "authorization_response", "version": VERSION},
    }
    return _signed(claims, issued, issuer_seed)


def _user(asked: Asked, admitted: Admitted) -> dict[str, Any]:
    """The worker as the broker is to know it. It has no end: a client whose token ends gives up."""
    permissions = admitted.permissions
    return {
        "sub": asked.user_nkey,
        "aud": admitted.account,
        "name": admitted.worker_id,
        "nats": {
            "pub": {"allow": permissions.publish},
            "sub": {"allow": permissions.subscribe},
            **({"resp": ANSWERS} if permissions.answers else {}),
            "subs": UNLIMITED,
            "payload": UNLIMITED,
            "data": UNLIMITED,
            "allowed_connection_types": ["STANDARD", "WEBSOCKET"],
            "type": "user",
            "version": VERSION,
        },
    }


def _signed(claims: Mapping[str, Any], issued: int, seed: str) -> str:
    own = {"jti": uuid4().hex, "iat": issued, "iss": nkeys.public_of(seed)}
    text = f"{_encoded(HEADER)}.{_encoded(own | dict(claims))}"
    signature = base64.urlsafe_b64encode(nkeys.signed(seed, text.encode()))
    return f"{text}.{signature.decode().rstrip('=')}"


def _encoded(part: Mapping[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def _decoded(part: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error as error:
        raise InvalidKeyError("not in base 64") from error
