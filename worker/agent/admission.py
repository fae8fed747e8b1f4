"""Whether a broker that lets the worker out has done so for good: the API knows, and is asked.

The broker refuses in the same words a worker that was revoked, and one that nobody can judge just
now. The one must end; the other waits, and its training goes on meanwhile.
"""

import asyncio
from http import HTTPStatus

import httpx

from infra import logging, trust
from infra.settings import Settings
from worker.agent.registration import NotAdmittedError

log = logging.get(__name__)

ASK_AGAIN_SECONDS = 10.0
ANSWER_SECONDS = 10.0


class Doorkeeper:
    """Hears each refusal, and finds out what it means."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._refused = asyncio.Event()

    def on_refused(self) -> None:
        """Take note that the broker did not let us in."""
        self._refused.set()

    async def turned_away(self) -> None:
        """Go on until it is certain that the worker may not work any more.

        Raises:
            NotAdmittedError: it is.
        """
        while True:
            await self._refused.wait()
            self._refused.clear()
            if await self._is_void():
                raise NotAdmittedError(self._settings.worker_id)
            log.warning("not let in; the broker could not ask, or the API is away")
            await asyncio.sleep(ASK_AGAIN_SECONDS)

    async def _is_void(self) -> bool:
        """Whether the API does not know the token, or not any more."""
        url = f"{self._settings.api_url}/api/workers/self"
        headers = {"Authorization": f"Bearer {self._settings.worker_token}"}
        try:
            async with httpx.AsyncClient(
                verify=trust.context(self._settings.tls_ca),
                timeout=ANSWER_SECONDS,
                trust_env=False,
            ) as client:
                status = (await client.get(url, headers=headers)).status_code
        except httpx.HTTPError:
            return False
        return status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT}
