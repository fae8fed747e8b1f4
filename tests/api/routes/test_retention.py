"""The policy of retention, for administrators."""

from collections.abc import AsyncIterator

import httpx
import pytest
from nats.aio.msg import Msg

from schemas import subjects
from schemas.events.setting import RETENTION, RetentionApplied, SettingChanged
from schemas.installation import Cleaning, CleaningWish
from schemas.retention import Found, Preview, Removed, Retention, RetentionKind
from schemas.roles import Role
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.schemas.examples import system_event


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator, asking in English."""
    async with desks.calling(desk, await desk.token("local", role=Role.ADMIN)) as http:
        yield http


async def test_the_policy_is_the_default_until_somebody_changes_it(admin: httpx.AsyncClient):
    told = (await admin.get("/api/retention")).json()

    assert told["policy"] == told["defaults"] == Retention().model_dump()
    assert told["last"] is None


async def test_a_change_is_an_event_first_and_counts_from_then_on(
    desk: Desk, admin: httpx.AsyncClient
):
    """What was not named stays; the same again is no event."""
    first = await admin.patch("/api/retention", json={"log_lines_days": 30})
    await admin.patch("/api/retention", json={"log_lines_days": 30})
    await admin.patch("/api/retention", json={"notices_days": 5})

    assert first.json()["policy"]["log_lines_days"] == 30
    policy = (await admin.get("/api/retention")).json()["policy"]
    assert policy == Retention(log_lines_days=30, notices_days=5).model_dump()
    history = await desk.services.log.history(subjects.setting(RETENTION))
    told = [one.event.value for one in history if isinstance(one.event, SettingChanged)]
    assert [value["notices_days"] for value in told] == [30, 5]


@pytest.mark.parametrize("change", [{"log_lines_days": 14}, {"notices_days": 0}, {"nonsense": 1}])
async def test_a_policy_that_cannot_be_kept_is_refused(
    admin: httpx.AsyncClient, change: dict[str, int]
):
    """Log lines that the broker still has would come back with the next replay."""
    answer = await admin.patch("/api/retention", json=change)

    assert answer.json()["code"] == "invalid_request"


async def test_what_the_last_pass_removed_is_shown(desk: Desk, admin: httpx.AsyncClient):
    gone = Removed(kind=RetentionKind.NOTICES, count=3, size_bytes=100)
    await desk.write(system_event(RetentionApplied, removed=[gone]))

    last = (await admin.get("/api/retention")).json()["last"]

    assert last["removed"] == [gone.model_dump(mode="json")]


async def test_a_preview_is_what_the_consumers_say(desk: Desk, admin: httpx.AsyncClient):
    """They alone can look; where none answers, one may try again."""
    assert (await admin.get("/api/retention/preview")).json()["code"] == "unavailable"
    found = Found(kind=RetentionKind.NOTICES, count=1, size_bytes=10, examples=["run_failed"])

    async def answer(message: Msg) -> None:
        await message.respond(Preview(found=[found]).model_dump_json().encode())

    await desk.services.log.client.subscribe(subjects.RETENTION_PREVIEW, cb=answer)

    told = (await admin.get("/api/retention/preview")).json()
    assert told == {"found": [found.model_dump(mode="json")]}


@pytest.mark.parametrize("path", ["/api/retention", "/api/retention/preview"])
async def test_retention_is_for_administrators(http: httpx.AsyncClient, path: str):
    assert (await http.get(path)).json()["code"] == "forbidden"


async def test_an_administrator_lets_things_go_now(desk: Desk, admin: httpx.AsyncClient):
    """The consumers do it in that person's name; where another pass is at work, that is said."""
    gone = Removed(kind=RetentionKind.NOTICES, count=3, size_bytes=100)
    answers = iter([Cleaning(removed=[gone]), Cleaning(removed=None)])
    wishes: list[CleaningWish] = []

    async def answer(message: Msg) -> None:
        wishes.append(CleaningWish.model_validate_json(message.data))
        await message.respond(next(answers).model_dump_json().encode())

    assert (await admin.post("/api/retention/apply")).json()["code"] == "unavailable"
    await desk.services.log.client.subscribe(subjects.RETENTION_APPLY, cb=answer)
    told = (await admin.post("/api/retention/apply")).json()
    refused = await admin.post("/api/retention/apply")

    assert told == {"removed": [gone.model_dump(mode="json")], "unread": []}
    assert wishes[0].actor.id == "local"
    assert (refused.status_code, refused.json()["code"]) == (409, "retention_running")
