"""One installation with people, a shared dataset, a shared model and a run under way."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from api.access import CHANGE_HEADER
from tests.access import askers
from tests.access.askers import FRIEND, HOLDER, SPARE, Asker
from tests.access.table import NOTHING, Route, Row
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import GOOD, form, upload
from tests.schemas import examples
from tests.schemas.examples import CLASSIFICATION, OWNER, RUN

COMPLETED = uuid4()
UNUSABLE = b"text;label\na;b"


@dataclass(frozen=True, slots=True)
class Scene:
    """What there is, and by what everybody is known."""

    desk: Desk
    tokens: Mapping[Asker, str | None]
    dataset_id: str

    async def status(self, asker: Asker, route: Route, row: Row) -> int:
        """What the route answers to the asker."""
        names = self._names(row)
        method, path = route[0], route[1].format_map(names)
        query = {name: str(value).format_map(names) for name, value in row.query.items()}
        if path == "/api/events":
            return await self._begun(asker, f"{path}?{urlencode(query)}")
        sent: dict[str, Any] = {}
        if isinstance(row.body, dict):
            sent["json"] = {
                name: value.format_map(names) if isinstance(value, str) else value
                for name, value in row.body.items()
            }
        if path in {"/api/datasets/upload", "/api/datasets/validate"}:
            sent = form(UNUSABLE)
        sent["headers"] = {CHANGE_HEADER: "1"}
        async with calling(self.desk, self.tokens[asker]) as http:
            answer = await http.request(method, path, params=query or None, **sent)
        return answer.status_code

    def _names(self, row: Row) -> dict[str, str]:
        run_id = RUN if row.running else COMPLETED
        missing = dict.fromkeys(("progress_id", "session_id", "token_id", "draft_id"), NOTHING)
        people = {"grantee": FRIEND, "user_id": FRIEND, "worker_id": "gpu-9", "name": "none"}
        missing |= {"provider": "none", "start": "0"}
        things = {"dataset_id": self.dataset_id, "run_id": str(run_id)}
        things["classification_id"] = str(CLASSIFICATION)
        return things | missing | people | row.names

    async def _begun(self, asker: Asker, address: str) -> int:
        """With what status a stream begins; it is left then."""
        status: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                status.set_result(message["status"])

        async def receive() -> Any:
            if status.done():
                await asyncio.Event().wait()
            return {"type": "http.request", "body": b"", "more_body": False}

        scope = self._scope(asker, address)
        task = asyncio.create_task(self.desk.application(scope, receive, send))
        try:
            return await status
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def _scope(self, asker: Asker, address: str) -> Any:
        path, _, query = address.partition("?")
        token = self.tokens[asker]
        headers = [(b"host", b"localhost")]
        if token is not None:
            headers.append((b"authorization", f"Bearer {token}".encode()))
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50000),
            "server": ("localhost", 80),
        }


async def set_up(desk: Desk) -> Scene:
    """Everything that the table asks about."""
    tokens = await askers.tokens(desk)
    async with calling(desk, tokens[Asker.OWNER]) as http:
        uploaded = (await upload(http, GOOD + b"\r\n;sem texto")).json()
    dataset_id = uploaded["id"]
    about = {"dataset_id": dataset_id, "owner_id": OWNER}
    examples_of = {name: uploaded[name] for name in ("examples_sha256", "examples_size_bytes")}
    await desk.write(
        *(examples.worker_registered(worker_id=each, event_id=uuid4()) for each in (HOLDER, SPARE)),
        examples.run_requested(**about, **examples_of),
        examples.run_started(worker_id=HOLDER),
        examples.run_requested(run_id=COMPLETED, event_id=uuid4(), **about),
        examples.run_started(run_id=COMPLETED, event_id=uuid4()),
        examples.run_completed(run_id=COMPLETED, event_id=uuid4()),
        examples.dataset_shared(FRIEND, dataset_id=dataset_id),
        examples.model_shared(FRIEND, run_id=COMPLETED),
        examples.classification_requested(run_id=COMPLETED),
    )
    return Scene(desk, tokens, dataset_id)
