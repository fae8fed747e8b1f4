"""How long a training would take, over HTTP: real log, read model, report and heartbeat."""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from api.queries.speeds import RECENT
from schemas import subjects
from schemas.events.worker import WorkerRevoked
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import ROWS, csv, upload
from tests.schemas import examples
from tests.schemas.examples import WORKER

PRESETS = ["rapido", "equilibrado", "preciso"]


@pytest.fixture
async def dataset(http: httpx.AsyncClient) -> dict[str, Any]:
    return (await upload(http, csv(ROWS))).json()


@pytest.fixture
async def worker(desk: Desk) -> None:
    """One graphics card, admitted and heard."""
    await desk.write(examples.worker_registered())
    heartbeat = examples.heartbeat(device="cuda", device_name="NVIDIA L4")
    await desk.services.log.client.publish(
        subjects.presence(WORKER), heartbeat.model_dump_json().encode()
    )


async def asked(http: httpx.AsyncClient, dataset: dict[str, Any], **wish: Any) -> dict[str, Any]:
    answer = await http.post("/api/runs/estimates", json={"dataset_id": dataset["id"]} | wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def trained(desk: Desk, seconds: float, run_id: UUID) -> None:
    """A run of another person on the worker, whose first steps foretold 30 s."""
    of_run: dict[str, Any] = {"run_id": run_id}
    await desk.write(
        examples.run_requested(**of_run, owner_id="joão", base_model="e5-small-en-pt"),
        examples.run_started(**of_run),
        examples.training_measured(**of_run, forecast=examples.forecast(tokens_per_second=100)),
        examples.run_completed(**of_run, report=examples.report(seconds=seconds)),
    )


async def test_without_a_worker_there_is_nobody_to_estimate_for(
    http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """Every preset is told all the same, with its rounds."""
    found = await asked(http, dataset)

    assert [(one["preset"], one["workers"]) for one in found["presets"]] == [
        (preset, []) for preset in PRESETS
    ]
    assert [(one["epochs"], one["fewest_epochs"]) for one in found["presets"]] == [
        (3, 3),
        (10, 4),
        (30, 6),
    ]
    assert found["dataset_version"] == 1
    assert found["tokens"] > 0


@pytest.mark.usefixtures("worker")
async def test_before_the_first_run_there_is_a_guess_that_says_so(
    http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """In the language asked for."""
    [preset] = (await asked(http, dataset, preset="fast"))["presets"]
    http.headers["accept-language"] = "pt-BR"
    [portuguese] = (await asked(http, dataset, preset="fast"))["presets"]

    [worker] = preset["workers"]
    assert (worker["basis"], worker["runs"], worker["device_name"]) == ("guess", 0, "NVIDIA L4")
    assert 0 < worker["low_seconds"] < worker["high_seconds"]
    assert worker["sentence"].startswith("No such training on this computer yet")
    assert portuguese["workers"][0]["sentence"].startswith("Ainda não há treino assim")


@pytest.mark.usefixtures("worker")
async def test_the_estimate_learns_from_runs(
    desk: Desk, http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """From everybody's, since a speed is the computer's; a run that took longer raises it."""
    await trained(desk, 30, UUID(int=1))
    [before] = (await asked(http, dataset, preset="fast"))["presets"]
    await trained(desk, 90, UUID(int=2))
    [after] = (await asked(http, dataset, preset="fast"))["presets"]

    assert [one["basis"] for one in before["workers"]] == ["own_runs"]
    assert [one["runs"] for one in after["workers"]] == [2]
    assert after["workers"][0]["high_seconds"] == pytest.approx(
        2 * before["workers"][0]["high_seconds"]
    )
    other = await asked(http, dataset, preset="fast", base_model="xlm-roberta-base")
    assert other["presets"][0]["workers"][0]["basis"] == "guess"


@pytest.mark.usefixtures("worker")
async def test_recent_runs_alone_count(
    desk: Desk, http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """So that a new graphics card is soon believed."""
    await trained(desk, 90, UUID(int=1))
    for number in range(2, 2 + RECENT):
        await trained(desk, 30, UUID(int=number))
    [preset] = (await asked(http, dataset, preset="fast"))["presets"]
    await trained(desk, 30, UUID(int=99))
    [again] = (await asked(http, dataset, preset="fast"))["presets"]

    assert preset["workers"] == again["workers"]
    assert preset["workers"][0]["runs"] == RECENT


@pytest.mark.usefixtures("worker")
async def test_settings_change_the_estimate(http: httpx.AsyncClient, dataset: dict[str, Any]):
    """Twice the rounds, twice the longer time."""

    async def longest(**chosen: int) -> float:
        found = await asked(http, dataset, preset="fast", hyperparameters=chosen)
        return found["presets"][0]["workers"][0]["high_seconds"]

    assert await longest(epochs=6) == pytest.approx(2 * await longest(epochs=3))


@pytest.mark.usefixtures("worker")
async def test_a_revoked_computer_trains_nothing(
    desk: Desk, http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """It is not among those that could."""
    await desk.write(examples.worker_event(WorkerRevoked))

    found = await asked(http, dataset)

    assert [one["workers"] for one in found["presets"]] == [[], [], []]


async def test_a_computer_that_is_off_is_told_of(
    desk: Desk, http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """Its speed is unknown until it has trained such a model."""
    await desk.write(examples.worker_registered())
    [unknown] = (await asked(http, dataset, preset="fast"))["presets"][0]["workers"]
    await trained(desk, 30, UUID(int=1))
    [known] = (await asked(http, dataset, preset="fast"))["presets"][0]["workers"]

    assert (unknown["basis"], unknown["high_seconds"]) == ("unknown", None)
    assert (known["basis"], known["device_name"]) == ("own_runs", None)


async def test_other_peoples_datasets_are_not_found(
    desk: Desk, http: httpx.AsyncClient, dataset: dict[str, Any]
):
    """Neither is one that does not exist, nor a version that was never made."""
    async with calling(desk, await desk.token("joão")) as stranger:
        theirs = await stranger.post("/api/runs/estimates", json={"dataset_id": dataset["id"]})
    none = await http.post("/api/runs/estimates", json={"dataset_id": str(uuid4())})
    newer = await http.post(
        "/api/runs/estimates", json={"dataset_id": dataset["id"], "dataset_version": 9}
    )

    assert [answer.json()["code"] for answer in (theirs, none, newer)] == [
        "dataset_not_found",
        "dataset_not_found",
        "dataset_version_not_found",
    ]
