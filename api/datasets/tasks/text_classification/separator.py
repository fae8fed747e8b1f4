"""What stands between the labels of one cell, where cells hold several.

Several labels are suspected where a sign cuts cells into parts that come again in other
combinations; a name with a comma in it does not. Whether it is so is for the user to say.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import cast

from api.datasets import lists
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.reading import NO_SEPARATOR
from api.datasets.refusal import UnusableFileError, problem
from api.datasets.table import Column
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import LABEL_LISTS

SIGNS = (";", "|", "\n", " / ", ",")
"""The less a sign is used within names, the earlier: the first of equals is asked about."""
LONGEST_CELLS = 200
"""Mean characters beyond which a column holds texts, whose signs separate no labels."""
LONGEST_LISTS = 1_000
"""The same of lists."""
MOST_CELLS = 20_000
"""Different cells that are looked at."""
_DECIMAL = re.compile(r"-?\d+,\d+")
_SAMPLE = 200
_SHOWN = 3

Combination = tuple[str, ...]
"""The labels of one cell: sorted, each once."""


@dataclass(frozen=True, slots=True)
class Several:
    """Cells that hold several labels, or seem to."""

    separator: str
    cells: tuple[str, ...]
    """Those with more than one, in the order of the sheet."""
    labels: frozenset[str]
    """Of the whole column."""


def settle(column: Column, wanted: str | None) -> str | None:
    """What separates the labels of ``column``; None where each cell holds one.

    Raises:
        UnusableFileError: cells seem to hold several labels, and nobody has said so.
    """
    if wanted == NO_SEPARATOR:
        return None
    if is_listed(column):  # what is a list needs no separator, though one was named
        return LABEL_LISTS
    if wanted is not None:
        return wanted
    if several := suspected(column):
        raise UnusableFileError([_unconfirmed(column, several)])
    return None


def _unconfirmed(column: Column, several: Several) -> DataProblem:
    return problem(
        ProblemCode.SEPARATOR_UNCONFIRMED,
        column=column.name,
        separator=several.separator,
        examples=list(several.cells[:_SHOWN]),
    )


def split(cell: str, separator: str) -> Combination:
    """The labels of a cell; none where it is blank."""
    parts = _listed(cell) if separator == LABEL_LISTS else cell.split(separator)
    return tuple(sorted({label for part in parts if (label := part.strip())}))


def _listed(cell: str) -> list[str]:
    """A list's words; a cell that holds none is one label."""
    words = lists.read(cell)
    return [cell] if words is None else words


def told(column: Column) -> Several | None:
    """The labels of a column whose cells say themselves that they are lists."""
    if not is_listed(column):
        return None
    combinations = {cell: split(cell, LABEL_LISTS) for cell in _different(column)}
    return _several(LABEL_LISTS, combinations, [*combinations])


def is_listed(column: Column) -> bool:
    """Whether each cell is a list, and not one of a whole text's words."""
    if column.mean_characters > LONGEST_LISTS:
        return False
    sample = column.first_values(_SAMPLE)
    return bool(sample) and None not in map(lists.read, sample)


def suspected(column: Column) -> Several | None:
    """The labels of a column whose cells look as if a sign stood between several."""
    if column.mean_characters > LONGEST_CELLS:
        return None
    cells = _different(column)
    found = [each for sign in SIGNS if (each := _tied(cells, sign))]
    return max(found, key=lambda each: len(each.cells), default=None)


def _different(column: Column) -> list[str]:
    cells = pc.unique(clean(column.values))
    return cast("list[str]", cells.slice(0, MOST_CELLS).to_pylist())


def _tied(cells: Sequence[str], sign: str) -> Several | None:
    """Cells that are cut into labels of other cells, unless they are the fewer of those cut."""
    combinations = {cell: split(cell, sign) for cell in cells}
    uses = Counter(chain.from_iterable({*combinations.values()}))
    cut = [cell for cell, labels in combinations.items() if len(labels) > 1]
    tied = [cell for cell in cut if all(uses[label] > 1 for label in combinations[cell])]
    if 2 * len(tied) <= len(cut) or (sign == "," and all(map(_DECIMAL.fullmatch, cut))):
        return None
    return _several(sign, combinations, tied)


def _several(separator: str, combinations: dict[str, Combination], cells: Sequence[str]) -> Several:
    return Several(
        separator=separator,
        cells=tuple(cell for cell in cells if len(combinations[cell]) > 1),
        labels=frozenset(chain.from_iterable(combinations.values())),
    )
