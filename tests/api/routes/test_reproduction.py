"""A repeated run beside its original over HTTP, on the real log and read model."""

from uuid import UUID, uuid4

import httpx
import pytest

from schemas.base import Event
from tests.api.desk import Desk, calling
from tests.schemas import examples
from tests.schemas.examples import FULL_ENVIRONMENT, RUN

COPY = UUID("00000000-0000-4000-8000-0000000000c0")
COMPARED = f"/api/runs/{COPY}/reproduction"


def story(run_id: UUID, environment: object = FULL_ENVIRONMENT, **last: object) -> list[Event]:
    return [
        examples.run_requested(run_id=run_id, reproduces=RUN if run_id == COPY else None),
        examples.run_started(run_id=run_id, environment=environment),
        examples.training_measured(run_id=run_id),
        examples.epoch_completed(run_id=run_id),
        examples.run_completed(run_id=run_id, **last),
    ]


@pytest.fixture(autouse=True)
async def original(desk: Desk) -> None:
    await desk.write(examples.dataset_uploaded(), *story(RUN))


async def test_a_run_that_came_out_the_same_is_identical(desk: Desk, http: httpx.AsyncClient):
    """By the hash of its weights and by every figure."""
    await desk.write(*story(COPY))

    shown = (await http.get(COMPARED)).json()

    assert (shown["outcome"], shown["original_id"]) == ("identical", str(RUN))
    assert shown["weights_identical"] is shown["metrics_identical"] is True
    assert shown["circumstances"] == shown["figures"] == []
    assert shown["sentence"].startswith("Identical")


async def test_what_differs_is_said_in_the_language_asked_for(desk: Desk, http: httpx.AsyncClient):
    """Another PyTorch on another card: the field, both values, and a sentence."""
    moved = FULL_ENVIRONMENT.model_copy(update={"torch": "2.14.0", "device_name": "NVIDIA H100"})
    weights = examples.MODEL.model_copy(update={"weights_sha256": "f" * 64})
    worse = examples.report(accuracy=0.8)
    await desk.write(*story(COPY, moved, model=weights, report=worse))

    english = (await http.get(COMPARED)).json()
    portuguese = (await http.get(COMPARED, headers={"Accept-Language": "pt-BR"})).json()

    assert (english["outcome"], english["weights_identical"]) == ("different", False)
    told = {one["field"]: one for one in english["circumstances"]}
    assert set(told) == {"torch", "device_name"}
    assert (told["torch"]["before"], told["torch"]["after"]) == ("2.13.0", "2.14.0")
    assert told["torch"]["sentence"] == (
        "The version of PyTorch changed: “2.13.0” before, “2.14.0” now."
    )
    assert [one["sentence"] for one in portuguese["circumstances"]] == [
        "O dispositivo era outro: antes “NVIDIA L4”, agora “NVIDIA H100”.",
        "A versão do PyTorch mudou: antes “2.13.0”, agora “2.14.0”.",
    ]
    assert english["figures"] == [
        {"field": "accuracy", "before": 0.822, "after": 0.8, "sentence": None}
    ]


async def test_a_copy_that_waits_has_no_result_yet(desk: Desk, http: httpx.AsyncClient):
    """The comparison is there, and says so."""
    await desk.write(*story(COPY)[:1])

    shown = (await http.get(COMPARED)).json()

    assert (shown["outcome"], shown["weights_identical"]) == ("waiting", None)


async def test_a_run_that_repeats_none_cannot_be_compared(http: httpx.AsyncClient):
    """404, with its own code."""
    answer = await http.get(f"/api/runs/{RUN}/reproduction")

    assert (answer.status_code, answer.json()["code"]) == (404, "run_repeats_none")


async def test_other_peoples_runs_are_not_found(desk: Desk, http: httpx.AsyncClient):
    """Neither is one that does not exist."""
    await desk.write(*story(COPY))
    async with calling(desk, await desk.token("joão")) as stranger:
        answers = [
            await stranger.get(COMPARED),
            await http.get(f"/api/runs/{uuid4()}/reproduction"),
        ]

    assert [answer.json()["code"] for answer in answers] == ["run_not_found"] * 2
