"""How well entities were found, counted as CoNLL-2000 did: borders and type must be right."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

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
