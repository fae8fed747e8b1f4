"""Who a person is, by an ID token that the identity provider signed for us and for this try."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

ALGORITHMS = tuple(f"{family}{bits}" for family in ("RS", "PS", "ES") for bits in (256, 384, 512))
"""Signatures with a private key alone: never ``none``, never a public key as a password."""
SKEW_SECONDS = 60
"""By which the provider's clock and ours may differ."""
SUBJECT_CHARACTERS = 255
NAME_CHARACTERS = 100
EMAIL_CHARACTERS = 254


class UnprovenError(Exception):
    """The token proves nothing."""


class UnknownKeyError(UnprovenError):
    """It is signed with a key that is none of these: the provider may have a new one."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the token must say."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What the provider says of a person."""

    issuer: str
    subject: str
    name: str
    email: str | None
    """In lower case; only where the provider has verified it."""
    groups: frozenset[str]


def prove(
    token: str, keys: KeySet, expected: Expected, now: datetime, *, groups_claim: str
) -> Proof:
    """What the token proves (OpenID Connect Core, 3.1.3.7).

    Raises:
        UnknownKeyError: none of the keys is the one that it names.
        UnprovenError: its signature, its time, or whom it is from or for is wrong.
    """
    # Providers add headers of their own, which change nothing.
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    try:
        signed = jwt.decode(token, keys, registry=registry)
        claims = _validated(signed, expected, now)
    except InvalidKeyIdError as error:
        raise UnknownKeyError(str(error)) from error
    except (JoseError, ValueError, TypeError) as error:
        raise UnprovenError(f"{type(error).__name__}: {error}") from error
    return _proof(claims, groups_claim)


def _validated(signed: jwt.Token, expected: Expected, now: datetime) -> Mapping[str, Any]:
    claims = CodeIDToken(
        signed.claims,
        signed.header,
        options={
            "iss": {"essential": True, "value": expected.issuer},
            "aud": {"essential": True, "value": expected.client_id},
        },
        params={
            "client_id": expected.client_id,
            "nonce": expected.nonce,
            "access_token": expected.access_token,
        },
    )
    claims.validate(int(now.timestamp()), SKEW_SECONDS)
    return claims


def _proof(claims: Mapping[str, Any], groups_claim: str) -> Proof:
    subject = claims["sub"]
    if not 0 < len(subject) <= SUBJECT_CHARACTERS or not subject.isprintable():
        raise UnprovenError("the subject is no name that could be kept")
    email = _text(claims.get("email"), EMAIL_CHARACTERS)
    verified = claims.get("email_verified")
    names = (claims.get(claim) for claim in ("name", "preferred_username", "email"))
    return Proof(
        issuer=claims["iss"],
        subject=subject,
        name=next(filter(None, (_text(name, NAME_CHARACTERS) for name in names)), subject),
        email=email.lower() if email and (verified is True or verified == "true") else None,
        groups=_groups(claims.get(groups_claim)),
    )


def _text(value: object, most: int) -> str | None:
    """``value`` on one line, if it is text that has something to read."""
    if not isinstance(value, str):
        return None
    readable = "".join(letter if letter.isprintable() else " " for letter in value)
    return " ".join(readable.split())[:most].strip() or None


def _groups(claim: object) -> frozenset[str]:
    several = claim if isinstance(claim, list) else [claim]
    return frozenset(group for group in several if isinstance(group, str))
