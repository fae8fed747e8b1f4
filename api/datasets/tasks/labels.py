"""Labels, counted: categories of texts, or types of entities."""

from typing import cast

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from schemas.events.dataset import LabelCount

MOST_NAMED = 20
"""Labels that one problem lists."""


def count(labels: Strings) -> tuple[LabelCount, ...]:
    """How often each label occurs, the commonest first."""
    counts = cast("list[dict[str, int | str]]", pc.value_counts(labels).to_pylist())
    found = [LabelCount(label=str(n["values"]), examples=int(n["counts"])) for n in counts]
    return tuple(sorted(found, key=lambda each: (-each.examples, each.label)))
