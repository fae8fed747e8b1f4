"""Asking a finished tagger for the entities of a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas import words
from schemas.words import Span
from worker.training import batches
from worker.training.inference import finished
from worker.training.inference.finished import Finished
from worker.training.tasks.token_classification import data, metrics
from worker.training.tasks.token_classification.data import IGNORED, OUTSIDE, Encoded

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Found:
    """An entity of a text."""

    type: str
    text: str
    start: int
    """In characters, from 0; the end is not part of it."""
    end: int
    probability: float
    """Of its least certain word."""


def find(asked: Finished, texts: Sequence[str]) -> list[list[Found]]:
    """The entities of each of ``texts``, in their order; long texts are read in windows."""
    joined: bool = getattr(asked.model.config, "joins_signs", False)
    places = [words.spans(text, joined=joined) for text in texts]
    sentences = [
        [text[span.start : span.end] for span in spans]
        for text, spans in zip(texts, places, strict=True)
    ]
    unknown = [[OUTSIDE] * len(sentence) for sentence in sentences]
    encoded = data.encode(sentences, unknown, asked.labels, asked.tokenizer)
    return [
        list(_found(text, spans, tags, sure))
        for text, spans, (tags, sure) in zip(texts, places, _tagged(asked, encoded), strict=True)
    ]


def _tagged(asked: Finished, encoded: Encoded) -> list[tuple[list[str], Floats]]:
    """The tags of each sentence's words, and how sure the model is of each."""
    sure = [np.zeros(len(tags)) for tags in encoded.tags]
    order: list[int] = []
    predicted: list[str] = []
    for rows in finished.portions(encoded.lengths):
        order += rows.tolist()
        for row, probabilities in zip(rows, _probabilities(asked, encoded, rows), strict=True):
            place = encoded.places[row]
            sure[place.sentence][place.words.start : place.words.stop] = probabilities.max(axis=-1)
            predicted += [asked.labels[number] for number in probabilities.argmax(axis=-1)]
    tags = data.gather(encoded, np.array(order, dtype=np.int64), predicted)
    return list(zip(tags, sure, strict=True))


def _probabilities(asked: Finished, encoded: Encoded, rows: batches.Rows) -> Iterator[Floats]:
    """Of each row's judged words, ``(word, tag)``."""
    inputs = batches.pad([encoded.windows[row] for row in rows], asked.tokenizer)
    logits = asked.ask(inputs).logits.double() / asked.temperature
    probabilities = logits.softmax(dim=-1).cpu().numpy()
    for row, of_pieces in zip(rows, probabilities, strict=True):
        yield of_pieces[: encoded.lengths[row]][encoded.targets[row] != IGNORED]


def _found(text: str, spans: Sequence[Span], tags: list[str], sure: Floats) -> Iterator[Found]:
    for entity in metrics.entities(tags):
        start, end = spans[entity.start].start, spans[entity.end - 1].end
        probability = float(sure[entity.start : entity.end].min())
        yield Found(entity.type, text[start:end], start, end, probability)
