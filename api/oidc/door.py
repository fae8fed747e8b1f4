"""The door for people whom an identity provider knows: they are sent there, and let in again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine

from api.oidc import accounts
from api.oidc.admission import Rules
from api.oidc.errand import Errand, seal, unseal
from api.oidc.provider import Client, Provider
from api.people import keys
from api.people.entrance import Entry
from api.people.visitor import Visitor
from api.problems import RefusedError
from infra.settings import Settings
from schemas.problems import ProblemCode

KEY = "oidc"
CANCELLED = "access_denied"


@dataclass(frozen=True, slots=True)
class Returned:
    """What the address says with which a browser comes back from the provider."""

    state: str
    code: str | None
    error: str | None
    issuer: str | None
    """Who gave the code (RFC 9207), if the provider says so."""


class Door:
    """Of one identity provider."""

    def __init__(
        self, engine: AsyncEngine, settings: Settings, now: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._now = now
        self._provider = Provider(Client.of(settings), now)
        self._rules = Rules(settings.oidc_join, settings.oidc_admin_group)
        self._life = timedelta(hours=settings.session_hours)
        self._key = b""

    async def send(self, destination: str) -> tuple[str, str]:
        """Where the browser goes, and the sealed errand that it takes along.

        Raises:
            RefusedError: PROVIDER_UNAVAILABLE.
        """
        errand = Errand.new(destination)
        url = await self._provider.departure(errand)
        return url, seal(errand, await self._sealing_key(), self._now())

    async def errand(self, sealed: str | None, returned: Returned) -> Errand:
        """What the browser set out for.

        Raises:
            RefusedError: SIGN_IN_STALE: it did not set out, or with another errand.
        """
        errand = unseal(sealed, await self._sealing_key(), self._now())
        errand.confirm(returned.state)
        return errand

    async def let_in(self, errand: Errand, returned: Returned, visitor: Visitor) -> Entry:
        """Let in the person whom the provider proves.

        Raises:
            RefusedError: SIGN_IN_CANCELLED, SIGN_IN_UNPROVEN, PROVIDER_UNAVAILABLE, NOT_INVITED or
                ACCOUNT_CLOSED.
        """
        if returned.error == CANCELLED:
            raise RefusedError(ProblemCode.SIGN_IN_CANCELLED)
        if returned.code is None:
            raise RefusedError(ProblemCode.SIGN_IN_UNPROVEN)
        proof = await self._provider.arrival(errand, returned.code, returned.issuer)
        async with self._engine.begin() as tx:
            now = self._now()
            token = await accounts.enter(tx, proof, self._rules, visitor, self._life, now)
        return Entry(token)

    async def _sealing_key(self) -> bytes:
        if not self._key:
            self._key = await keys.key(self._engine, KEY)
        return self._key
