"""Labels, counted: categories of texts, or types of entities."""

from collections.abc import Collection, Iterable
from typing import cast

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from schemas.events.dataset import LabelCount

MOST_NAMED = 20
"""Labels that one problem lists."""
FEWEST = 2
"""Examples of a label: one to learn from, one for the exam."""


def count(labels: Strings) -> tuple[LabelCount, ...]:
    """How often each label occurs, the commonest first."""
    counts = cast("list[dict[str, int | str]]", pc.value_counts(labels).to_pylist())
    found = [LabelCount(label=str(n["values"]), examples=int(n["counts"])) for n in counts]
    return tuple(sorted(found, key=lambda each: (-each.examples, each.label)))


def lone(counted: Iterable[LabelCount]) -> list[str]:
    """The labels that cannot be both learned and examined, the commonest first."""
    return [each.label for each in counted if each.examples < FEWEST]


def can_be_told_apart(counted: Collection[LabelCount]) -> bool:
    """Whether two labels are left once the lone ones are left out, or made one of."""
    alone = len(lone(counted))
    return len(counted) - alone + (alone > 1) > 1
