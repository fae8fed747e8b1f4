"""How a computer becomes a worker: it asks the API who it is, then tries the broker.

Where an authority was named, certificates of nobody else count, now and ever after. It is named by
its file, or by its fingerprint: then it is fetched from whoever answers, and nothing is told there
before the fingerprints agree.
"""

import asyncio
import ssl
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from afina.membership import Membership
from infra import trust

ANSWER_SECONDS = 20.0


class Obstacle(Enum):
    """Why a computer cannot join."""

    NOT_AN_ADDRESS = auto()
    UNREACHABLE = auto()
    NOT_A_FINGERPRINT = auto()
    PLAIN_TEXT = auto()
    UNTRUSTED = auto()
    MISNAMED = auto()
    NO_AUTHORITY = auto()
    OTHER_AUTHORITY = auto()
    STRANGER = auto()
    BROKER_REFUSED = auto()


class JoinError(Exception):
    """A computer cannot join; the person's turn."""

    def __init__(self, obstacle: Obstacle, **told: str) -> None:
        super().__init__(obstacle.name)
        self.obstacle = obstacle
        self.told = told


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a person was given by an administrator."""

    url: str
    token: str
    authority: Path | None = None
    """The file with the only authority whose certificates count; None for the computer's own."""
    fingerprint: str | None = None
    """Of the authority that the installation made for itself."""

    @property
    def api_url(self) -> str:
        """The address, if it is one.

        Raises:
            JoinError: it is none.
        """
        url = self.url.rstrip("/")
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise JoinError(Obstacle.NOT_AN_ADDRESS, url=url)
        return url


async def introduced(invitation: Invitation) -> str:
    """The certificate of the installation's authority, which has the fingerprint.

    Raises:
        JoinError: the fingerprint is none, or whoever answers shows no such authority.
    """
    url, wanted = invitation.api_url, trust.written(invitation.fingerprint or "")
    if wanted is None:
        raise JoinError(Obstacle.NOT_A_FINGERPRINT, fingerprint=str(invitation.fingerprint))
    if urlsplit(url).scheme != "https":
        raise JoinError(Obstacle.PLAIN_TEXT, url=url)
    answer = await _get(f"{url}/api/workers/ca", trust.of_anybody())
    if answer.status_code != HTTPStatus.OK:
        raise JoinError(Obstacle.NO_AUTHORITY, url=url)
    try:
        certificate = trust.alone(answer.text)
        shown = trust.fingerprint(certificate)
    except ValueError as error:
        raise JoinError(Obstacle.NO_AUTHORITY, url=url) from error
    if shown != wanted:
        raise JoinError(Obstacle.OTHER_AUTHORITY, url=url, wanted=wanted, shown=shown)
    return certificate


async def accepted(invitation: Invitation) -> Membership:
    """Who this computer is, as the API at the address says.

    Raises:
        JoinError: the address is none, does not answer, is not trusted, or knows no such token.
    """
    url, authority = invitation.api_url, invitation.authority
    context = trust.context(authority)
    answer = await _get(f"{url}/api/workers/self", context, invitation.token)
    if answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise JoinError(Obstacle.STRANGER)
    if answer.status_code != HTTPStatus.OK:
        raise JoinError(Obstacle.UNREACHABLE, url=url, reason=str(answer.status_code))
    told = answer.json()
    return Membership(
        api_url=url,
        nats_url=told["nats_url"],
        token=invitation.token,
        worker_id=told["id"],
        name=told["name"],
        pool=told["pool"],
        tls_ca=str(authority.absolute()) if authority else None,
    )


async def _get(url: str, verify: ssl.SSLContext, token: str | None = None) -> httpx.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    try:
        async with httpx.AsyncClient(
            verify=verify, headers=headers, timeout=ANSWER_SECONDS, trust_env=False
        ) as client:
            return await client.get(url)
    except httpx.HTTPError as error:
        raise _unreached(url, error) from error


def _unreached(url: str, error: httpx.HTTPError) -> JoinError:
    """Why nothing was answered: a certificate that does not count is the person's turn."""
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is None:
        reason = str(error) or type(error).__name__
        return JoinError(Obstacle.UNREACHABLE, url=url, reason=reason)
    if cause.verify_code in trust.NAMES_DIFFER:
        return JoinError(Obstacle.MISNAMED, url=url, host=str(urlsplit(url).hostname))
    return JoinError(Obstacle.UNTRUSTED, url=url, reason=cause.verify_message)


async def try_broker(membership: Membership) -> None:
    """Return once the broker has let this worker in.

    Raises:
        JoinError: it does not.
    """
    from infra import bus

    refused = asyncio.Event()
    name = f"worker.{membership.worker_id}"
    authority = Path(membership.tls_ca) if membership.tls_ca else None

    async def come_in() -> None:
        async with bus.connected(
            membership.nats_url,
            name,
            token=membership.token,
            authority=authority,
            on_refused=refused.set,
        ) as client:
            await client.flush()

    coming = asyncio.create_task(come_in())
    turned_away = asyncio.create_task(refused.wait())
    done, _ = await asyncio.wait(
        {coming, turned_away}, timeout=ANSWER_SECONDS, return_when=asyncio.FIRST_COMPLETED
    )
    for task in (coming, turned_away):
        task.cancel()
    await asyncio.wait({coming, turned_away})
    if coming not in done:
        reason = bus.REFUSED if turned_away in done else "no answer"
        raise JoinError(Obstacle.BROKER_REFUSED, url=membership.nats_url, reason=reason)
    coming.result()
