"""Which rows are learned from and which are kept for the exam.

Rows that belong together never fall on both sides, every label stays among the learned rows, and
the held-out rows have nearly the labels' shares of the whole. The same seed splits the same way.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Targets = dict[int, int]
"""How many rows of each label the exam should have."""

MAX_DRAWS = 64
COMPONENTS_DRAWN = 500_000
"""Over all draws: what bounds the time."""


class IndivisibleError(ValueError):
    """No rows can be held out without losing a label."""


@dataclass(frozen=True, slots=True)
class Split:
    """Positions of rows, ascending; together all of them, none twice."""

    training: Rows
    held_out: Rows


@dataclass(frozen=True, slots=True)
class Component:
    """Rows that must stay on one side."""

    rows: list[int]
    labels: Counter[int]


@dataclass(frozen=True, slots=True)
class Draw:
    """One way to choose the held-out components."""

    chosen: list[Component]
    distance: float
    """From the targets; 0 when they are met exactly."""


def split_sets(
    sets: Sequence[Collection[int]],
    groups: Sequence[str | None],
    texts: Sequence[str],
    *,
    share: float,
    seed: int,
) -> Split:
    """Keep about ``1 - share`` of the rows for the exam, and of each label, however they meet.

    Rows with the same group or the same text belong together, also through each other.

    Args:
        sets: the labels of each row.
        groups: the group of each row; None where it stands for itself.
        texts: the text of each row, or anything that tells texts apart.
        share: of the rows to learn from.
        seed: the same seed splits the same way.

    Raises:
        IndivisibleError: no rows can be held out without losing a label.
    """
    components = gather(sets, groups, texts)
    rng = np.random.default_rng(seed)
    counts = Counter(label for labels in sets for label in labels)
    draw = _best_draw(components, counts, targets(counts, share), rng)
    held_out = np.zeros(len(sets), dtype=np.bool_)
    held_out[[row for part in draw.chosen for row in part.rows]] = True
    return Split(training=np.flatnonzero(~held_out), held_out=np.flatnonzero(held_out))


def gather(
    sets: Sequence[Collection[int]], groups: Sequence[str | None], texts: Sequence[str]
) -> list[Component]:
    """The rows in their components, by first row."""
    leaders = _leaders(groups, texts)
    rows: dict[int, list[int]] = {}
    for row, leader in enumerate(leaders):
        if leader == row:
            rows[row] = [row]
        else:
            rows[_leader(leaders, row)].append(row)
    counted = cache(Counter[int])  # one for all rows that stand alone, for there may be a million
    return [
        Component(
            part,
            Counter(label for row in part for label in sets[row])
            if len(part) > 1
            else counted((*sets[part[0]],)),
        )
        for part in rows.values()
    ]


def targets(counts: Counter[int], share: float) -> Targets:
    """Held-out rows wanted of each label, by largest remainder; at least one row stays behind."""
    total = sum(counts.values())
    wanted = max(1, round(total * (1 - share)))
    ideal = {label: count * wanted / total for label, count in counts.items()}
    given = {label: min(int(ideal[label]), counts[label] - 1) for label in counts}
    for label in sorted(counts, key=lambda label: (int(ideal[label]) - ideal[label], label)):
        if sum(given.values()) < wanted and given[label] < counts[label] - 1:
            given[label] += 1
    return given


def _leaders(groups: Sequence[str | None], texts: Sequence[str]) -> list[int]:
    """For each row an earlier row that it belongs to, or itself."""
    leaders = list(range(len(texts)))
    first_of_group: dict[str, int] = {}
    first_of_text: dict[str, int] = {}
    for row, (group, text) in enumerate(zip(groups, texts, strict=True)):
        if (first := first_of_text.setdefault(text, row)) != row:
            _join(leaders, row, first)
        if group is not None and (first := first_of_group.setdefault(group, row)) != row:
            _join(leaders, row, first)
    return leaders


def _join(leaders: list[int], row: int, other: int) -> None:
    one, two = _leader(leaders, row), _leader(leaders, other)
    leaders[max(one, two)] = min(one, two)


def _leader(leaders: list[int], row: int) -> int:
    """The first row of ``row``'s component; shortens the way for the next who asks."""
    while leaders[row] != row:
        leaders[row] = leaders[leaders[row]]
        row = leaders[row]
    return row


def _best_draw(
    components: list[Component], counts: Counter[int], wanted: Targets, rng: np.random.Generator
) -> Draw:
    """The nearest to the targets of several random draws.

    One is enough where rows of one label each stand alone.
    """
    alone = all(part.labels.total() == 1 for part in components)
    draws = 1 if alone else max(1, min(MAX_DRAWS, COMPONENTS_DRAWN // len(components)))
    orders = (rng.permutation(len(components)).tolist() for _ in range(draws))
    drawn = [_draw(map(components.__getitem__, order), counts, wanted) for order in orders]
    best = min(drawn, key=lambda draw: draw.distance)
    return best if best.chosen else _single_draw(components, counts, wanted)


def _draw(order: Iterable[Component], counts: Counter[int], wanted: Targets) -> Draw:
    """Take, in this order, each component that brings the exam nearer to its targets."""
    missing, left = dict(wanted), Counter(counts)
    short = {label for label, rows in missing.items() if rows > 0}
    chosen: list[Component] = []
    for part in order:
        if not short:
            break
        if short.isdisjoint(part.labels):  # it could only overshoot
            continue
        if _gain(part, missing, wanted) > 0 and _spares(part, left):
            chosen.append(part)
            _take(part, missing, left)
            short.difference_update(label for label in part.labels if missing[label] <= 0)
    return Draw(chosen, _distance(missing, wanted))


def _single_draw(components: list[Component], counts: Counter[int], wanted: Targets) -> Draw:
    """The one component that alone is the best exam, where each overshoots."""
    able = [part for part in components if _spares(part, counts)]
    if not able:
        raise IndivisibleError(
            f"no rows can be held out: {len(components)} groups of rows that belong together, "
            "and each is the only one with some label; give every label at least two groups"
        )
    best = max(able, key=lambda part: _gain(part, wanted, wanted))
    missing = dict(wanted)
    _take(best, missing, Counter(counts))
    return Draw([best], _distance(missing, wanted))


def _take(part: Component, missing: Targets, left: Counter[int]) -> None:
    left.subtract(part.labels)
    for label, rows in part.labels.items():
        missing[label] -= rows


def _spares(part: Component, left: Counter[int]) -> bool:
    """Whether every label is still learned from when ``part`` is held out."""
    return all(left[label] > rows for label, rows in part.labels.items())


def _gain(part: Component, missing: Targets, wanted: Targets) -> float:
    """By how much the distance falls when ``part`` is held out."""
    return sum(
        rows * (2 * missing[label] - rows) / max(wanted[label], 1)
        for label, rows in part.labels.items()
    )


def _distance(missing: Targets, wanted: Targets) -> float:
    return sum(rows**2 / max(wanted[label], 1) for label, rows in missing.items())
