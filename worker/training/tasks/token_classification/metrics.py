"""How well entities were found, counted as CoNLL-2000 did: borders and type must be right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schemas.metrics import MistakenEntities
from worker.training import hardest
from worker.training.batches import Rows
from worker.training.loop import Exam
from worker.training.scores import Counts

Tags = Sequence[str]


@dataclass(frozen=True, slots=True)
class Entity:
    """Words of one sentence that name one thing, by their places; the end is not part of it."""

    type: str
    start: int
    end: int


def repair(tags: Tags) -> list[str]:
    """Valid BIO: an inside without a beginning of its type before it begins an entity."""
    valid: list[str] = []
    for tag in tags:
        inside = tag.startswith("I-")
        orphan = inside and (not valid or valid[-1][2:] != tag[2:])
        valid.append(f"B-{tag[2:]}" if orphan else tag)
    return valid


def entities(tags: Tags) -> Iterator[Entity]:
    """The entities of valid BIO, in order."""
    start = 0
    for place, tag in enumerate(tags):
        if tag.startswith("B-"):
            start = place
        ends = place + 1 == len(tags) or not tags[place + 1].startswith("I-")
        if ends and tag != "O":
            yield Entity(tag[2:], start, place + 1)


def counts(truth: Sequence[Tags], predicted: Sequence[Tags], types: Sequence[str]) -> Counts:
    """Entities by type, in the order of ``types``."""
    hits, named, there = Counter[str](), Counter[str](), Counter[str]()
    for true_tags, tags in zip(truth, predicted, strict=True):
        true_ones, ones = set(entities(true_tags)), set(entities(tags))
        hits.update(one.type for one in true_ones & ones)
        named.update(one.type for one in ones)
        there.update(one.type for one in true_ones)
    return Counts(*(np.array([part[name] for name in types]) for part in (hits, named, there)))


def counts_by_sentence(truth: Sequence[Tags], predicted: Sequence[Tags]) -> NDArray[np.float64]:
    """Of each sentence: entities rightly found, named and there, ``(sentence, 3)``."""
    pairs = (
        (set(entities(true_tags)), set(entities(tags)))
        for true_tags, tags in zip(truth, predicted, strict=True)
    )
    return np.array([(len(there & named), len(named), len(there)) for there, named in pairs], float)


def f1(sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the sums of such counts, ``(draw, 3)``; 0 where there is nothing."""
    hits, named, there = sums.T
    return 2 * hits / np.maximum(named + there, 1)


def surest_mistakes(
    truth: Sequence[Tags],
    predicted: Sequence[Tags],
    confidences: NDArray[np.float64],
    sheet_rows: Rows,
) -> list[MistakenEntities]:
    """The sentences with wrong entities, surest first.

    ``confidences``: of each sentence's surest wrong tag; ``sheet_rows``: where each stands.
    """
    wrong = [missed_and_wrong(*pair) for pair in zip(truth, predicted, strict=True)]
    is_wrong = np.array([any(counted) for counted in wrong], dtype=np.bool_)
    return [
        MistakenEntities(
            row=int(sheet_rows[place]),
            missed=wrong[place][0],
            wrong=wrong[place][1],
            confidence=float(confidences[place]),
        )
        for place in hardest.surest(confidences, is_wrong)
    ]


def missed_and_wrong(truth: Tags, predicted: Tags) -> tuple[Counter[str], Counter[str]]:
    """Of one sentence: entities that were not found and those that are not there, by type."""
    there, named = set(entities(truth)), set(entities(predicted))
    return (
        Counter(one.type for one in there - named),
        Counter(one.type for one in named - there),
    )


def accuracy(truth: Sequence[Tags], predicted: Sequence[Tags]) -> float:
    """Words with the right tag."""
    pairs = [
        true == tag
        for true_tags, tags in zip(truth, predicted, strict=True)
        for true, tag in zip(true_tags, tags, strict=True)
    ]
    return float(np.mean(pairs))


def outside_share(truth: Sequence[Tags]) -> float:
    """Words that belong to no entity: right without finding any."""
    return float(np.mean([tag == "O" for tags in truth for tag in tags]))


def examine(
    truth: Sequence[Tags], predicted: Sequence[Tags], types: Sequence[str], loss: float
) -> Exam:
    """The figures of one exam; its score is the F1 over all entities."""
    counted = counts(truth, predicted, types)
    return Exam(
        loss=loss,
        accuracy=accuracy(truth, predicted),
        macro_f1=counted.macro_f1,
        weighted_f1=counted.weighted_f1,
        score=float(counted.together.f1[0]),
    )
