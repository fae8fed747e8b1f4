"""Fetches a run's examples once, and checks that they are the ones that the log names."""

import asyncio
import hashlib
import os
from pathlib import Path
from uuid import UUID

import httpx

from infra import logging, trust
from infra.settings import Settings
from schemas.events.run import FailureCode

log = logging.get(__name__)

TRIES = 8
FIRST_WAIT_SECONDS = 0.25
"""Doubled after each try: half a minute in all."""


class ExamplesError(Exception):
    """The examples cannot be had."""

    def __init__(self, code: FailureCode, detail: str, *, retryable: bool) -> None:
        super().__init__(detail)
        self.code = code
        self.retryable = retryable


async def fetch(settings: Settings, folder: Path, run_id: UUID, sha256: str) -> Path:
    """The Parquet file of run ``run_id``, from ``folder`` or else from the API.

    Raises:
        ExamplesError: see there.
    """
    target = folder / f"{sha256}.parquet"
    if target.exists() and await asyncio.to_thread(_digest, target) == sha256:
        target.touch()  # needed again: housekeeping counts from now
        return target
    run = f"{settings.api_url}/api/runs/{run_id}"
    partial = target.with_suffix(".partial")
    reason = ""
    verify = trust.context(settings.tls_ca)
    async with httpx.AsyncClient(verify=verify, timeout=30, trust_env=False) as client:
        for attempt in range(TRIES):
            if attempt:
                await asyncio.sleep(FIRST_WAIT_SECONDS * 2 ** (attempt - 1))
            try:
                grant = await _granted(client, f"{run}/grants", settings.worker_token)
                found = await _download(client, f"{run}/examples", grant, partial)
            except httpx.HTTPError as error:
                reason = str(error) or type(error).__name__
                log.warning("examples not fetched yet", error=reason)
                continue
            if found == sha256:
                partial.replace(target)
                return target
            reason = f"their SHA-256 is {found}, the log says {sha256}"
    raise ExamplesError(FailureCode.EXAMPLES_UNAVAILABLE, reason, retryable=True)


async def _granted(client: httpx.AsyncClient, url: str, token: str) -> str:
    """A permission for the run that this worker holds; each try asks for a new one."""
    answer = await client.post(url, headers={"Authorization": f"Bearer {token}"})
    answer.raise_for_status()
    return answer.json()["grant"]


async def _download(client: httpx.AsyncClient, url: str, grant: str, to: Path) -> str:
    """Stream ``url`` into ``to``; the SHA-256 of what came."""
    digest = hashlib.sha256()
    async with client.stream("GET", url, headers={"X-Afina-Grant": grant}) as response:
        response.raise_for_status()
        with to.open("wb") as file:
            async for chunk in response.aiter_bytes():
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
