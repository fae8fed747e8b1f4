"""Runs side by side, over HTTP."""

from uuid import UUID, uuid4

import httpx
import pytest

from tests.api.desk import Desk
from tests.schemas import examples, trust
from tests.schemas.examples import RUN

OTHER, HIDDEN = UUID(int=7), UUID(int=8)


async def test_runs_are_compared_as_the_asker_sees_them(desk: Desk, http: httpx.AsyncClient):
    """What differs is marked, the better one is held against the other, another's is missing."""
    better = trust.labels().model_copy(update={"accuracy": 0.97, "interval": None})
    for run_id, told in ((RUN, trust.labels()), (OTHER, better)):
        await desk.write(
            examples.run_requested(run_id=run_id, event_id=uuid4()),
            examples.run_started(run_id=run_id, event_id=uuid4()),
            examples.run_completed(run_id=run_id, event_id=uuid4(), report=told),
        )
    await desk.write(examples.run_requested(run_id=HIDDEN, event_id=uuid4(), owner_id="joana"))

    asked = {"ids": f"{OTHER},{RUN},{HIDDEN},{OTHER}"}
    told = (await http.get("/api/runs/comparison", params=asked)).json()

    assert [each["run"]["id"] for each in told["runs"]] == [str(OTHER), str(RUN)]
    assert (told["missing"], told["best"]) == ([str(HIDDEN)], str(OTHER))
    assert (told["has_same_exam"], told["leads"]) == (True, [])
    lines = {each["name"]: (each["values"], each["differs"]) for each in told["figures"]}
    assert lines["accuracy"] == ([0.97, 0.87], True)
    assert not any(each["differs"] for each in told["settings"])
    assert [each["label"] for each in told["categories"]] == ["cível", "penal"]


@pytest.mark.parametrize("ids", ["", "x", f"{RUN},", ",".join([str(RUN)] * 7)])
async def test_a_comparison_names_up_to_six_runs(http: httpx.AsyncClient, ids: str):
    """Or is refused, with the field's name."""
    answer = await http.get("/api/runs/comparison", params={"ids": ids})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [problem["field"] for problem in answer.json()["problems"]] == ["ids"]
