"""A model's mistakes and the rows behind them over HTTP, on the real log and read model."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from schemas.metrics import Mistake, MistakenLabels
from schemas.roles import Role
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import ROWS, upload
from tests.schemas import examples
from tests.schemas.examples import OWNER, RUN

PATH = f"/api/runs/{RUN}/mistakes"
TOLD = [
    Mistake(row=2, actual=0, predicted=1, probability=0.71),
    Mistake(row=9, actual=1, predicted=0, probability=0.93),
    Mistake(row=10, actual=1, predicted=0, probability=0.55),
]


async def trained(desk: Desk, dataset_id: UUID, **report: Any) -> None:
    """A run on the dataset that has ended with such a report."""
    about = {"dataset_id": dataset_id, "owner_id": OWNER}
    await desk.write(
        examples.run_requested(**about),
        examples.run_started(),
        examples.run_completed(report=examples.report(**report)),
    )


@pytest.fixture
async def dataset(desk: Desk, http: httpx.AsyncClient) -> UUID:
    made = UUID((await upload(http)).json()["id"])
    await trained(desk, made, mistakes=TOLD)
    return made


async def test_mistakes_come_with_their_texts_the_surest_first(
    http: httpx.AsyncClient, dataset: UUID
):
    """Labels by name, and the row of the sheet in words."""
    page = (await http.get(PATH)).json()

    assert (page["total"], page["may_correct"]) == (3, True)
    assert [one["row"] for one in page["items"]] == [9, 2, 10]
    first = page["items"][0]
    assert (first["actual"], first["predicted"]) == (["penal"], ["cível"])
    assert first["cells"] == {"text": ROWS[7][0], "label": ROWS[7][1]}


async def test_one_cell_of_the_table_can_be_asked_for(http: httpx.AsyncClient, dataset: UUID):
    """By what was right, by what was answered, page by page."""
    wanted = {"actual": "penal", "predicted": "cível", "limit": 1, "offset": 1}
    page = (await http.get(PATH, params=wanted)).json()
    other = (await http.get(PATH, params={"predicted": "penal"})).json()

    assert (page["total"], [one["row"] for one in page["items"]]) == (2, [10])
    assert [one["row"] for one in other["items"]] == [2]


async def test_an_older_report_tells_its_surest_mistakes(desk: Desk, http: httpx.AsyncClient):
    """Those that it has, whatever the labels were."""
    made = UUID((await upload(http)).json()["id"])
    hard = MistakenLabels(row=3, confidence=0.9, expected=["cível"], answered=["penal"])
    await trained(desk, made, hardest=[hard])

    [one] = (await http.get(PATH)).json()["items"]

    assert (one["row"], one["probability"], one["cells"]["text"]) == (3, 0.9, ROWS[1][0])


async def test_texts_are_shown_to_none_who_may_not_see_the_sheet(
    desk: Desk, http: httpx.AsyncClient, dataset: UUID
):
    """A shared model shows where it errs, not the sheet; of a deleted one there is nothing."""
    await desk.write(examples.model_shared("ana"))
    async with calling(desk, await desk.token("ana")) as friend:
        seen = (await friend.get(PATH)).json()
    async with calling(desk, await desk.token("admin", role=Role.ADMIN)) as admin:
        assert (await admin.delete(f"/api/datasets/{dataset}")).status_code == 200
        deleted = (await admin.get(PATH)).json()["items"]

    shared = seen["items"]
    assert seen["may_correct"] is False
    assert [one["row"] for one in shared] == [one["row"] for one in deleted] == [9, 2, 10]
    assert {one["cells"] for one in (*shared, *deleted)} == {None}


async def test_other_peoples_mistakes_are_not_found(desk: Desk, dataset: UUID):
    """404, as for a run that does not exist."""
    async with calling(desk, await desk.token("joão")) as stranger:
        answers = [await stranger.get(PATH), await stranger.get(f"/api/runs/{uuid4()}/mistakes")]

    assert [answer.json()["code"] for answer in answers] == ["run_not_found"] * 2
