"""Trainings that are being put together, over HTTP."""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import func, select, update

from api import drafts
from schemas import tables
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.api.routes.spreadsheets import upload
from tests.api.routes.test_entrance import assert_refused

NOBODY = "00000000-0000-4000-8000-0000000000ff"


async def begun(http: httpx.AsyncClient, **body: object) -> str:
    answer = await http.post("/api/drafts", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_a_draft_keeps_what_was_chosen_and_is_forgotten(http: httpx.AsyncClient):
    """Each change leaves the rest as it was; what was chosen otherwise is the preset's again."""
    dataset_id = (await upload(http)).json()["id"]
    draft_id = await begun(http, dataset_id=dataset_id)
    address = f"/api/drafts/{draft_id}"

    await http.patch(address, json={"preset": "rapido", "hyperparameters": {"epochs": 2}})
    await http.patch(address, json={"name": "Triagem", "hyperparameters": {"seed": 7}})

    kept = (await http.get(address)).json()
    assert kept["dataset_id"] == dataset_id
    assert (kept["name"], kept["preset"], kept["base_model"]) == ("Triagem", "rapido", None)
    assert kept["hyperparameters"] == {"seed": 7}
    assert kept["changed_at"] > kept["created_at"]
    assert (await http.get("/api/drafts")).json()["items"] == [kept]
    assert (await http.delete(address)).status_code == 204
    assert_refused(await http.get(address), 404, "draft_not_found")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"hyperparameters": {"epochs": 0}}, 422, "invalid_request"),
        ({"hyperparameters": {"epoch": 3}}, 422, "invalid_request"),
        ({"base_model": "nowhere/none"}, 422, "base_model_not_allowed"),
        ({"dataset_id": NOBODY}, 404, "dataset_not_found"),
        ({"colour": "blue"}, 422, "invalid_request"),
    ],
)
async def test_what_could_not_be_trained_is_not_kept(
    http: httpx.AsyncClient, change: dict[str, object], status: int, code: str
):
    """It is told while the field is still in sight, and the draft stays as it was."""
    address = f"/api/drafts/{await begun(http)}"
    before = (await http.get(address)).json()

    assert_refused(await http.patch(address, json=change), status, code)

    assert (await http.get(address)).json() == before


async def test_what_is_beyond_the_limits_is_told_by_its_name(desk: Desk, http: httpx.AsyncClient):
    """An administrator's limit holds for drafts as for trainings."""
    beyond = desk.services.settings.limits.epochs + 1
    address = f"/api/drafts/{await begun(http)}"

    refused = await http.patch(address, json={"hyperparameters": {"epochs": beyond}})

    assert [each["field"] for each in refused.json()["problems"]] == ["hyperparameters.epochs"]


async def test_a_draft_is_nobody_elses(desk: Desk, http: httpx.AsyncClient):
    """Not to be seen, changed, dropped or listed."""
    address = f"/api/drafts/{await begun(http)}"
    async with desks.calling(desk, await desk.token("bia")) as other:
        assert_refused(await other.get(address), 404, "draft_not_found")
        assert_refused(await other.patch(address, json={"name": "x"}), 404, "draft_not_found")
        assert_refused(await other.delete(address), 404, "draft_not_found")
        assert (await other.get("/api/drafts")).json()["items"] == []
    assert (await http.get(address)).json()["name"] is None


async def test_of_too_many_drafts_the_one_left_alone_for_longest_goes(
    desk: Desk, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(drafts, "MOST", 2)
    first, second = [await begun(http) for _ in range(2)]
    async with desk.services.engine.begin() as tx:
        older = tables.drafts.c.draft_id == second
        earlier = desk.services.now() - timedelta(days=1)
        await tx.execute(update(tables.drafts).where(older).values(changed_at=earlier))

    third = await begun(http)

    listed = (await http.get("/api/drafts")).json()["items"]
    assert [each["id"] for each in listed] == [third, first]
    async with desk.services.engine.connect() as tx:
        assert await tx.scalar(select(func.count()).select_from(tables.drafts)) == 2
