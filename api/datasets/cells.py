"""What a cell says, as text, and what a column of such texts is once cleaned."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc

Cell = str | int | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta

_LARGEST_EXACT = 1e15
"""From here on a float's last digit is made up."""
_LINE_END = "\r\n|[\r\v\f\x85]"
_CONTROL = r"[\x00-\x08\x0e-\x1f\x7f\x{80}-\x{9f}]"
_CONTROL_HERE = r"[\x00-\x08\x0e-\x1f\x7f-\x9f]"
"""The same for Python's regular expressions."""
_FAULT_HERE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_FAULT = r"[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}]"
_DELETE, _LEAD, _NO_BREAK_SPACE = 0x7F, 0xC2, 0xA0
"""Bytes: of a control; before U+0080 to U+00BF; after it, of the first that is no control."""
_PIECE_BYTES = 1024 * 1024
_SHORT = 200
"""Characters."""
_SURROUNDINGS = (
    " \t\n\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\ufeff"
)
"""White space, and the two signs that look like nothing at all."""
_LINE_ENDS = "\r\v\f\x1c\x1d\x1e\x1f\u0085"
"""What else ends a line somewhere."""


def show(cell: Cell) -> str:
    """The cell as plain readable text: whole numbers without a fraction, dates as ISO 8601."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < _LARGEST_EXACT:
            return str(int(cell))
        case dt.datetime():
            midnight = cell.time() == dt.time()
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case dt.date() | dt.time():
            return cell.isoformat()
        case _:
            return str(cell)


def clean(column: Strings) -> Strings:
    """Without control characters and surrounding white space; every line ends with LF.

    What is clean already is not copied.
    """
    return pa.chunked_array(map(_cleaned, column.chunks), pa.string())


def _cleaned(chunk: Strings) -> Strings:
    pieces = [*_pieces(chunk)]
    cleaned = [*map(_cleaned_piece, pieces)]
    changed = any(new is not old for new, old in zip(cleaned, pieces, strict=True))
    return pa.concat_arrays(cleaned) if changed else chunk


def _pieces(chunk: Strings) -> Iterator[Strings]:
    """The chunk in slices that stay in the processor's cache."""
    rows = max(1, len(chunk) * _PIECE_BYTES // max(1, chunk.nbytes))
    for start in range(0, len(chunk), rows):
        yield chunk.slice(start, rows)


def _cleaned_piece(piece: Strings) -> Strings:
    """The piece itself where nothing is to be done."""
    mended = _mend(piece) if _may_have_faults(piece) else piece
    trimmed = pc.utf8_trim(mended, characters=_SURROUNDINGS)
    return trimmed if mended is not piece or _size(trimmed) != _size(piece) else piece


def _size(piece: Strings) -> int:
    """Bytes of the texts."""
    return pc.sum(pc.binary_length(piece)).as_py() or 0


def _may_have_faults(piece: Strings) -> bool:
    """Whether any byte could belong to a sign that ``_FAULT`` looks for: far cheaper to know."""
    _, offsets, content = piece.buffers()
    if content is None:
        return False
    edges = np.frombuffer(offsets, np.int32)[piece.offset : piece.offset + len(piece) + 1]
    letters = np.frombuffer(content, np.uint8)[edges[0] : edges[-1]]
    controls = np.count_nonzero(letters < ord(" "))
    harmless = np.count_nonzero(letters == ord("\t")) + np.count_nonzero(letters == ord("\n"))
    return bool(controls > harmless or (letters == _DELETE).any() or _has_late_controls(letters))


def _has_late_controls(letters: Any) -> bool:
    """Whether a sign from U+0080 to U+009F is there, which takes two bytes."""
    leads = np.flatnonzero(letters[:-1] == _LEAD)
    return bool((letters[leads + 1] < _NO_BREAK_SPACE).any())


def lengths(values: Strings) -> Any:
    """Characters of each value without what surrounds it: 0 for a blank cell."""
    pieces = chain.from_iterable(map(_pieces, chunks(values)))
    return pa.chunked_array(map(_lengths, pieces), pa.int32())


def chunks(values: Strings) -> list[Strings]:
    """The arrays that the values lie in."""
    return values.chunks if isinstance(values, pa.ChunkedArray) else [values]


def _lengths(values: Strings) -> Any:
    """Long values are taken as they are: what surrounds them matters little."""
    lengths = pc.utf8_length(values)
    short = pc.less_equal(lengths, _SHORT)
    if not pc.any(short).as_py():
        return lengths
    return pc.replace_with_mask(lengths, short, pc.utf8_length(trim(pc.filter(values, short))))


def trim(values: Strings) -> Strings:
    """Without what surrounds a value: what is left of a blank cell is empty."""
    return pc.utf8_trim(values, characters=_SURROUNDINGS + _LINE_ENDS)


def _mend(chunk: Strings) -> Strings:
    """Rewrite the few texts that need it."""
    faulty = pc.match_substring_regex(chunk, _FAULT)
    if not pc.any(faulty).as_py():
        return chunk
    with_line_ends = pc.replace_substring_regex(pc.filter(chunk, faulty), _LINE_END, "\n")
    mended = pc.replace_substring_regex(with_line_ends, _CONTROL, "")
    return pc.replace_with_mask(chunk, faulty, mended)


def clean_text(text: str) -> str:
    """One text, cleaned as a column would be."""
    if not _FAULT_HERE.search(text):
        return text.strip(_SURROUNDINGS)
    return re.sub(_CONTROL_HERE, "", re.sub(_LINE_END, "\n", text)).strip(_SURROUNDINGS)


def column_letter(index: int) -> str:
    """The letters of a column counted from 0: A, B, …, Z, AA and so on."""
    letters = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """The place of a column counted from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
