"""Classified sheets in the stream of topics: what happens to them, and how far they are."""

from collections.abc import AsyncIterator, Callable
from typing import Any
from uuid import UUID

import pytest

from api import boards
from api.access import CredentialKind
from infra.settings import Settings
from schemas.events.classification import ClassificationCompleted, ClassificationStarted
from schemas.roles import Role
from tests.api.desk import calling
from tests.api.routes.test_classifications import answered, errand, send, store
from tests.api.streaming import Line, Message, Reader, ids, on_the_line
from tests.schemas import examples
from tests.schemas.examples import CLASSIFICATION, WORKER, classification_told

SECRET = UUID("00000000-0000-4000-8000-000000000099")
"""A sheet of somebody else's."""
TRAINED = (
    examples.worker_registered(),
    examples.run_requested(),
    examples.run_started(),
    examples.run_completed(),
)


@pytest.fixture
async def line(
    settings: Settings, projecting: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Line]:
    monkeypatch.setattr(boards, "REST_SECONDS", 0.01)
    async with on_the_line(settings) as line:
        await line.desk.write(*TRAINED)
        yield line


class Watcher:
    """Whoever reads a stream until what they wait for was told, in whatever order it came."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.seen: list[Message] = []

    async def sees(self, wanted: Callable[[Message], bool]) -> Message:
        while not (found := [each for each in self.seen if wanted(each)]):
            message = await self._reader.next()
            assert message is not None, "the stream ended"
            self.seen.append(message)
        return found[0]

    async def board(self, wanted: Callable[[list[dict[str, Any]]], bool]) -> Any:
        """The first board of sheets that is as wanted."""
        shown = await self.sees(lambda each: each.id is None and wanted(each.data["items"]))
        assert shown.event == "classifications"
        return shown.data["items"]

    async def sheet(self, **known: object) -> dict[str, Any]:
        """The only sheet of the first board where it is as ``known``."""
        items = await self.board(lambda items: bool(items) and known.items() <= items[0].items())
        assert len(items) == 1
        return items[0]

    async def event(self, name: str) -> Message:
        return await self.sees(lambda each: each.id is not None and each.event == name)


async def test_who_follows_their_sheets_sees_answers_come_and_the_end(line: Line):
    """Every portion that is stored shows, the last one as an event, and nothing goes on then."""
    await send(line.http)
    token = await line.desk.token(WORKER, CredentialKind.WORKER)
    async with calling(line.desk, token) as machine, line.following("classifications") as reader:
        watcher = Watcher(reader)
        waits = await watcher.sheet()
        job = await errand(machine)
        assert job is not None
        headers = {"X-Afina-Grant": job["grant"]}
        await machine.get(f"/api/classifications/{job['id']}/texts", headers=headers)
        await watcher.event("started")
        begun = await watcher.sheet(status="running")
        await store(line.desk, job, 0, answered("cível", 0.9))
        further = await watcher.sheet(rows_answered=1)
        await store(line.desk, job, 1, answered("penal", 0.9), answered("cível", 0.9))
        ended = await watcher.event("completed")
        assert await watcher.board(lambda items: items == []) == []

    assert (waits["id"], waits["queue_position"], waits["status"]) == (job["id"], 1, "queued")
    assert (begun["queue_position"], begun["rows_answered"]) == (None, 0)
    assert further["rows"] == 3
    assert (ended.data["entity"], ended.data["id"]) == ("classification", job["id"])
    assert ended.data["topics"] == ["classifications"]


async def test_other_peoples_sheets_are_never_seen(line: Line):
    """Neither what was, nor what happens, nor how far it is; only that somebody is before."""
    theirs = {"classification_id": SECRET, "owner_id": "josé"}
    await line.desk.write(
        examples.classification_requested(**theirs), examples.classification_requested()
    )
    async with line.following("classifications", after="0") as reader:
        [before] = await reader.some(1)
        [shown] = await reader.some(1, placed=False)
        await line.desk.write(
            classification_told(ClassificationStarted, **theirs),
            classification_told(ClassificationCompleted, **theirs),
            classification_told(ClassificationStarted),
        )
        [after] = await reader.some(1)

    assert [before.data["id"], after.data["id"]] == [str(CLASSIFICATION)] * 2
    assert (before.event, after.event) == ("requested", "started")
    [own] = shown.data["items"]
    assert (own["id"], own["queue_position"]) == (str(CLASSIFICATION), 2)


async def test_an_administrator_is_told_of_their_own_sheets_alone(line: Line):
    """What an administrator may see of others is asked for, and does not come by itself."""
    await line.desk.write(examples.classification_requested())
    root = await line.desk.token("root", role=Role.ADMIN)
    line.http.headers["Authorization"] = f"Bearer {root}"
    async with line.following("classifications", after="0") as reader:
        [shown] = await reader.some(1, placed=False)

    assert shown.data["items"] == []


async def test_ids_grow_and_whoever_comes_back_misses_nothing(line: Line):
    """From every id that a client can have seen last."""
    happened = [
        examples.classification_requested(),
        classification_told(ClassificationStarted),
        classification_told(ClassificationCompleted),
    ]
    async with line.following("classifications", "runs") as reader:
        for event in happened:
            await line.desk.write(event)
        seen = await reader.some(3)
    assert ids(seen) == sorted(set(ids(seen)))
    for number, message in enumerate(seen):
        async with line.following("classifications", "runs", last=message.id) as reader:
            rest = seen[number + 1 :]
            again = await reader.some(len(rest))
        assert [each.id for each in again] == [each.id for each in rest]
