"""Which row names the columns."""

from collections.abc import Collection, Sequence

from api.datasets import names

LOOKAHEAD_ROWS = 20
"""How far down a header may stand, below a title."""
LONGEST_NAME = 200
"""In characters; what is longer is a text, not a name."""
_LONGEST_AFTER_TITLE = 60


def find(rows: Sequence[Sequence[str]], wanted: Collection[str] = ()) -> int | None:
    """The index of the header among the first rows; None when all are blank.

    It is the first row that is not blank, unless that is a title: one lone cell, no known name,
    above a row of short and different names; or a banner over the names of several columns.
    """
    first = next((index for index, row in enumerate(rows) if _filled(row)), None)
    if first is None:
        return None
    if not _is_title(rows[first], wanted):
        return first + _is_banner(rows[first : first + 2])
    below = next(
        (index for index in range(first + 1, len(rows)) if len(_filled(rows[index])) > 1), first
    )
    return below if _looks_like_names(_filled(rows[below])) else first


def _filled(row: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in row if cell.strip()]


def _is_title(row: Sequence[str], wanted: Collection[str]) -> bool:
    cells = _filled(row)
    if len(cells) != 1:
        return False
    asked_for = {names.fold(name) for name in wanted}
    return not names.is_known(cells[0]) and names.fold(cells[0]) not in asked_for


def _is_banner(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of two rows only gathers the columns that the second names."""
    if len(rows) < 2:
        return False
    above, below = map(_filled, rows)
    names_more = sum(map(names.is_known, below)) > sum(map(names.is_known, above))
    return len(above) < len(below) and names_more and _looks_like_names(below)


def _looks_like_names(cells: list[str]) -> bool:
    if any(len(cell) > _LONGEST_AFTER_TITLE for cell in cells):
        return False
    worded = all(any(letter.isalpha() for letter in cell) for cell in cells)
    return worded and len({names.fold(cell) for cell in cells}) == len(cells)
