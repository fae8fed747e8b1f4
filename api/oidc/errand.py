"""What a browser carries to the identity provider and back: sealed, short-lived, its own alone."""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Self

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey
from pydantic import BaseModel, ConfigDict, ValidationError

from api.problems import RefusedError
from schemas.problems import ProblemCode

LIFE = timedelta(minutes=10)
SEAL = "HS256"
KEY_BYTES = 32
RANDOM_BYTES = 32
HOME = "/"
OWN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")
"""One slash, then printable ASCII without a backslash: browsers read ``//`` and ``/\\`` as a host,
and leave out tabs and ends of lines."""


class Errand(BaseModel):
    """One try to sign in."""

    model_config = ConfigDict(frozen=True)

    state: str
    """Comes back in the address; only the browser that set out knows it."""
    nonce: str
    """Comes back in the ID token."""
    verifier: str
    """Proves to the provider that the code is redeemed by who asked for it (RFC 7636)."""
    destination: str
    """Which of our own pages was asked for."""

    @classmethod
    def new(cls, destination: str) -> Self:
        """An errand that nobody can foretell."""
        state, nonce, verifier = (secrets.token_urlsafe(RANDOM_BYTES) for _ in range(3))
        own = own_path(destination)
        return cls(state=state, nonce=nonce, verifier=verifier, destination=own)

    def confirm(self, state: str) -> None:
        """Let pass who comes back with this errand's state.

        Raises:
            RefusedError: SIGN_IN_STALE: the address belongs to another browser or another try.
        """
        if not hmac.compare_digest(self.state.encode(), state.encode()):
            raise RefusedError(ProblemCode.SIGN_IN_STALE)


def own_path(destination: str) -> str:
    """``destination`` if it is a path of ours, else where everybody begins."""
    own = OWN_PATH.fullmatch(destination) and not destination.startswith("/api/")
    return destination if own else HOME


def seal(errand: Errand, key: bytes, now: datetime) -> str:
    """The errand as a cookie's value, good until its life is over."""
    claims = errand.model_dump() | {"exp": int((now + LIFE).timestamp())}
    return jwt.encode({"alg": SEAL}, claims, OctKey.import_key(key))


def unseal(sealed: str | None, key: bytes, now: datetime) -> Errand:
    """The errand that was sealed with ``key``.

    Raises:
        RefusedError: SIGN_IN_STALE: there is none, it is too old, or somebody else wrote it.
    """
    ends = jwt.JWTClaimsRegistry(int(now.timestamp()), exp={"essential": True})
    try:
        claims = jwt.decode(sealed or "", OctKey.import_key(key), algorithms=[SEAL]).claims
        ends.validate(claims)
        return Errand.model_validate(claims)
    except (JoseError, ValueError, ValidationError) as error:
        raise RefusedError(ProblemCode.SIGN_IN_STALE) from error
