"""Where a worker takes its errands, and brings what came of them: the API.

It shows its token to be told what to do. Texts and answers travel with a grant alone.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import httpx

from infra import trust
from infra.settings import Settings
from schemas.classification import Portion
from schemas.errands import (
    DETAIL_CHARACTERS,
    GRANT_HEADER,
    AnswersStored,
    ClassificationToDo,
    Errands,
    FailureTold,
)
from schemas.events.classification import ClassificationFailureCode

ANSWER_SECONDS = 30.0
NO_LONGER_OURS = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}


class NotOursError(Exception):
    """The grant has run out, or there is nothing to do any more: ask for errands again."""


class Desk:
    """The API, as one worker speaks to it."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._api = f"{settings.api_url}/api"
        self._token = {"Authorization": f"Bearer {settings.worker_token}"}

    async def errands(self) -> Errands:
        """What is to be done.

        Raises:
            httpx.HTTPError: the API is away, or does not know this worker.
        """
        answer = await self._client.get(f"{self._api}/workers/self/errands", headers=self._token)
        answer.raise_for_status()
        return Errands.model_validate_json(answer.content)

    async def tell_removed(self, run_id: UUID) -> None:
        """That a model's files are gone.

        Raises:
            httpx.HTTPError: it was not heard; to be told again.
        """
        url = f"{self._api}/workers/self/removals/{run_id}"
        (await self._client.post(url, headers=self._token)).raise_for_status()

    async def fetch(self, job: ClassificationToDo, target: Path) -> None:
        """The texts as the file ``target``, whole or not at all.

        Raises:
            NotOursError, httpx.HTTPError
        """
        partial = target.with_suffix(".partial")
        url = f"{self._of(job)}/texts"
        async with self._client.stream("GET", url, headers=_shown(job)) as response:
            _check(response)
            with partial.open("wb") as file:
                async for chunk in response.aiter_bytes():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
        partial.replace(target)

    async def store(self, job: ClassificationToDo, start: int, portion: Portion) -> int:
        """Bring the answers to the rows from ``start`` on; from where to go on.

        Raises:
            NotOursError, httpx.HTTPError
        """
        headers = _shown(job) | {"Content-Type": "application/json"}
        url = f"{self._of(job)}/answers/{start}"
        answer = await self._client.put(url, headers=headers, content=portion.model_dump_json())
        _check(answer)
        return AnswersStored.model_validate_json(answer.content).rows_answered

    async def tell_failure(
        self, job: ClassificationToDo, code: ClassificationFailureCode, detail: str
    ) -> None:
        """That there will be no answers.

        Raises:
            NotOursError, httpx.HTTPError
        """
        told = FailureTold(code=code, detail=detail[:DETAIL_CHARACTERS])
        headers = _shown(job) | {"Content-Type": "application/json"}
        url = f"{self._of(job)}/failure"
        _check(await self._client.post(url, headers=headers, content=told.model_dump_json()))

    def _of(self, job: ClassificationToDo) -> str:
        return f"{self._api}/classifications/{job.id}"


def _shown(job: ClassificationToDo) -> dict[str, str]:
    return {GRANT_HEADER: job.grant}


def _check(answer: httpx.Response) -> None:
    if answer.status_code in NO_LONGER_OURS:
        raise NotOursError
    answer.raise_for_status()


@asynccontextmanager
async def opened(settings: Settings) -> AsyncGenerator[Desk]:
    """The desk, with connections of its own until the block ends."""
    async with httpx.AsyncClient(
        verify=trust.context(settings.tls_ca), timeout=ANSWER_SECONDS, trust_env=False
    ) as client:
        yield Desk(client, settings)
