"""Limits and presets: set by administrators, in force everywhere."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from api import standing
from infra.settings import Settings
from schemas import subjects
from schemas.events.run import RunRequested
from schemas.events.setting import SettingChanged
from schemas.limits import LIMITS, Limits
from schemas.roles import Role
from schemas.tables import user_outbox
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import DATASET, OWNER

WISH: dict[str, Any] = {"dataset_id": str(DATASET)}
SHEET = b"text;label\n" + b"".join(b"some text %d;%d\n" % (n, n % 2) for n in range(40))


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator, asking in English."""
    async with desks.calling(desk, await desk.token("local", role=Role.ADMIN)) as http:
        yield http


async def test_limits_are_the_environments_until_somebody_sets_others(
    desk: Desk, admin: httpx.AsyncClient, http: httpx.AsyncClient
):
    """The log takes a change first; everybody may read them, and administrators set them."""
    before = (await http.get("/api/limits")).json()
    changed = (await admin.patch("/api/limits", json={"epochs": 7, "rows": 20})).json()
    again = (await admin.patch("/api/limits", json={"epochs": 7})).json()
    reset = (await admin.delete("/api/limits/rows")).json()
    refused = await http.patch("/api/limits", json={"epochs": 9})

    assert before["limits"] == before["defaults"] == Limits().model_dump()
    assert again == changed
    assert changed["limits"] == Limits(epochs=7, rows=20).model_dump()
    assert changed["changed"] == ["epochs", "rows"]
    assert (reset["limits"]["rows"], reset["changed"]) == (1_000_000, ["epochs"])
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    history = await desk.services.log.history(subjects.setting(LIMITS))
    told = [one.event.value for one in history if isinstance(one.event, SettingChanged)]
    assert told == [{"epochs": 7, "rows": 20}, {"epochs": 7}]


@pytest.mark.parametrize(
    "change", [{"epochs": 0}, {"epochs": 101}, {"runs_of_all": "many"}, {"nonsense": 1}]
)
async def test_a_limit_out_of_bounds_is_refused(admin: httpx.AsyncClient, change: dict[str, Any]):
    """What cannot be kept is not promised."""
    answer = await admin.patch("/api/limits", json=change)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert (await admin.get("/api/limits")).json()["changed"] == []


async def test_an_unknown_limit_cannot_be_reset(admin: httpx.AsyncClient):
    """There is nothing to go back to."""
    assert (await admin.delete("/api/limits/nonsense")).status_code == 404


async def test_a_training_stays_within_the_limits(
    desk: Desk, admin: httpx.AsyncClient, http: httpx.AsyncClient
):
    """What is asked for beyond them is refused by name, and a preset stops at them."""
    await desk.write(examples.dataset_uploaded())
    await admin.patch("/api/limits", json={"epochs": 7, "max_length": 256, "retries": 1})
    beyond = {"epochs": 8, "max_length": 300, "batch_size": 64}

    refused = await http.post("/api/runs", json=WISH | {"hyperparameters": beyond})
    accepted = await http.post("/api/runs", json=WISH)

    told = {one["field"]: one["params"] for one in refused.json()["problems"]}
    assert told == {
        "hyperparameters.epochs": {"le": 7},
        "hyperparameters.max_length": {"le": 256},
    }
    run = (await http.get(f"/api/runs/{accepted.json()['id']}")).json()
    assert (run["hyperparameters"]["epochs"], run["hyperparameters"]["max_length"]) == (7, 256)
    [request] = await desk.services.log.history(subjects.run(UUID(run["id"])))
    assert isinstance(request.event, RunRequested)
    assert request.event.max_retries == 1


async def test_the_number_of_runs_is_set_while_everything_runs(
    desk: Desk, admin: httpx.AsyncClient, http: httpx.AsyncClient
):
    """From the next request on."""
    await desk.write(examples.dataset_uploaded())
    await admin.patch("/api/limits", json={"runs_of_person": 1})

    answers = [(await http.post("/api/runs", json=WISH)).status_code for _ in range(2)]

    assert answers == [201, 409]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"rows": 20}, "too_many_rows"),
        ({"file_bytes": 1024}, "file_too_large"),
    ],
)
async def test_a_file_stays_within_the_limits(
    admin: httpx.AsyncClient, http: httpx.AsyncClient, change: dict[str, int], code: str
):
    """From the next upload on."""
    await admin.patch("/api/limits", json=change)
    sheet = SHEET if "rows" in change else SHEET * 4

    answer = await http.post("/api/datasets/validate", files={"file": ("a.csv", sheet)})

    assert code in {problem["code"] for problem in answer.json()["problems"]}


async def test_other_processes_know_a_change_after_five_seconds(
    settings: Settings, desk: Desk, admin: httpx.AsyncClient
):
    """And go on with what they know while the database is away."""
    now = 0.0
    other = standing.Standing(desk.services.engine, settings, lambda: now)
    assert (await other.rules()).limits.epochs == 100

    await admin.patch("/api/limits", json={"epochs": 7})

    assert (await other.rules()).limits.epochs == 100
    now += standing.FRESH_SECONDS
    assert (await other.rules()).limits.epochs == 7


async def test_presets_are_what_an_administrator_sets(
    desk: Desk, admin: httpx.AsyncClient, http: httpx.AsyncClient
):
    """Runs that were requested before keep what they got; every version stays known."""
    await desk.write(examples.dataset_uploaded())
    names = {"pt_br": "Ligeirinho", "en": "Speedy"}
    change = {"hyperparameters": {"epochs": 2, "learning_rate": 1e-4}, "names": names}
    wish = WISH | {"preset": "rapido"}

    first = (await http.post("/api/runs", json=wish)).json()["id"]
    changed = (await admin.put("/api/presets/fast", json=change)).json()
    second = (await http.post("/api/runs", json=wish)).json()["id"]
    listed = (await http.get("/api/presets")).json()
    reset = (await admin.delete("/api/presets/rapido")).json()
    versions = (await admin.get("/api/presets/rapido/versions")).json()

    assert [preset["preset"] for preset in listed] == ["rapido", "equilibrado", "preciso"]
    assert listed[0] == changed
    assert (changed["names"], changed["built_in"]) == (names, False)
    assert listed[1]["names"] == {"pt_br": "Equilibrado", "en": "Balanced"}
    epochs = [
        (await http.get(f"/api/runs/{run}")).json()["hyperparameters"]["epochs"]
        for run in (first, second)
    ]
    assert epochs == [3, 2]
    assert changed["hyperparameters"]["batch_size"] == 32
    assert (reset["hyperparameters"]["epochs"], reset["built_in"]) == (3, True)
    assert [(one["built_in"], one["changed_by"]) for one in versions] == [
        (True, "local"),
        (False, "local"),
    ]
    assert versions[1]["hyperparameters"] == changed["hyperparameters"]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("turbo", {"hyperparameters": {"epochs": 2}}, 404),
        ("rapido", {"hyperparameters": {"epochs": 0}}, 422),
        ("rapido", {"hyperparameters": {"epochs": 8}}, 422),
        ("rapido", {"hyperparameters": {}, "colour": "blue"}, 422),
    ],
)
async def test_a_preset_that_cannot_be_is_refused(
    admin: httpx.AsyncClient, path: str, body: dict[str, Any], status: int
):
    """Unknown names, impossible values, and values beyond the limits."""
    await admin.patch("/api/limits", json={"epochs": 7})

    assert (await admin.put(f"/api/presets/{path}", json=body)).status_code == status


async def test_only_administrators_change_presets(http: httpx.AsyncClient):
    """Everybody may read them."""
    body = {"hyperparameters": {"epochs": 2}}

    answers = [
        await http.put("/api/presets/rapido", json=body),
        await http.delete("/api/presets/rapido"),
        await http.get("/api/presets/rapido/versions"),
        await http.get(f"/api/users/{OWNER}/usage"),
    ]

    assert [answer.status_code for answer in answers] == [403] * 4


async def test_a_person_sees_what_they_use(
    desk: Desk, admin: httpx.AsyncClient, http: httpx.AsyncClient
):
    """Administrators see it of everybody."""
    await desk.write(examples.dataset_uploaded(), examples.run_requested(), examples.run_started())

    own = (await http.get("/api/me/usage")).json()

    assert (own["active_runs"], own["active_runs_limit"]) == (1, 3)
    assert (own["datasets"], own["dataset_bytes"]) == (1, 98_765)
    assert own["training_hours"] > 0
    other = (await admin.get(f"/api/users/{OWNER}/usage")).json()
    assert {**other, "training_hours": 0} == {**own, "training_hours": 0}
    assert (await admin.get("/api/me/usage")).json()["datasets"] == 0


async def test_one_person_may_have_more_runs_at_once_than_others(
    desk: Desk, admin: httpx.AsyncClient
):
    """Until that is taken back; who changed it, the log is told through the outbox."""
    await desk.token("maria")
    address = "/api/users/maria/quota"

    async def limit() -> tuple[int | None, int]:
        items = (await admin.get("/api/users/usage")).json()["items"]
        [own] = [each for each in items if each["user_id"] == "maria"]
        return own["own_limit"], own["usage"]["active_runs_limit"]

    before = await limit()
    assert (await admin.put(address, json={"max_active_runs": 7})).status_code == 204
    assert (await admin.put(address, json={"max_active_runs": 7})).status_code == 204
    assert await limit() == (7, 7)
    await admin.put(address, json={"max_active_runs": None})
    assert await limit() == before
    async with desk.services.engine.connect() as tx:
        told = (await tx.scalars(select(user_outbox.c.event))).all()
    changes = [each["max_active_runs"] for each in told if each["type"] == "user.quota_changed.v1"]
    assert changes == [7, None]


@pytest.mark.parametrize("wish", [{}, {"max_active_runs": -1}, {"max_active_runs": 1001}])
async def test_a_quota_has_bounds(admin: httpx.AsyncClient, wish: dict[str, int]):
    answer = await admin.put(f"/api/users/{OWNER}/quota", json=wish)

    assert answer.json()["code"] == "invalid_request"
