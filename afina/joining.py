"""How a computer becomes a worker: it asks the API who it is, then tries the broker.

Where a fingerprint was given, the server must first show the authority that has it; nothing secret
is sent before, and certificates of nobody else count afterwards.
"""

import asyncio
import hashlib
import ssl
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from afina.embedded.secrets import write_private
from afina.membership import AUTHORITY, Membership
from infra import trust

ANSWER_SECONDS = 20.0
AUTHORITY_PATH = "/ca.pem"


class Obstacle(Enum):
    """Why a computer cannot join."""

    NOT_AN_ADDRESS = auto()
    UNREACHABLE = auto()
    STRANGER = auto()
    BROKER_REFUSED = auto()
    WRONG_FINGERPRINT = auto()


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
    fingerprint: str | None = None
    """The SHA-256 of the authority's certificate, in hexadecimal digits."""


async def accepted(invitation: Invitation, data_dir: Path) -> Membership:
    """Who this computer is, as the API at the address says.

    Raises:
        JoinError: the address is none, does not answer, shows another authority, or knows no such
            token.
    """
    url = invitation.url.rstrip("/")
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise JoinError(Obstacle.NOT_AN_ADDRESS, url=url)
    authority = await _authority(url, invitation.fingerprint, data_dir)
    answer = await _get(f"{url}/api/workers/self", trust.context(authority), invitation.token)
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
        tls_ca=str(authority) if authority else None,
    )


async def _authority(url: str, fingerprint: str | None, data_dir: Path) -> Path | None:
    """The file with the authority that the server shows, if it has the fingerprint."""
    if fingerprint is None:
        return None
    unseen = ssl.create_default_context()
    unseen.check_hostname, unseen.verify_mode = False, ssl.CERT_NONE
    shown = (await _get(f"{url}{AUTHORITY_PATH}", unseen)).text
    try:
        found = hashlib.sha256(ssl.PEM_cert_to_DER_cert(shown)).hexdigest()
    except ValueError:
        found = "-"
    if found != fingerprint.replace(":", "").lower():
        raise JoinError(Obstacle.WRONG_FINGERPRINT, found=found)
    file = data_dir / AUTHORITY
    write_private(file, shown)
    return file


async def _get(url: str, verify: ssl.SSLContext, token: str | None = None) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        async with httpx.AsyncClient(
            verify=verify, headers=headers, timeout=ANSWER_SECONDS, trust_env=False
        ) as client:
            return await client.get(url)
    except httpx.HTTPError as error:
        raise JoinError(
            Obstacle.UNREACHABLE, url=url, reason=str(error) or type(error).__name__
        ) from error


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
