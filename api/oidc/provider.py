"""An organisation's identity provider: where a browser is sent, and whom it comes back as."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client

from api.oidc import transport
from api.oidc.errand import Errand
from api.oidc.metadata import Directory, Metadata, MisleadingError
from api.oidc.proof import Expected, Proof, UnknownKeyError, UnprovenError, prove
from api.problems import RefusedError
from infra import logging
from infra.settings import Settings
from schemas.problems import ProblemCode

log = logging.get(__name__)

NAME = "sso"
"""In our addresses: one installation has one provider."""
CALLBACK = f"/api/session/oidc/{NAME}/callback"
CHALLENGE = "S256"
PATIENCE_SECONDS = 10.0
"""For all that one step of signing in asks of the provider."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows us by, and what we ask of it."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    groups_claim: str
    callback: str
    """The whole address, as it was registered with the provider."""

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """As an administrator has set it.

        Raises:
            ValueError: something is not set without which nobody could sign in.
        """
        if not (settings.oidc_client_id and settings.public_url):
            raise ValueError(
                "AFINA_OIDC_ISSUER needs AFINA_OIDC_CLIENT_ID and AFINA_PUBLIC_URL too"
            )
        return cls(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            scopes=settings.oidc_scopes,
            groups_claim=settings.oidc_groups_claim,
            callback=settings.public_url.rstrip("/") + CALLBACK,
        )


class Provider:
    """Speaks to one provider."""

    def __init__(self, client: Client, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._directory = Directory(client.issuer, now)

    async def departure(self, errand: Errand) -> str:
        """Where the browser goes to sign in.

        Raises:
            RefusedError: PROVIDER_UNAVAILABLE.
        """
        with _faults():
            async with asyncio.timeout(PATIENCE_SECONDS):
                metadata = await self._directory.metadata()
        async with self._session(metadata) as session:
            url, _ = session.create_authorization_url(
                metadata.authorization_endpoint,
                state=errand.state,
                nonce=errand.nonce,
                code_verifier=errand.verifier,
            )
        return url

    async def arrival(self, errand: Errand, code: str, issuer: str | None = None) -> Proof:
        """Whom the provider proves for the code; ``issuer`` is who says that it gave the code.

        Raises:
            RefusedError: PROVIDER_UNAVAILABLE or SIGN_IN_UNPROVEN.
        """
        with _faults():
            async with asyncio.timeout(PATIENCE_SECONDS):
                metadata = await self._directory.metadata()
                if issuer not in (None, metadata.issuer):
                    raise UnprovenError(f"the code is from {issuer}")
                tokens = await self._redeemed(metadata, errand, code)
                return await self._proven(metadata, errand, tokens)

    async def _redeemed(self, metadata: Metadata, errand: Errand, code: str) -> dict[str, Any]:
        async with self._session(metadata) as session:
            return await session.fetch_token(
                metadata.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=errand.verifier,
            )

    async def _proven(self, metadata: Metadata, errand: Errand, tokens: dict[str, Any]) -> Proof:
        token = tokens.get("id_token")
        if not isinstance(token, str):
            raise UnprovenError("the provider gave no ID token")
        expected = Expected(
            metadata.issuer, self._client.client_id, errand.nonce, tokens.get("access_token")
        )
        claim, now = self._client.groups_claim, self._now()
        try:
            return prove(token, await self._directory.keys(), expected, now, groups_claim=claim)
        except UnknownKeyError:
            keys = await self._directory.keys(newest=True)
            return prove(token, keys, expected, now, groups_claim=claim)

    def _session(self, metadata: Metadata) -> Any:  # Authlib has no annotations
        """Sends the secret the way that the provider takes it."""
        basic = "client_secret_basic" in metadata.token_endpoint_auth_methods_supported
        confidential = "client_secret_basic" if basic else "client_secret_post"
        return AsyncOAuth2Client(
            client_id=self._client.client_id,
            client_secret=self._client.client_secret or None,
            token_endpoint_auth_method=confidential if self._client.client_secret else "none",
            scope=self._client.scopes,
            redirect_uri=self._client.callback,
            code_challenge_method=CHALLENGE,
            **transport.arguments(),
        )


@contextmanager
def _faults() -> Generator[None]:
    """What goes wrong with the provider, as a person is told; the log says more."""
    try:
        yield
    except UnprovenError as error:
        log.warning("the identity provider proved nothing", error=str(error))
        raise RefusedError(ProblemCode.SIGN_IN_UNPROVEN) from error
    except AuthlibBaseError as error:
        log.warning("the identity provider refused", error=str(error))
        raise RefusedError(ProblemCode.SIGN_IN_UNPROVEN) from error
    except (httpx2.HTTPError, MisleadingError, TimeoutError, ValueError) as error:
        log.warning("the identity provider is not there", error=str(error) or type(error).__name__)
        raise RefusedError(ProblemCode.PROVIDER_UNAVAILABLE) from error
