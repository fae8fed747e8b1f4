"""What a cell says, as text, and what a column of such texts is once cleaned."""

import datetime as dt
import re

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
    """Without control characters and surrounding white space; every line ends with LF."""
    mended = pa.chunked_array(map(_mend, column.chunks), pa.string())
    return pc.utf8_trim(mended, characters=_SURROUNDINGS)


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
