"""The cells in a block of a sheet: where each stands, what it is marked as, where its value is."""

from dataclasses import dataclass

import numpy as np

from api.datasets.formats.openxml.markup import Markup, Numbers
from api.datasets.formats.package import UnusualError

MOST_COLUMNS = 16_384
"""Of any spreadsheet program."""

_CELL, _CELL_END = b'<c r="', b"</c>"
_VALUE, _VALUE_END = b"<v>", b"</v>"
_REFERENCE_BYTES = 12
"""Three letters, seven digits, a quotation mark, and one more that is too many."""
_A, _Z = ord("A"), ord("Z")
_DECLARING = np.frombuffer(b"!?", np.uint8)
"""What follows ``<`` where something is declared, commented or hidden from the parser."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells that hold something, in the order of the file; one number each."""

    columns: Numbers
    """From 0."""
    rows: Numbers
    """From 1."""
    wordings: list[bytes]
    """The different attributes."""
    worded: Numbers
    """Which of them each cell has."""
    starts: Numbers
    ends: Numbers
    """Of the value; of all that is inside where that is more than a value."""
    plain: Numbers
    """1 where there is nothing but a value."""


def find(markup: Markup) -> Cells:
    """Every cell of the block, and not one of them overlooked.

    Raises:
        UnusualError: they are not written as usual.
    """
    tags = markup.tags
    second = markup.bytes_at(tags + 1)
    indices = np.flatnonzero(second == ord("c"))
    cells = tags[indices]
    if np.isin(second, _DECLARING).any() or not markup.reads(cells, _CELL).all():
        raise UnusualError("a cell without its place, or no cell")
    closings = markup.closings(cells)
    holding = np.flatnonzero(markup.bytes_at(closings - 1) != ord("/"))
    cells, closings, indices = cells[holding], closings[holding], indices[holding]
    plain, ends = _values(markup, indices, closings)
    quotes, columns, rows = _places(markup, cells + len(_CELL))
    wordings, worded = markup.wordings(quotes + 1, closings)
    starts = closings + 1 + len(_VALUE) * plain
    return Cells(columns, rows, wordings, worded, starts, ends, plain)


def _values(markup: Markup, indices: Numbers, closings: Numbers) -> tuple[Numbers, Numbers]:
    """Which cells hold a value and nothing else, and where that, or all that they hold, ends."""
    tags = np.append(markup.tags, [len(markup.text)] * 3)
    first, second, third = (tags[indices + offset] for offset in (1, 2, 3))
    plain = (
        (first == closings + 1)
        & markup.reads(first, _VALUE)
        & markup.reads(second, _VALUE_END)
        & markup.reads(third, _CELL_END)
        & (third == second + len(_VALUE_END))
    )
    closers = tags[:-3][markup.reads(markup.tags, _CELL_END)]
    found = np.searchsorted(closers, closings)
    if len(found) and found[-1] >= len(closers):
        raise UnusualError("a cell that does not end")
    return plain.astype(np.int64), np.where(plain, second, closers[found])


def _places(markup: Markup, references: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Where each reference, like ``AB12``, ends, and its column and row."""
    letters = markup.bytes_at(references[:, None] + np.arange(_REFERENCE_BYTES))
    quotes = references + np.argmax(letters == ord('"'), axis=1)
    spelled = (letters >= _A) & (letters <= _Z)
    lengths = np.argmin(spelled, axis=1)
    columns = np.zeros(len(references), np.int64)
    for offset in range(int(lengths.max(initial=0))):
        inside = offset < lengths
        spell = letters[:, offset].astype(np.int64) - _A + 1
        columns = np.where(inside, columns * 26 + spell, columns)
    rows = markup.integers(references + lengths, quotes)
    if (columns < 1).any() or (columns > MOST_COLUMNS).any() or (rows < 1).any():
        raise UnusualError("a cell without a place")
    return quotes, columns - 1, rows
