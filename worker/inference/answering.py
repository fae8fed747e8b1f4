"""What a loaded model answers to texts, in the words of the contracts."""

from collections.abc import Sequence
from typing import assert_never

from schemas.certainty import band
from schemas.inference import MOST_LABELS, Answer, Prediction
from schemas.tasks import Task
from worker.training.inference import answers, entities, labels
from worker.training.inference.answers import Passage, Reply
from worker.training.inference.entities import Found
from worker.training.inference.finished import Finished
from worker.training.inference.labels import Classification
from worker.training.tasks.question_answering.data import Question

Pair = tuple[str, str | None]
"""A text, and what is asked about it."""


def reads(model: Finished) -> int | None:
    """How many tokens of a text the model reads; None where it reads all, in windows."""
    return model.tokenizer.model_max_length if model.task is Task.TEXT_CLASSIFICATION else None


def predict(model: Finished, pairs: Sequence[Pair]) -> list[Prediction]:
    """The predictions for ``pairs``, in their order.

    Raises:
        ValueError: the model was taught to write, which is no answer to a text.
    """
    texts = [text for text, _ in pairs]
    match model.task:
        case Task.TEXT_CLASSIFICATION:
            return [_of_labels(told) for told in labels.classify(model, texts)]
        case Task.TOKEN_CLASSIFICATION:
            return [_of_entities(found) for found in entities.find(model, texts)]
        case Task.QUESTION_ANSWERING:
            questions = [Question(question or "", text) for text, question in pairs]
            return [_of_reply(reply) for reply in answers.ask(model, questions)]
        case Task.TEXT_GENERATION:
            raise ValueError(f"a model of {model.task} gives no answers")
        case _:
            assert_never(model.task)


def _of_labels(told: Classification) -> Prediction:
    shown = told.given if told.several else told.answers[:MOST_LABELS]
    answers = tuple(_answer(one.label, one.probability) for one in shown)
    return Prediction(
        answers=answers, given=len(told.given), is_cut=told.is_cut, certainty=told.certainty
    )


def _of_entities(found: Sequence[Found]) -> Prediction:
    answers = tuple(_answer(one.type, one.probability, one.start, one.end) for one in found)
    return Prediction(answers=answers, given=len(answers))


def _of_reply(reply: Reply) -> Prediction:
    answers = tuple(map(_passage, reply.passages))
    given = 0 if reply.is_silent or not answers else 1
    return Prediction(
        answers=answers,
        given=given,
        silence=reply.silence,
        certainty=None if given else reply.probability,
    )


def _passage(one: Passage) -> Answer:
    return _answer(one.text, one.probability, one.start, one.end)


def _answer(
    label: str, probability: float, start: int | None = None, end: int | None = None
) -> Answer:
    return Answer(
        label=label, probability=probability, band=band(probability), start=start, end=end
    )
