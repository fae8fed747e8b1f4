"""Runs over HTTP, on the real log and read model."""

from typing import Any, cast
from uuid import uuid4

import httpx
import pytest

from api.queries import runs as queries
from schemas import subjects
from schemas.events.run import CancelRequested, RunRequested
from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import DATASET, RUN, WORKER

WISH = {"dataset_id": str(DATASET)}


@pytest.fixture(autouse=True)
async def dataset(desk: Desk) -> None:
    await desk.write(examples.dataset_uploaded())


async def requested(desk: Desk, run_id: Any) -> RunRequested:
    history = await desk.services.log.history(subjects.run(run_id))
    event = history[0].event
    assert isinstance(event, RunRequested)
    return event


async def test_a_run_is_queued_and_can_be_read_at_once(http: httpx.AsyncClient):
    """The answer comes when the read model shows the run."""
    answer = await http.post("/api/runs", json=WISH)

    assert answer.status_code == 201, answer.text
    accepted = answer.json()
    shown = (await http.get(f"/api/runs/{accepted['id']}")).json()
    assert (shown["status"], shown["queue_position"]) == ("queued", 1)
    assert shown["last_event_id"] == shown["last_sequence"] == accepted["sequence"]
    assert (shown["name"], shown["dataset_name"]) == ("Petições", "Petições")
    assert (shown["base_model"], shown["preset"]) == ("e5-small-en-pt", "equilibrado")
    assert shown["progress"] is shown["failure"] is shown["model"] is shown["environment"] is None


async def test_set_hyperparameters_override_the_presets(desk: Desk, http: httpx.AsyncClient):
    """English preset names and underscored task names are understood too."""
    wish = WISH | {
        "task": "text_classification",
        "preset": "fast",
        "hyperparameters": {"max_length": 128, "seed": 7},
        "base_model": "neuralmind/bert-base-portuguese-cased",
        "name": "Primeiro",
    }

    answer = await http.post("/api/runs", json=wish)

    event = await requested(desk, answer.json()["id"])
    assert (event.hyperparameters.max_length, event.hyperparameters.seed) == (128, 7)
    assert (event.hyperparameters.epochs, event.hyperparameters.batch_size) == (3, 32)
    assert (event.name, event.preset) == ("Primeiro", "rapido")


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        ({}, {"dataset_id"}),
        (WISH | {"hyperparameters": {"epochs": 0}}, {"hyperparameters.epochs"}),
        (
            WISH | {"hyperparameters": {"epochs": 101, "max_length": "long", "speed": 3}},
            {"hyperparameters.epochs", "hyperparameters.max_length", "hyperparameters.speed"},
        ),
        (WISH | {"preset": "turbo", "colour": "blue"}, {"preset", "colour"}),
        ({"dataset_id": "7"}, {"dataset_id"}),
        (WISH | {"name": ""}, {"name"}),
        (WISH | {"task": "poetry"}, {"task"}),
    ],
)
async def test_every_wrong_field_is_named(
    http: httpx.AsyncClient, wish: dict[str, Any], fields: set[str]
):
    """422 with one sentence for each of them."""
    answer = await http.post("/api/runs", json=wish)

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid_request"
    assert {problem["field"] for problem in answer.json()["problems"]} == fields


async def test_a_bound_is_told_with_its_figure(http: httpx.AsyncClient):
    """In the sentence and for programs."""
    answer = await http.post("/api/runs", json=WISH | {"hyperparameters": {"epochs": 101}})

    [problem] = answer.json()["problems"]
    assert problem["params"] == {"le": 100}
    assert problem["sentence"] == "The largest value is 100."


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"text"'])
async def test_a_body_that_is_no_wish_is_refused(http: httpx.AsyncClient, body: str):
    """As a problem like every other."""
    headers = {"Content-Type": "application/json"}

    answer = await http.post("/api/runs", content=body, headers=headers)

    assert answer.status_code in {400, 422}, answer.text
    assert answer.json()["code"] == "invalid_request"


async def test_a_base_model_must_be_allowed(
    desk: Desk, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    """By a pattern in the settings."""
    monkeypatch.setitem(desk.services.settings.__dict__, "base_models", ("e5-*",))

    answer = await http.post("/api/runs", json=WISH | {"base_model": "gpt2"})

    assert (answer.status_code, answer.json()["code"]) == (422, "base_model_not_allowed")
    assert answer.json()["params"] == {"base_model": "gpt2", "allowed": ["e5-*"]}


async def test_an_unknown_dataset_teaches_nothing(http: httpx.AsyncClient):
    """404: it may also be somebody else's."""
    answer = await http.post("/api/runs", json={"dataset_id": str(uuid4())})

    assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")


async def test_one_key_is_one_run_however_often_it_is_sent(http: httpx.AsyncClient):
    """The same key and body get the first answer again; another body is refused."""
    key = {"Idempotency-Key": "double-click"}

    first = await http.post("/api/runs", json=WISH, headers=key)
    second = await http.post("/api/runs", json=WISH, headers=key)
    other = await http.post("/api/runs", json=WISH | {"name": "Outro"}, headers=key)

    assert (second.status_code, second.json()) == (first.status_code, first.json())
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert (await http.get("/api/runs")).json()["total"] == 1


async def test_runs_are_listed_newest_first(http: httpx.AsyncClient):
    """In pages, with the number of all of them."""
    ids = [(await http.post("/api/runs", json=WISH)).json()["id"] for _ in range(3)]

    page = (await http.get("/api/runs", params={"limit": 2})).json()
    rest = (await http.get("/api/runs", params={"limit": 2, "offset": 2})).json()

    assert [run["id"] for run in page["items"] + rest["items"]] == ids[::-1]
    assert page["total"] == rest["total"] == 3


async def test_runs_are_found_by_status_and_dataset(desk: Desk, http: httpx.AsyncClient):
    """Both filters at once, if one likes."""
    other = uuid4()
    await desk.write(examples.dataset_uploaded(dataset_id=other))
    queued = (await http.post("/api/runs", json=WISH)).json()["id"]
    elsewhere = (await http.post("/api/runs", json={"dataset_id": str(other)})).json()["id"]
    await http.post(f"/api/runs/{elsewhere}/cancel")

    async def found(**params: str) -> list[str]:
        return [run["id"] for run in (await http.get("/api/runs", params=params)).json()["items"]]

    assert await found(status="queued") == [queued]
    assert await found(dataset_id=str(other)) == [elsewhere]
    assert await found(dataset_id=str(other), status="queued") == []


async def test_runs_are_found_by_name_and_put_in_order(desk: Desk, http: httpx.AsyncClient):
    """Whatever the case; what is not known yet comes last either way."""
    first, second, third = (uuid4() for _ in range(3))
    for run_id, name in ((first, "Triagem 50%"), (second, "assuntos"), (third, "Triagem 5")):
        await desk.write(examples.run_requested(run_id=run_id, event_id=uuid4(), name=name))
    for run_id, hits in ((first, 0.7), (third, 0.9)):
        best = examples.epoch_metrics(1, validation_accuracy=hits, is_best=True)
        about = {"run_id": run_id, "attempt": 1}
        await desk.write(examples.run_started(run_id=run_id, event_id=uuid4()))
        await desk.write(examples.epoch_completed(metrics=best, event_id=uuid4(), **about))

    async def found(**params: str) -> list[str]:
        return [run["id"] for run in (await http.get("/api/runs", params=params)).json()["items"]]

    assert await found(search="TRIAGEM") == [str(third), str(first)]
    assert await found(search="50%") == [str(first)]
    assert await found(order="name", descending="false") == [str(second), str(third), str(first)]
    assert await found(order="hits") == [str(third), str(first), str(second)]
    assert await found(order="hits", descending="false") == [str(first), str(third), str(second)]


async def test_a_run_is_renamed_whenever_one_likes(desk: Desk, http: httpx.AsyncClient):
    """While it is trained and after its end; a repetition is called as it is called now."""
    await desk.write(examples.run_requested(), examples.run_started(), examples.run_completed())

    answer = await http.patch(f"/api/runs/{RUN}", json={"name": "  Triagem de março "})
    assert answer.status_code == 200, answer.text
    shown = (await http.get(f"/api/runs/{RUN}")).json()
    assert (shown["name"], shown["status"]) == ("Triagem de março", "completed")
    again = (await http.post(f"/api/runs/{RUN}/reproduce")).json()["id"]
    assert (await http.get(f"/api/runs/{again}")).json()["name"] == "Triagem de março"
    nameless = await http.patch(f"/api/runs/{RUN}", json={"name": "  "})
    assert (nameless.status_code, nameless.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    "params",
    [{"limit": "0"}, {"limit": "201"}, {"offset": "-1"}, {"status": "sleeping"}, {"order": "mood"}],
)
async def test_a_list_is_asked_for_sensibly(http: httpx.AsyncClient, params: dict[str, str]):
    """Or refused, with the field's name."""
    answer = await http.get("/api/runs", params=params)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [problem["field"] for problem in answer.json()["problems"]] == [*params]


async def test_a_completed_run_shows_its_exam_and_its_model(desk: Desk, http: httpx.AsyncClient):
    """One entry for each epoch, in order, and the final report."""
    await desk.write(
        examples.run_requested(),
        examples.run_started(),
        examples.epoch_completed(1),
        examples.epoch_completed(2),
        examples.run_completed(),
    )

    details = (await http.get(f"/api/runs/{RUN}")).json()
    metrics = (await http.get(f"/api/runs/{RUN}/metrics")).json()

    assert (details["status"], details["best_accuracy"]) == ("completed", 0.822)
    assert details["model"] == examples.MODEL.model_dump()
    assert details["environment"] == examples.ENVIRONMENT.model_dump()
    assert metrics["epochs"] == [examples.epoch_metrics(n).model_dump() for n in (1, 2)]
    assert metrics["final"] == examples.report().model_dump()


async def test_epochs_of_a_worker_that_is_gone_are_not_shown_as_its_successors(
    desk: Desk, http: httpx.AsyncClient
):
    """Another worker begins anew: only what it has told itself counts."""
    await desk.write(
        examples.run_requested(),
        examples.run_started(),
        examples.epoch_completed(1),
        examples.epoch_completed(2),
        examples.run_stalled(),
        examples.run_started(attempt=2, worker_id="gpu-2"),
        examples.epoch_completed(1, attempt=2, worker_id="gpu-2"),
    )

    metrics = (await http.get(f"/api/runs/{RUN}/metrics")).json()

    assert metrics["epochs"] == [examples.epoch_metrics(1).model_dump()]


async def test_a_failed_run_says_why_in_the_language_asked_for(desk: Desk, http: httpx.AsyncClient):
    """The log holds the code; the sentence is made for whoever reads."""
    await desk.write(
        examples.run_requested(), examples.run_started(), examples.job_failed(final=True)
    )

    english = (await http.get(f"/api/runs/{RUN}")).json()["failure"]
    portuguese = (await http.get(f"/api/runs/{RUN}", headers={"Accept-Language": "pt-BR"})).json()[
        "failure"
    ]

    assert english["code"] == portuguese["code"] == "out_of_memory"
    assert english["sentence"] != portuguese["sentence"]
    assert english["detail"].startswith("torch.OutOfMemoryError")


async def test_progress_is_that_of_the_attempt_at_work(desk: Desk, http: httpx.AsyncClient):
    """What an earlier attempt reported says nothing about this one."""

    async def shown() -> dict[str, Any] | None:
        return (await http.get(f"/api/runs/{RUN}")).json()["progress"]

    await desk.write(examples.run_requested(), examples.run_started())
    assert await shown() is None
    await desk.tell(examples.progress(fraction=0.4))
    progress = await shown()
    assert progress is not None
    assert (progress["phase"], progress["fraction"], progress["step"]) == ("training", 0.4, 30)
    await desk.write(examples.run_interrupted())
    assert await shown() is None
    await desk.write(examples.run_started(attempt=2))
    assert await shown() is None


async def test_progress_never_stands_behind_finished_epochs(desk: Desk, http: httpx.AsyncClient):
    """A resumed attempt begins before where the last one ended; what is shown does not."""
    await desk.write(
        examples.run_requested(),
        examples.run_started(),
        examples.epoch_completed(1),
        examples.epoch_completed(2),
    )
    await desk.tell(examples.progress(fraction=0.01))

    progress = (await http.get(f"/api/runs/{RUN}")).json()["progress"]

    assert progress["fraction"] == pytest.approx(0.9 * 2 / 3)


async def test_a_queued_run_knows_its_place(http: httpx.AsyncClient):
    """The first asked for is the next."""
    ids = [(await http.post("/api/runs", json=WISH)).json()["id"] for _ in range(2)]

    places = [(await http.get(f"/api/runs/{id_}")).json()["queue_position"] for id_ in ids]

    assert places == [1, 2]


async def test_a_run_that_is_claimed_while_it_is_looked_at_has_no_place(desk: Desk):
    """The row was read before, the queue after."""
    row = {"status": "queued", "pool": subjects.DEFAULT_POOL, "requested_sequence": 1}

    async with desk.services.engine.connect() as tx:
        assert await queries.queue_position(tx, cast("Any", row)) is None


async def test_a_waiting_run_is_cancelled_at_once(desk: Desk, http: httpx.AsyncClient):
    """Asking again is fine and changes nothing."""
    await desk.write(examples.run_requested())

    first = await http.post(f"/api/runs/{RUN}/cancel")
    second = await http.post(f"/api/runs/{RUN}/cancel")

    assert first.status_code == second.status_code == 200
    assert first.json() == second.json()
    details = (await http.get(f"/api/runs/{RUN}")).json()
    assert (details["status"], details["finished_at"] is None) == ("cancelled", False)


async def test_a_running_run_is_asked_to_stop(desk: Desk, http: httpx.AsyncClient):
    """It runs on until its worker has kept a checkpoint."""
    await desk.write(examples.run_requested(), examples.run_started())

    answer = await http.post(f"/api/runs/{RUN}/cancel")

    assert answer.status_code == 200
    details = (await http.get(f"/api/runs/{RUN}")).json()
    assert (details["status"], details["cancel_requested"]) == ("running", True)
    assert details["worker_id"] == WORKER


async def test_a_run_may_be_stopped_with_its_model_kept(desk: Desk, http: httpx.AsyncClient):
    """The wish is in the log, and the model of a cancelled run is shown."""
    await desk.write(examples.run_requested(), examples.run_started())

    answer = await http.post(f"/api/runs/{RUN}/cancel", json={"keep_model": True})
    [*_, asked] = await desk.services.log.history(subjects.run(RUN))
    await desk.write(examples.run_cancelled(model=examples.MODEL))

    assert answer.status_code == 200
    assert isinstance(asked.event, CancelRequested)
    assert asked.event.keep_model
    details = (await http.get(f"/api/runs/{RUN}")).json()
    assert details["status"] == "cancelled"
    assert details["model"]["path"] == examples.MODEL.path


@pytest.mark.parametrize("body", [{"keep_mdoel": True}, {"keep_model": "perhaps"}, [1]])
async def test_a_wish_that_is_not_understood_stops_nothing(
    body: object, desk: Desk, http: httpx.AsyncClient
):
    """Better asked again than a model lost."""
    await desk.write(examples.run_requested(), examples.run_started())

    answer = await http.post(f"/api/runs/{RUN}/cancel", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert not (await http.get(f"/api/runs/{RUN}")).json()["cancel_requested"]


async def test_a_run_that_has_ended_cannot_be_cancelled(desk: Desk, http: httpx.AsyncClient):
    """409, and how it ended."""
    await desk.write(examples.run_requested(), examples.run_started(), examples.run_completed())

    answer = await http.post(f"/api/runs/{RUN}/cancel")

    assert (answer.status_code, answer.json()["code"]) == (409, "run_already_ended")
    assert answer.json()["params"] == {"status": "completed"}


async def test_a_run_is_reproduced(desk: Desk, http: httpx.AsyncClient):
    """A new run of the same; with a key, only one."""
    await desk.write(examples.run_requested())
    key = {"Idempotency-Key": "again"}

    answer = await http.post(f"/api/runs/{RUN}/reproduce", headers=key)
    repeated = await http.post(f"/api/runs/{RUN}/reproduce", headers=key)

    assert (answer.status_code, repeated.json()) == (201, answer.json())
    details = (await http.get(f"/api/runs/{answer.json()['id']}")).json()
    assert details["reproduces"] == str(RUN)
    assert details["hyperparameters"] == examples.run_requested().hyperparameters.model_dump()


async def test_a_failed_run_is_tried_again_as_it_offers(desk: Desk, http: httpx.AsyncClient):
    """What is shown as lighter is what the new run has; with a key, there is only one."""
    await desk.write(
        examples.run_requested(), examples.run_started(), examples.job_failed(final=True)
    )
    offered = (await http.get(f"/api/runs/{RUN}")).json()["lighter"]
    key = {"Idempotency-Key": "lighter"}

    lighter = {"lighter": True}
    answer = await http.post(f"/api/runs/{RUN}/retry", headers=key, json=lighter)
    repeated = await http.post(f"/api/runs/{RUN}/retry", headers=key, json=lighter)

    assert (answer.status_code, repeated.json()) == (201, answer.json())
    details = (await http.get(f"/api/runs/{answer.json()['id']}")).json()
    assert details["hyperparameters"] == offered
    assert (details["retries"], details["lightened"], details["lighter"]) == (str(RUN), 1, None)


@pytest.mark.parametrize("action", ["cancel", "reproduce", "retry"])
async def test_what_is_not_there_cannot_be_acted_on(http: httpx.AsyncClient, action: str):
    """404."""
    answer = await http.post(f"/api/runs/{uuid4()}/{action}")

    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
