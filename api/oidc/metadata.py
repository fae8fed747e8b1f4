"""What an identity provider says of itself: where it is asked, and with which keys it signs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ConfigDict, ValidationError

from api.oidc import transport

DISCOVERY = "/.well-known/openid-configuration"
BELIEVED_FOR = timedelta(hours=1)
KEYS_ASKED_EVERY = timedelta(seconds=30)
"""At most, however many tokens name a key that nobody knows."""


class MisleadingError(Exception):
    """The provider says nothing of use, or what must not be followed."""


class Metadata(BaseModel):
    """Of OpenID Connect Discovery, 3, what is needed here."""

    model_config = ConfigDict(frozen=True)

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class Directory:
    """The provider's word, fetched when it is needed and believed for a while."""

    def __init__(self, issuer: str, now: Callable[[], datetime]) -> None:
        self._issuer = issuer
        self._now = now
        self._metadata: tuple[datetime, Metadata] | None = None
        self._keys: tuple[datetime, KeySet] | None = None

    async def metadata(self) -> Metadata:
        """Where the provider is asked.

        Raises:
            MisleadingError: it speaks for another issuer, or names a place that is not safe.
            httpx2.HTTPError: it can't be reached.
        """
        if self._metadata is None or self._now() - self._metadata[0] > BELIEVED_FOR:
            said = await _fetched(self._issuer.rstrip("/") + DISCOVERY)
            self._metadata = (self._now(), believable(said, self._issuer))
        return self._metadata[1]

    async def keys(self, *, newest: bool = False) -> KeySet:
        """The keys; the ``newest`` if the ones at hand lack one, which is not asked for too often.

        Raises:
            MisleadingError: there are none.
            httpx2.HTTPError: they can't be reached.
        """
        believed = KEYS_ASKED_EVERY if newest else BELIEVED_FOR
        if self._keys is None or self._now() - self._keys[0] > believed:
            said = await _fetched((await self.metadata()).jwks_uri)
            self._keys = (self._now(), _key_set(said))
        return self._keys[1]


async def _fetched(url: str) -> Any:
    async with httpx2.AsyncClient(**transport.arguments()) as client:
        answer = await client.get(url)
    if answer.status_code != HTTPStatus.OK:
        raise MisleadingError(f"{url} answered {answer.status_code}")
    try:
        return answer.json()
    except ValueError as error:
        raise MisleadingError(f"{url} answered with something else than JSON") from error


def believable(said: Any, issuer: str) -> Metadata:
    """What the issuer said, if it may be followed.

    Raises:
        MisleadingError: it lacks something, speaks for another, or names a place that is not safe.
    """
    try:
        metadata = Metadata.model_validate(said)
    except ValidationError as error:
        raise MisleadingError(str(error)) from error
    if metadata.issuer.rstrip("/") != issuer.rstrip("/"):
        raise MisleadingError(f"{issuer} speaks for {metadata.issuer}")
    places = (metadata.authorization_endpoint, metadata.token_endpoint, metadata.jwks_uri)
    if unsafe := [place for place in places if not _is_safe(place, issuer)]:
        raise MisleadingError(f"{issuer} names places that are not safe: {', '.join(unsafe)}")
    return metadata


def _is_safe(place: str, issuer: str) -> bool:
    """Encrypted, or no less so than the issuer that an administrator named."""
    try:
        scheme = httpx2.URL(place).scheme
    except httpx2.InvalidURL:
        return False
    return scheme == "https" or scheme == httpx2.URL(issuer).scheme == "http"


def _key_set(said: Any) -> KeySet:
    """Those of the keys that verify signatures."""
    try:
        public = [key for key in said["keys"] if key.get("kty") in ("RSA", "EC")]
        return KeySet.import_key_set({"keys": public})
    except (JoseError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise MisleadingError(f"no keys: {error}") from error
