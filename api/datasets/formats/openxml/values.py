"""What the cells of a sheet say, by the kind that each is marked as."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import show
from api.datasets.formats.openxml import strings
from api.datasets.formats.openxml.cells import Cells
from api.datasets.formats.openxml.dates import Dates
from api.datasets.formats.openxml.markup import Markup, Numbers
from api.datasets.formats.openxml.texts import Texts
from api.datasets.formats.package import UnusualError

_SHARED, _NUMBER, _TEXT, _INLINE, _LOGICAL, _FAULT = range(6)
_KINDS = {
    b"s": _SHARED,
    b"n": _NUMBER,
    b"str": _TEXT,
    b"inlineStr": _INLINE,
    b"b": _LOGICAL,
    b"e": _FAULT,
}
_LOGICALS = {b"1": True, b"true": True, b"0": False, b"false": False}
_ATTRIBUTE = re.compile(rb'\s([a-zA-Z:]+)="([^"<>]*)"')
_ATTRIBUTES = re.compile(rb'(?:\s+[a-zA-Z:]+="[^"<>]*")*\s*')
_INSIDE = re.compile(
    # a formula that may be there, then the value or the text that may be there; a space belongs to
    # one place only, else every way to share spaces out would be tried
    rb"\s*(?:(<f)(?:\s[^<>]*)?(?:/>|(?<!/)>[^<]*</f>)\s*)?"
    rb"(?:(?:<v(?:\s[^<>]*)?(?<!/)>([^<]*)</v>|<v\s*/>|<is>(.*)</is>)\s*)?",
    re.DOTALL,
)
_EXACT_DIGITS = 15
"""Up to so many, a whole number is shown as it is written."""


@dataclass(frozen=True, slots=True)
class Told:
    """What some cells say, in the order of the file."""

    shared: Numbers
    """The place among the shared texts; -1 where the cell says something of its own."""
    own: Strings
    """What cells say of their own, blank for the others."""
    formulas: Numbers
    """The cells that are formulas."""
    without_result: Numbers
    """Those among them that have none stored."""


class Values:
    """The workbook's texts and dates, for its cells to be read with."""

    def __init__(self, texts: Texts, dates: Dates) -> None:
        self.texts = texts
        self._dates = dates

    def tell(self, markup: Markup, cells: Cells) -> Told:
        """What the cells say.

        Raises:
            UnusualError: a cell is not written as usual.
        """
        marks = np.array([_marks(wording) for wording in cells.wordings], np.int64).reshape(-1, 2)
        kinds, styles = marks[cells.worded].T
        plain, shares = cells.plain.astype(bool), kinds == _SHARED
        numbers = markup.integers(cells.starts, cells.ends)
        if (plain & shares & (numbers >= len(self.texts))).any():
            raise UnusualError("a shared text that is not there")
        by_index = plain & shares & (numbers >= 0)
        as_written = plain & (kinds == _NUMBER) & self._is_written(markup, cells, numbers, styles)
        own = markup.strings(cells.starts, np.where(as_written, cells.ends, cells.starts))
        odd = np.flatnonzero(~by_index & ~as_written)
        read = [self._read(markup, cells, int(n), int(kinds[n]), int(styles[n])) for n in odd]
        formulas = np.array([formula for _, formula in read], bool)
        blank = np.array([not text for text, _ in read], bool)
        return Told(
            shared=np.where(by_index, numbers, -1),
            own=_replaced(own, odd, [text for text, _ in read]),
            formulas=odd[formulas],
            without_result=odd[formulas & blank],
        )

    def _is_written(self, markup: Markup, cells: Cells, numbers: Numbers, styles: Numbers) -> Any:
        """Whether a number is shown just as it stands there."""
        lengths = cells.ends - cells.starts
        leads = markup.bytes_at(cells.starts) != ord("0")
        dated = np.isin(styles, [*self._dates.dated, *self._dates.lasting])
        return (numbers >= 0) & (lengths <= _EXACT_DIGITS) & (leads | (lengths == 1)) & ~dated

    def _read(
        self, markup: Markup, cells: Cells, index: int, kind: int, style: int
    ) -> tuple[str, bool]:
        """What one cell says, and whether it is a formula."""
        content = markup.text[cells.starts[index] : cells.ends[index]]
        if cells.plain[index]:
            return self._shown(content, kind, style), False
        found = _INSIDE.fullmatch(content)
        if not found:
            raise UnusualError("a cell with something unknown in it")
        formula, value, runs = found.groups()
        value = strings.rich(runs) if runs is not None else value or b""
        return self._shown(value, kind, style), formula is not None

    def _shown(self, value: bytes, kind: int, style: int) -> str:
        if not value or kind == _FAULT:
            return ""
        try:
            if kind == _SHARED:
                return self.texts[int(value)]
            if kind == _NUMBER:
                return show(self._dates.read(float(value), style))
        except (ValueError, OverflowError, IndexError) as error:
            raise UnusualError("a number that is none") from error
        if kind == _LOGICAL and value in _LOGICALS:
            return show(_LOGICALS[value])
        if kind == _LOGICAL:
            raise UnusualError("neither true nor false")
        return strings.decoded(value)


def _marks(attributes: bytes) -> tuple[int, int]:
    """The kind and the style that a cell's attributes tell."""
    told = dict(_ATTRIBUTE.findall(attributes))
    kind, style = told.get(b"t", b"n"), told.get(b"s", b"0")
    if not _ATTRIBUTES.fullmatch(attributes) or kind not in _KINDS or not style.isdigit():
        raise UnusualError("attributes that are not usual")
    return _KINDS[kind], int(style)


def _replaced(texts: Strings, places: Numbers, others: list[str]) -> Strings:
    if not len(places):
        return texts
    mask = np.zeros(len(texts), bool)
    mask[places] = True
    return pc.replace_with_mask(texts, pa.array(mask), pa.array(others, pa.string()))
