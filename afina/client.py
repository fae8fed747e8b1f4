"""The API as the command line uses it: the same requests that anybody can make."""

import asyncio
import dataclasses
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from afina import sse
from afina.sse import Message
from afina.stack import Running
from infra import trust

SILENCE_SECONDS = 45.0
"""Without even a ping a stream is taken for dead."""
ANSWER_SECONDS = 120.0
"""A large workbook takes its time."""
ALERTS = 100
"""The newest that are asked for at once."""
RETRY_SECONDS = 1.0
PATIENCE_SECONDS = 60.0
"""A restart takes seconds; a server that is away for longer was stopped."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or a question, and where, if that is known."""

    sentence: str
    code: str = ""
    row: int | None = None
    """As a spreadsheet program numbers it."""
    column: str | None = None
    field: str | None = None
    """Of the request."""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    """The figures in the sentence, and what there is to choose from."""


class RefusedError(Exception):
    """The API said no, in sentences."""

    def __init__(self, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.faults = tuple(faults) or (Fault(detail),)
        """Each thing that is wrong; the whole of it where the API named none."""


class UnreachableError(Exception):
    """The API does not answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A spreadsheet to send, and what is known of its columns."""

    path: Path
    name: str
    reading: Mapping[str, str | None] = dataclasses.field(default_factory=dict)
    """The form's fields about how it is to be read; None leaves one to the API."""

    def fields(self) -> dict[str, str]:
        """The form's fields that were given."""
        given = {name: value for name, value in self.reading.items() if value is not None}
        return {"name": self.name} | given


class Client:
    """One person's access to the API."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def upload(self, upload: Upload) -> tuple[dict[str, Any], bool]:
        """The dataset, and whether the server knew the file already.

        Raises:
            RefusedError: the file cannot be used.
        """
        with upload.path.open("rb") as file:
            answer = await self.send(
                "POST",
                "/api/datasets/upload",
                data=upload.fields(),
                files={"file": (upload.path.name, file)},
            )
        return answer.json(), answer.status_code == HTTPStatus.OK

    async def request_run(self, wish: Mapping[str, Any]) -> str:
        """Ask for a run; its id. Asked again by the network's fault, it is one run all the same.

        Raises:
            RefusedError: the wish cannot be granted.
        """
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await self.send("POST", "/api/runs", json=dict(wish), headers=headers)
        return answer.json()["id"]

    async def estimates(self, wish: Mapping[str, Any]) -> dict[str, Any]:
        """How long a training would take.

        Raises:
            RefusedError: the wish cannot be granted, or its dataset is too old to be judged.
        """
        return (await self.send("POST", "/api/runs/estimates", json=dict(wish))).json()

    async def run(self, run_id: str) -> dict[str, Any]:
        """All that is known of a run."""
        return (await self.send("GET", f"/api/runs/{run_id}")).json()

    async def metrics(self, run_id: str) -> dict[str, Any]:
        """What a run measured."""
        return (await self.send("GET", f"/api/runs/{run_id}/metrics")).json()

    async def predictions(
        self, run_id: str, texts: Sequence[str], question: str | None
    ) -> dict[str, Any]:
        """What a run's model answers to texts, and what it was taught.

        Raises:
            RefusedError: there is no such model, it is out of reach, or it cannot be asked so.
        """
        wish = {"texts": list(texts), "question": question}
        return (await self.send("POST", f"/api/models/{run_id}/predictions", json=wish)).json()

    async def reproduce(self, run_id: str) -> str:
        """Ask for the same run again; the new one's id.

        Raises:
            RefusedError: there is no such run, or its dataset is gone.
        """
        headers = {"Idempotency-Key": str(uuid4())}
        answer = await self.send("POST", f"/api/runs/{run_id}/reproduce", headers=headers)
        return answer.json()["id"]

    async def retry(self, run_id: str, *, lighter: bool) -> str:
        """Ask for a failed run again, lighter or from where it was; the new one's id.

        Raises:
            RefusedError: there is no such run, it did not fail, or nothing can be made lighter.
        """
        headers, wish = {"Idempotency-Key": str(uuid4())}, {"lighter": lighter}
        answer = await self.send("POST", f"/api/runs/{run_id}/retry", json=wish, headers=headers)
        return answer.json()["id"]

    async def reproduction(self, run_id: str) -> dict[str, Any]:
        """A repeated run beside its original."""
        return (await self.send("GET", f"/api/runs/{run_id}/reproduction")).json()

    async def cancel(self, run_id: str, *, keep_model: bool = False) -> None:
        """Ask for an end of the run; one that was cancelled already is no error.

        Raises:
            RefusedError: there is no such run, or it has ended otherwise.
        """
        wish = {"keep_model": keep_model}
        await self.send("POST", f"/api/runs/{run_id}/cancel", json=wish)

    async def alerts(self, *, only_open: bool) -> dict[str, Any]:
        """The newest alerts, and how many there are."""
        params = {"open": only_open, "limit": ALERTS}
        return (await self.send("GET", "/api/alerts", params=params)).json()

    async def workers(self) -> list[dict[str, Any]]:
        """Every computer that was ever admitted."""
        return (await self.send("GET", "/api/workers")).json()["items"]

    async def renew_key(self, worker_id: str) -> dict[str, Any]:
        """A worker's registration with another key; the one before opens nothing.

        Raises:
            RefusedError: there is no such worker, or it may not work any more.
        """
        return (await self.send("POST", f"/api/workers/{worker_id}/token")).json()

    async def revoke_worker(self, worker_id: str) -> None:
        """Let a worker work no more.

        Raises:
            RefusedError: there is no such worker.
        """
        await self.send("POST", f"/api/workers/{worker_id}/revoke")

    async def limits(self) -> dict[str, Any]:
        """What holds for everybody."""
        return (await self.send("GET", "/api/limits")).json()

    async def set_limits(self, wish: Mapping[str, float]) -> dict[str, Any]:
        """What holds once ``wish`` does.

        Raises:
            RefusedError: a figure is beyond what can be.
        """
        return (await self.send("PATCH", "/api/limits", json=dict(wish))).json()

    async def reset_limit(self, name: str) -> dict[str, Any]:
        """What holds once a limit is what the environment says.

        Raises:
            RefusedError: there is no such limit.
        """
        return (await self.send("DELETE", f"/api/limits/{name}")).json()

    async def audit(self, query: Mapping[str, Any]) -> dict[str, Any]:
        """Some lines of the audit trail, newest first.

        Raises:
            RefusedError: there is no such filter.
        """
        return (await self.send("GET", "/api/audit", params=dict(query))).json()

    async def audit_file(self, query: Mapping[str, Any], target: Path) -> int:
        """Write the lines that are asked for to ``target``; its size in bytes.

        Raises:
            RefusedError: there is no such filter.
        """
        request = self._http.build_request("GET", "/api/audit/export", params=dict(query))
        answer = await self._http.send(request, stream=True)
        try:
            if answer.is_error:
                await answer.aread()
                raise _refusal(answer)
            with target.open("xb") as file:
                return sum([file.write(chunk) async for chunk in answer.aiter_bytes()])
        except httpx.HTTPError as error:
            raise UnreachableError(str(self._http.base_url)) from error
        finally:
            await answer.aclose()

    async def events(self, run_id: str) -> AsyncGenerator[Message | None]:
        """The run's events from its first, until it ends; None whenever the link was lost.

        Raises:
            UnreachableError: the API has been away for ``PATIENCE_SECONDS``.
        """
        after, away_since = "0", None
        while True:
            try:
                async for message in self._stream(run_id, after):
                    after, away_since = message.id or after, None
                    yield message
                if (await self.run(run_id))["status"] not in {"queued", "running"}:
                    return
                away_since = None
            except (httpx.HTTPError, UnreachableError) as error:
                away_since = away_since or time.monotonic()
                if time.monotonic() - away_since > PATIENCE_SECONDS:
                    raise UnreachableError(str(self._http.base_url)) from error
                yield None
            await asyncio.sleep(RETRY_SECONDS)

    async def _stream(self, run_id: str, after: str) -> AsyncGenerator[Message]:
        path, headers = f"/api/runs/{run_id}/events", {"Last-Event-ID": after}
        timeout = httpx.Timeout(10.0, read=SILENCE_SECONDS)
        async with self._http.stream("GET", path, headers=headers, timeout=timeout) as answer:
            answer.raise_for_status()
            async for message in sse.messages(answer.aiter_lines()):
                yield message

    async def send(self, method: str, path: str, **parts: Any) -> httpx.Response:
        """The answer to one request.

        Raises:
            RefusedError: the API says no.
            UnreachableError: it says nothing.
        """
        try:
            answer = await self._http.request(method, path, **parts)
        except httpx.HTTPError as error:
            raise UnreachableError(str(self._http.base_url)) from error
        if answer.is_error:
            raise _refusal(answer)
        return answer


def _refusal(answer: httpx.Response) -> RefusedError:
    """The problem that an error answer holds; whatever else it holds, as it is."""
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return RefusedError(f"HTTP {answer.status_code}")
    problem = answer.json()
    told = {each.name for each in dataclasses.fields(Fault)}
    return RefusedError(
        problem["detail"],
        [
            Fault(**{name: value for name, value in item.items() if name in told})
            for item in problem.get("problems") or ()
        ],
    )


@asynccontextmanager
async def connected(running: Running, language: str) -> AsyncGenerator[Client]:
    """A client of the stack that runs, for its owner, answered in ``language``."""
    # The local API is never behind the proxy that the environment may name.
    async with httpx.AsyncClient(
        base_url=running.address,
        headers={"Authorization": f"Bearer {running.token}", "Accept-Language": language},
        timeout=ANSWER_SECONDS,
        trust_env=False,
        verify=trust.context(running.authority),
    ) as http:
        yield Client(http)
