"""Trained models: what is told of them, and what may be done with them."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from api.access import CredentialKind
from schemas import subjects
from schemas.certainty import SURE_FROM
from schemas.events.model import ModelDeleted
from tests.api.desk import Desk, calling
from tests.schemas import examples
from tests.schemas.examples import CLASSIFICATION, RUN, WORKER

MODEL = f"/api/models/{RUN}"


@pytest.fixture
async def trained(desk: Desk) -> None:
    """A completed run of the owner's, on a machine that was registered."""
    await desk.write(
        examples.worker_registered(),
        examples.run_requested(),
        examples.run_started(),
        examples.run_completed(),
    )


@pytest.fixture
async def machine(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(desk, await desk.token(WORKER, CredentialKind.WORKER)) as machine:
        yield machine


async def listed(http: httpx.AsyncClient, **query: Any) -> list[str]:
    answer = await http.get("/api/models", params=query)
    assert answer.status_code == 200, answer.text
    return [model["name"] for model in answer.json()["items"]]


async def test_a_model_is_told_with_its_exam_its_labels_and_its_machine(
    trained: None, http: httpx.AsyncClient
):
    """What it answers, how well, where it is; never used, its machine is not heard."""
    model = (await http.get(MODEL)).json()

    report = examples.report()
    assert model["labels"] == [each.label for each in report.labels]
    assert model["exam"] == {"rate": report.accuracy, "examples": report.validation_examples}
    assert model["machine"] == {"id": WORKER, "name": "Laboratório", "status": "offline"}
    assert (model["last_used_at"], model["size_bytes"]) == (None, examples.MODEL.size_bytes)


async def test_a_renamed_model_is_found_by_its_name_and_an_archived_one_among_the_archived(
    trained: None, http: httpx.AsyncClient
):
    """The training keeps its own name. Sending the same twice writes nothing."""
    run_name = (await http.get(f"/api/runs/{RUN}")).json()["name"]
    first = await http.patch(MODEL, json={"name": " Triagem 2026 ", "archived": True})
    again = await http.patch(MODEL, json={"name": "Triagem 2026", "archived": True})

    assert first.json() == again.json()
    assert (await http.patch(MODEL, json={"name": "a\x1b]0;b"})).status_code == 422
    assert await listed(http) == []
    assert await listed(http, archived=True) == ["Triagem 2026"]
    await http.patch(MODEL, json={"archived": False})
    assert await listed(http, search="triagem") == ["Triagem 2026"]
    assert await listed(http, search="none of these") == []
    assert (await http.get(f"/api/runs/{RUN}")).json()["name"] == run_name


async def test_which_answers_go_to_a_person_is_kept_and_told(
    desk: Desk, trained: None, http: httpx.AsyncClient
):
    """Answers that are not quite sure, until somebody chooses; choosing twice writes once."""
    assert (await http.get(MODEL)).json()["review_threshold"] == SURE_FROM
    for _ in range(2):
        assert (await http.patch(MODEL, json={"review_threshold": 0.8125})).status_code == 200

    assert (await http.get(MODEL)).json()["review_threshold"] == 0.8125
    assert len(await desk.services.log.history(subjects.model(RUN))) == 1
    newest = (await http.get("/api/audit", params={"limit": 1})).json()["items"][0]
    assert "answers less sure than 81.25%" in newest["sentence"]
    for wrong in (1.5, True):
        refused = await http.patch(MODEL, json={"review_threshold": wrong})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")


async def test_a_run_without_a_model_has_none_to_show(desk: Desk, http: httpx.AsyncClient):
    await desk.write(examples.run_requested())

    answers = [await http.get(path) for path in (MODEL, f"/api/models/{uuid4()}")]

    assert [answer.json()["code"] for answer in answers] == ["run_without_model", "run_not_found"]


async def test_a_deleted_model_is_gone_once_its_machine_says_so(
    desk: Desk, trained: None, http: httpx.AsyncClient, machine: httpx.AsyncClient
):
    """Asked for in the log, found by the machine whenever it is there, told in the log."""
    assert (await machine.get("/api/workers/self/errands")).json()["removals"] == []

    assert (await http.delete(MODEL)).status_code == 200

    refused = await http.patch(MODEL, json={"name": "x"})
    assert (refused.status_code, refused.json()["code"]) == (409, "model_deleted")
    [removal] = (await machine.get("/api/workers/self/errands")).json()["removals"]
    assert removal == {"run_id": str(RUN), "path": examples.MODEL.path}
    for _ in range(2):
        told = await machine.post(f"/api/workers/self/removals/{RUN}")
        assert told.status_code == 204
    history = await desk.services.log.history(subjects.model(RUN))
    assert isinstance(history[-1].event, ModelDeleted)
    assert len(history) == 2
    await desk.read_up_to(history[-1].sequence)
    assert await listed(http) == []
    assert (await machine.get("/api/workers/self/errands")).json()["removals"] == []


async def test_a_model_that_classifies_is_not_deleted(
    desk: Desk, trained: None, http: httpx.AsyncClient
):
    await desk.write(examples.classification_requested())

    answer = await http.delete(MODEL)

    assert (answer.status_code, answer.json()["code"]) == (409, "model_in_use")
    assert (await http.delete(f"/api/classifications/{CLASSIFICATION}")).status_code == 200
    assert (await http.delete(MODEL)).status_code == 200
