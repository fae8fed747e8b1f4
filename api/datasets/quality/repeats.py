"""Rows that say the same: alike in text and answer, in text alone, or nearly."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.datasets.quality import equality, neighbours
from api.datasets.quality.equality import Numbers
from api.datasets.quality.material import SHOWN, Material
from schemas.checks import CheckCode, Severity
from schemas.quality import Action, Finding
from schemas.recipe import DropDuplicates, DropNearDuplicates, SettleConflicts
from schemas.tasks import Task

MANY = 5.0
"""Percent of the examples from which repetitions, or contradictions, matter more."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Texts with several answers."""

    texts: Numbers
    """Their numbers."""
    rows: int
    unsettled: int
    """Rows that do not bear their text's commonest answer, or whose text has none."""


def duplicates(material: Material) -> Iterator[Finding]:
    """Rows that repeat an earlier one's text and answer."""
    same = equality.pairs(material.text_numbers, material.answer_numbers)
    repeated, rows = _repetition(same)
    if not rows:
        return
    yield Finding(
        code=CheckCode.DUPLICATES,
        severity=_severity(material.share(rows)),
        params={"rows": rows, "texts": len(repeated), "share": material.share(rows)},
        examples=material.shown(_side_by_side(same, repeated)),
        actions=[Action(step=DropDuplicates(), rows=rows, recommended=True)],
    )


def near_duplicates(material: Material) -> Iterator[Finding]:
    """Rows whose text hardly differs from an earlier one's with the same answer."""
    groups = neighbours.groups(material.texts, material.answers)
    dropped = sum(len(group) - 1 for group in groups)
    same = equality.pairs(material.text_numbers, material.answer_numbers)
    rows = dropped - _repetition(same)[1]
    if not rows:
        return
    varied = [_first_two(same, group) for group in groups]
    pairs = [pair for pair in varied if len(pair) > 1]
    share = material.share(rows)
    yield Finding(
        code=CheckCode.NEAR_DUPLICATES,
        severity=_severity(share),
        params={"rows": rows, "groups": len(pairs), "share": share},
        examples=material.shown(position for pair in pairs for position in pair),
        actions=[Action(step=DropNearDuplicates(), rows=dropped, recommended=share >= MANY)],
    )


def conflicting_answers(material: Material) -> Iterator[Finding]:
    """Rows with the same text and different answers."""
    conflict = _conflict(material)
    if not conflict.rows:
        return
    share = material.share(conflict.rows)
    several = material.judged.reading.task is Task.TEXT_GENERATION
    grave = Severity.STRONG if share >= MANY else Severity.WARNING
    positions = _different_answers(material, conflict.texts)
    yield Finding(
        code=CheckCode.CONFLICTING_ANSWERS,
        severity=Severity.NOTE if several else grave,
        params={"rows": conflict.rows, "texts": len(conflict.texts), "share": share},
        examples=material.shown(positions),
        actions=[
            Action(
                step=SettleConflicts(keep="commonest"),
                rows=conflict.unsettled,
                recommended=not several,
            ),
            Action(step=SettleConflicts(keep="none"), rows=conflict.rows),
        ],
    )


def repeated_texts(material: Material) -> Iterator[Finding]:
    """Texts that several rows share, which will all be learned from or all be examined."""
    if material.held_out is not None:
        return
    repeated, extra = _repetition(material.text_numbers)
    if not extra:
        return
    rows = extra + len(repeated)
    yield Finding(
        code=CheckCode.REPEATED_TEXTS,
        severity=Severity.NOTE,
        params={"rows": rows, "texts": len(repeated), "share": material.share(rows)},
        examples=material.shown(_side_by_side(material.text_numbers, repeated)),
    )


def _severity(share: float) -> Severity:
    return Severity.WARNING if share >= MANY else Severity.NOTE


def _repetition(numbers: Numbers) -> tuple[Numbers, int]:
    """The numbers that occur again, by first row, and how many rows come after a first."""
    found, firsts, counts = np.unique(numbers, return_index=True, return_counts=True)
    again = counts > 1
    order = np.argsort(firsts[again])
    return found[again][order], len(numbers) - len(found)


def _side_by_side(numbers: Numbers, repeated: Numbers) -> Iterator[int]:
    """The first two rows of each of the first repeated numbers."""
    for number in repeated[:SHOWN].tolist():
        yield from np.flatnonzero(numbers == number)[:2].tolist()


def _first_two(same: Numbers, group: list[int]) -> list[int]:
    """The group's first row, and the first that is not quite equal to it."""
    other = (position for position in group if same[position] != same[group[0]])
    return [group[0], *(position for position, _ in zip(other, range(1), strict=False))]


def _conflict(material: Material) -> Conflict:
    """The texts whose answers differ, but for those that the owner wants to hear nothing of."""
    same = equality.pairs(material.text_numbers, material.answer_numbers)
    _, firsts, counts = np.unique(same, return_index=True, return_counts=True)
    texts = material.text_numbers[firsts]
    size = int(material.text_numbers.max(initial=-1)) + 1
    conflicted = _conflicted(material, firsts, texts, size)
    total = np.bincount(texts, weights=counts, minlength=size).astype(np.int64)
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, texts, counts)
    ties = np.bincount(texts[counts == most[texts]], minlength=size)
    kept = np.where(ties == 1, most, 0)
    numbers = np.flatnonzero(conflicted)
    rows = int(total[numbers].sum())
    return Conflict(numbers, rows, rows - int(kept[numbers].sum()))


def _conflicted(
    material: Material, firsts: Numbers, texts: Numbers, size: int
) -> NDArray[np.bool_]:
    """Of each text's number, whether it has several answers and not only kept ones."""
    several = np.bincount(texts, minlength=size) > 1
    kept = material.kept_labels(CheckCode.CONFLICTING_ANSWERS)
    if not kept:
        return several
    answers = np.array([answer in kept for answer in material.answers.take(firsts).to_pylist()])
    return several & (np.bincount(texts[~answers], minlength=size) > 0)


def _different_answers(material: Material, texts: Numbers) -> Iterator[int]:
    """Of each of the first texts, a row and one with another answer."""
    for number in texts[:SHOWN].tolist():
        rows = np.flatnonzero(material.text_numbers == number)
        answers = material.answer_numbers[rows]
        yield from (int(rows[0]), int(rows[np.argmax(answers != answers[0])]))
