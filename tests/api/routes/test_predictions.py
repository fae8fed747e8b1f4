"""Models asked over HTTP; a stand-in at the broker answers as a worker does."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from nats.aio.msg import Msg

from api import consultation
from schemas import subjects
from schemas.base import Event
from schemas.certainty import Band
from schemas.inference import Answer, Asked, DeclineCode, Declined, Predicted, Prediction, Told
from schemas.tasks import Task
from tests.api.desk import Desk, calling
from tests.schemas import examples
from tests.schemas.examples import RUN, WORKER

PATH = f"/api/models/{RUN}/predictions"
TEXTS = {"texts": ["o mar de anil", "jade"]}
AZUL = Answer(label="azul", probability=0.75, band=Band.DOUBTFUL)


def story(**requested: Any) -> list[Event]:
    return [
        examples.dataset_uploaded(),
        examples.run_requested(**requested),
        examples.run_started(),
        examples.run_completed(),
    ]


@asynccontextmanager
async def working(desk: Desk, answer: Callable[[Asked], Told]) -> AsyncIterator[list[Asked]]:
    """A worker that answers so; what it was asked."""
    heard: list[Asked] = []

    async def on_message(message: Msg) -> None:
        heard.append(Asked.model_validate_json(message.data))
        await message.respond(answer(heard[-1]).model_dump_json().encode())

    client = desk.services.log.client
    subscription = await client.subscribe(subjects.predictions(WORKER), cb=on_message)
    await client.flush()
    yield heard
    await subscription.unsubscribe()


def sure(asked: Asked) -> Told:
    return Predicted(predictions=tuple(Prediction(answers=(AZUL,), given=1) for _ in asked.texts))


async def code(http: httpx.AsyncClient, body: dict[str, Any]) -> tuple[int, str]:
    answer = await http.post(PATH, json=body)
    return answer.status_code, answer.json()["code"]


async def test_each_text_gets_its_answer(desk: Desk, http: httpx.AsyncClient):
    """From the worker that trained the model, with a word for how sure it is."""
    await desk.write(*story())
    async with working(desk, sure) as heard:
        answer = await http.post(PATH, json=TEXTS)

    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["task"] == Task.TEXT_CLASSIFICATION
    assert [one["answers"][0]["label"] for one in told["predictions"]] == ["azul", "azul"]
    assert [one["certainty"] for one in told["predictions"]] == [0.75, 0.75]
    assert (told["review_threshold"], told["predictions"][0]["review"]) == (0.9, True)
    assert told["predictions"][0]["answers"][0]["band"] == "doubtful"
    assert [(asked.run_id, asked.texts, asked.question) for asked in heard] == [
        (RUN, tuple(TEXTS["texts"]), None)
    ]


async def test_others_models_are_not_found_until_they_are_shared(desk: Desk):
    """And may then be asked."""
    await desk.write(*story())
    async with working(desk, sure), calling(desk, await desk.token("davi")) as http:
        assert await code(http, TEXTS) == (404, "run_not_found")
        await desk.write(examples.model_shared("davi"))
        assert (await http.post(PATH, json=TEXTS)).status_code == 200


@pytest.mark.parametrize(
    ("declined", "status", "told"),
    [
        (DeclineCode.MISSING, 409, "model_missing"),
        (DeclineCode.DAMAGED, 409, "model_damaged"),
        (DeclineCode.BUSY, 503, "worker_busy"),
        (DeclineCode.FAILED, 503, "prediction_failed"),
        (DeclineCode.TOO_LARGE, 413, "too_large"),
        (DeclineCode.UNREADABLE, 503, "newer_version"),
    ],
)
def test_why_there_is_no_answer_has_a_code(declined: DeclineCode, status: int, told: str):
    """Each reason of a worker has its own."""
    from api.problems import status_of

    problem = consultation.PROBLEMS[declined]
    assert (status_of(problem), problem) == (status, told)


async def test_a_worker_that_is_away_or_busy_is_said_so(
    desk: Desk, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    """At once where nobody hears; after a while where nobody answers; both may be tried again."""
    await desk.write(*story())
    assert await code(http, TEXTS) == (503, "worker_unreachable")

    async with working(desk, lambda _: Declined(code=DeclineCode.BUSY)):
        answer = await http.post(PATH, json=TEXTS)
        assert (answer.status_code, answer.json()["code"]) == (503, "worker_busy")
        assert int(answer.headers["Retry-After"]) > 0

    monkeypatch.setattr(consultation, "MARGIN_SECONDS", -44.9)
    client = desk.services.log.client
    silent = await client.subscribe(subjects.predictions(WORKER))
    assert await code(http, TEXTS) == (503, "worker_unreachable")
    assert silent.pending_msgs == 1


async def test_a_run_without_a_model_cannot_be_asked(desk: Desk, http: httpx.AsyncClient):
    """It still trains, or it failed."""
    await desk.write(*story()[:-1])

    assert await code(http, TEXTS) == (409, "run_without_model")


async def test_a_question_is_for_models_that_answer_questions(desk: Desk, http: httpx.AsyncClient):
    """They need one; the others take none."""
    await desk.write(*story())

    assert await code(http, TEXTS | {"question": "Onde?"}) == (422, "question_unfit")


@pytest.mark.parametrize(
    "body",
    [
        {"texts": []},
        {"texts": [""]},
        {"texts": ["x"] * 33},
        {"texts": ["x" * 50_001]},
        {"texts": "x"},
        {"texts": ["x"], "question": ""},
        {},
    ],
)
async def test_what_cannot_be_asked_is_refused(http: httpx.AsyncClient, body: dict[str, Any]):
    """Before anybody is asked: how many texts, and how long."""
    assert (await code(http, body))[0] in {400, 422}


async def test_fifty_ask_at_once(desk: Desk, http: httpx.AsyncClient):
    """Each gets their own answer, whatever the others ask; a text may have 50,000 characters."""
    await desk.write(*story())

    def echo(asked: Asked) -> Told:
        answer = AZUL.model_copy(update={"label": asked.texts[0][:10]})
        return Predicted(predictions=(Prediction(answers=(answer,), given=1),))

    async with working(desk, echo):
        texts = [f"{number:10}".ljust(50_000, "x") for number in range(50)]
        answers = await asyncio.gather(*(http.post(PATH, json={"texts": [t]}) for t in texts))

    told = [answer.json()["predictions"][0]["answers"][0]["label"] for answer in answers]
    assert told == [text[:10] for text in texts]
