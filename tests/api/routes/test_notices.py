"""What a person hears of, and by which ways."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from sqlalchemy import insert, select, update

from infra import clock
from schemas import tables
from schemas.base import Event
from schemas.events.classification import ClassificationCompleted, ClassificationDeleted
from schemas.events.worker import WorkerLost
from schemas.notices import NoticeKind, heard_by
from schemas.roles import Role
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.schemas.examples import (
    OWNER,
    RUN,
    alert_raised,
    classification_event,
    classification_requested,
    classification_told,
    epoch_completed,
    job_failed,
    run_completed,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)

PATH = "/api/me/notices"
WISHES = f"{PATH}/wishes"
BEGINNING = (run_requested(), run_started(), epoch_completed())
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
async def people(desk: Desk) -> AsyncGenerator[dict[str, httpx.AsyncClient]]:
    """The run's owner, another person and an administrator; nobody has seen anything yet."""
    async with AsyncExitStack() as stack:
        roles = {OWNER: Role.USER, "joana": Role.USER, "root": Role.ADMIN}
        yield {
            name: await stack.enter_async_context(
                desks.calling(desk, await newcomer(desk, name, role))
            )
            for name, role in roles.items()
        }


async def newcomer(desk: Desk, name: str, role: Role) -> str:
    token = await desk.token(name, role=role)
    async with desk.services.engine.begin() as tx:
        await tx.execute(update(tables.users).values(bell_seen_at=LONG_AGO))
    return token


async def titles(client: httpx.AsyncClient) -> list[str]:
    """What the bell tells, in English."""
    answer = await client.get(PATH, headers={"Accept-Language": "en"})
    return [each["title"] for each in answer.raise_for_status().json()["items"]]


async def test_the_bell_tells_everybody_what_is_theirs_newest_first(
    desk: Desk, people: dict[str, httpx.AsyncClient]
):
    """An administrator hears of machines, and of nobody's trainings but their own."""
    await desk.write(*BEGINNING, alert_raised(code="no_progress"), run_completed())
    await desk.write(worker_registered(), worker_event(WorkerLost))

    assert await titles(people[OWNER]) == [
        "Training completed: Triagem de petições",
        "Attention: No progress: Triagem de petições",
    ]
    assert await titles(people["joana"]) == []
    assert await titles(people["root"]) == ["Training machine not answering: gpu-1"]


async def test_a_failed_training_leads_to_its_page(
    desk: Desk, people: dict[str, httpx.AsyncClient]
):
    """And says the same under the same id, however often it is asked."""
    await desk.write(*BEGINNING, job_failed(final=True))

    [first] = (await people[OWNER].get(PATH)).json()["items"]
    [again] = (await people[OWNER].get(PATH)).json()["items"]

    assert first == again
    assert (first["kind"], first["run_id"], first["new"]) == ("run_failed", str(RUN), True)
    assert first["title"] == "Training failed: Triagem de petições"


async def test_a_classified_sheet_is_told_to_who_sent_it_until_it_is_deleted(
    desk: Desk, people: dict[str, httpx.AsyncClient]
):
    """Whosever the model is."""
    asked = classification_requested(owner_id="joana", filename="petições.xlsx")
    ended = classification_told(ClassificationCompleted, owner_id="joana")
    await desk.write(*BEGINNING, run_completed(), asked, ended)

    assert await titles(people["joana"]) == ["Spreadsheet classified: petições.xlsx"]
    [told] = (await people["joana"].get(PATH)).json()["items"]
    assert (told["run_id"], told["filename"]) == (str(RUN), "petições.xlsx")

    await desk.write(classification_event(ClassificationDeleted, owner_id="joana"))
    assert await titles(people["joana"]) == []


async def test_the_installations_alerts_are_administrators(
    desk: Desk, people: dict[str, httpx.AsyncClient]
):
    row = {
        "alert_id": UUID(int=1),
        "code": "store_full",
        "params": {},
        "raised_at": clock.now(),
    }
    async with desk.services.engine.begin() as tx:
        await tx.execute(insert(tables.installation_alerts).values(row))

    assert await titles(people["root"]) == ["Attention: Store of events almost full"]
    assert await titles(people["joana"]) == []


@pytest.mark.parametrize(
    ("without", "event"),
    [
        (NoticeKind.RUN_COMPLETED, run_completed()),
        (NoticeKind.RUN_FAILED, job_failed(final=True)),
        (NoticeKind.ALERT_RAISED, alert_raised(code="no_progress")),
    ],
)
async def test_the_bell_is_silent_of_what_was_taken_away(
    desk: Desk, people: dict[str, httpx.AsyncClient], without: NoticeKind, event: Event
):
    """And tells it again once it is wanted again: nothing was thrown away."""
    kinds = [kind for kind in heard_by(Role.USER) if kind is not without]
    await people[OWNER].patch(WISHES, json={"bell": kinds})
    await desk.write(*BEGINNING, event)
    assert await titles(people[OWNER]) == []

    await people[OWNER].patch(WISHES, json={"bell": heard_by(Role.USER)})
    assert len(await titles(people[OWNER])) == 1


async def test_what_was_seen_is_new_in_no_browser_and_never_again(
    desk: Desk, people: dict[str, httpx.AsyncClient]
):
    """What happens later is; neither an old mark nor one of the future changes that."""
    owner = people[OWNER]
    await desk.write(*BEGINNING, alert_raised(code="no_progress"))
    [told] = (await owner.get(PATH)).json()["items"]
    for until in (told["happened_at"], LONG_AGO.isoformat()):
        answer = await owner.put(f"{PATH}/seen", json={"until": until})
        assert answer.status_code == 204, answer.text
    async with desks.calling(desk, await desk.token(OWNER)) as elsewhere:
        assert [each["new"] for each in (await elsewhere.get(PATH)).json()["items"]] == [False]

    await owner.put(f"{PATH}/seen", json={"until": "2999-01-01T00:00:00Z"})
    await desk.write(run_completed())
    assert [each["new"] for each in (await owner.get(PATH)).json()["items"]] == [True, False]


async def test_a_newcomer_hears_everything_by_the_bell_and_nothing_by_mail(
    people: dict[str, httpx.AsyncClient],
):
    """Where no mail server is set up, the answer says so."""
    for name, role in ((OWNER, Role.USER), ("root", Role.ADMIN)):
        found = (await people[name].get(WISHES)).json()
        everything = [kind.value for kind in heard_by(role)]
        assert found == {
            "kinds": everything,
            "bell": everything,
            "email": [],
            "address": None,
            "sends_email": False,
        }


async def test_wishes_are_kept_way_by_way_and_for_nobody_else(
    people: dict[str, httpx.AsyncClient],
):
    owner, change = people[OWNER], {"email": ["run_failed"], "address": "maria@example.org"}

    assert (await owner.patch(WISHES, json=change)).status_code == 200
    kept = (await owner.patch(WISHES, json={"bell": ["run_completed"]})).json()

    assert kept["bell"] == ["run_completed"]
    assert (kept["email"], kept["address"]) == (["run_failed"], "maria@example.org")
    assert kept == (await owner.get(WISHES)).json()
    assert (await owner.patch(WISHES, json={"address": ""})).json()["address"] is None
    assert (await people["joana"].get(WISHES)).json()["email"] == []


async def test_nobody_asks_for_what_is_not_theirs_to_hear(people: dict[str, httpx.AsyncClient]):
    """Machines are administrators' business, and the seal of the log is for programs."""
    wanted = {"email": ["worker_lost", "log_sealed", "run_failed"]}

    assert (await people[OWNER].patch(WISHES, json=wanted)).json()["email"] == ["run_failed"]
    admins = (await people["root"].patch(WISHES, json=wanted)).json()["email"]
    assert admins == ["run_failed", "worker_lost"]


@pytest.mark.parametrize(
    "change",
    [
        {"email": ["rain"]},
        {"address": "maria"},
        {"address": "maria@example.org\r\nBcc: all@example.org"},
        {"sound": True},
    ],
)
async def test_what_cannot_be_wished_for_is_refused(
    people: dict[str, httpx.AsyncClient], change: dict[str, object]
):
    answer = await people[OWNER].patch(WISHES, json=change)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"


async def test_wishes_are_handed_out_and_erased_with_their_person(
    desk: Desk, people: dict[str, httpx.AsyncClient]
):
    """What was on its way to them as well; what is on its way to others stays."""
    change = {"email": ["run_failed"], "bell": [], "address": "maria@example.org"}
    await people[OWNER].patch(WISHES, json=change)
    async with desk.services.engine.begin() as tx:
        await tx.execute(insert(tables.outbox), [waiting(OWNER), waiting("joana")])

    export = await people[OWNER].get("/api/me/export")
    assert b"notices.jsonl" in export.content
    erased = await people["root"].post(f"/api/users/{OWNER}/erase")

    assert erased.status_code == 204, erased.text
    users = tables.users.c
    async with desk.services.engine.connect() as tx:
        left = (await tx.scalars(select(tables.outbox.c.recipient))).all()
        query = select(users.email, users.email_kinds, users.bell_without)
        row = (await tx.execute(query.where(users.user_id == OWNER))).one()
    assert left == ["joana"]
    assert tuple(row) == (None, [], [])


def waiting(recipient: str) -> dict[str, object]:
    """A notice on its way."""
    return {
        "cause_id": UUID(int=7),
        "channel": "person",
        "recipient": recipient,
        "notice": {},
        "created_at": clock.now(),
        "due_at": clock.now(),
        "tries": 0,
    }
