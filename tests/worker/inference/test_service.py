"""What becomes of orders, whatever goes wrong with one of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from schemas.inference import DeclineCode, Declined, Predicted, Prediction
from tests.worker.inference import models
from worker.inference import answering
from worker.inference.answering import Pair
from worker.inference.messages import Predict, Reply, Unload
from worker.inference.queue import Bounds, Queue
from worker.inference.service import Service
from worker.inference.shelf import Shelf
from worker.training.inference import finished
from worker.training.inference.finished import Finished

POISON = "rubi rubi rubi"
PATIENT_TOKENS = 8


@pytest.fixture
def model_dir(tmp_path: Path) -> Path:
    return models.save(tmp_path / "model")


@pytest.fixture
def told() -> list[Reply]:
    """In the order in which it was told."""
    return []


@pytest.fixture
def service(told: list[Reply]) -> Service:
    bounds = Bounds(lambda _: None, PATIENT_TOKENS)
    return Service(Queue(), bounds, Shelf(finished.load, 1 << 30), told.append)


def order(number: int, model_dir: Path, *texts: str, **chosen: Any) -> Predict:
    asked = {"patience_seconds": 60.0} | chosen
    return Predict(number=number, model_dir=model_dir, texts=texts, **asked)


def work(service: Service) -> None:
    """One turn."""
    service.do(service.queue.take(service.bounds))


def test_one_text_that_breaks_a_model_is_nobody_elses_fault(
    service: Service, told: list[Reply], model_dir: Path, monkeypatch: pytest.MonkeyPatch
):
    """The others are answered alone."""
    predict = answering.predict

    def breaking(model: Finished, pairs: Sequence[Pair]) -> list[Prediction]:
        if any(text == POISON for text, _ in pairs):
            raise IndexError("no such token")
        return predict(model, pairs)

    monkeypatch.setattr(answering, "predict", breaking)
    for number, text in enumerate(("o mar", POISON, "jade")):
        service.queue.put(order(number, model_dir, text))
    work(service)

    codes = {one.number: one.told for one in told}
    assert codes[1] == Declined(code=DeclineCode.FAILED)
    assert isinstance(codes[0], Predicted)
    assert isinstance(codes[2], Predicted)


def test_an_order_of_several_turns_is_told_once_and_whole(
    service: Service, told: list[Reply], model_dir: Path
):
    """In the order of its texts, though somebody came between."""
    texts = ("o mar de anil", "jade e folha", "rubi")
    service.queue.put(order(1, model_dir, *texts, is_urgent=False))
    work(service)
    service.queue.put(order(2, model_dir, "o mar"))
    for _ in range(3):
        work(service)

    assert [one.number for one in told] == [2, 1]
    whole = told[1].told
    assert isinstance(whole, Predicted)
    alone = answering.predict(service.shelf.get(model_dir), [(text, None) for text in texts])
    assert [one.answers[0].label for one in whole.predictions] == [
        one.answers[0].label for one in alone
    ]


def test_a_model_that_is_let_go_is_loaded_again_when_it_is_asked(
    service: Service, told: list[Reply], model_dir: Path
):
    """And whoever wants it gone hears when it is."""
    service.queue.put(order(1, model_dir, "o mar"))
    work(service)
    service.queue.put(Unload(number=2, model_dir=model_dir))
    work(service)

    assert told[1] == Reply(number=2)
    assert service.shelf.peek(model_dir) is None
    service.queue.put(order(3, model_dir, "o mar"))
    work(service)
    assert told[2].told == told[0].told
