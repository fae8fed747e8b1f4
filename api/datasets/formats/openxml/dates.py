"""Dates in a workbook: numbers of days, told from other numbers by their style alone."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.datasets.cells import Cell

_DATED = frozenset(map(str, (*range(14, 23), 45, 47)))
"""Formats that programs know by number and that show a date or a time."""
_LASTING = frozenset({"46"})
"""``[h]:mm:ss``."""
_UNSHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\[\]]*\]', re.IGNORECASE)
"""Words, escaped signs, fillers, colours and conditions; no hours that count on."""
_LASTING_SIGN = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_DATE_SIGN = re.compile(r"[dmyhs]", re.IGNORECASE)

_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # cells know no zone
_PHANTOM_DAY = 60
"""29 February 1900, which never was, has a number nevertheless: before it all are one less."""
_DAYS_TO_1904 = 1462


@dataclass(frozen=True, slots=True)
class Dates:
    """How numbers in each style are shown."""

    dated: frozenset[int]
    """Styles, by their place."""
    lasting: frozenset[int]
    """Those that show how long something takes."""
    since_1904: bool
    """Whether days count from 1904, as on old Macintoshes."""

    @classmethod
    def of(cls, patterns: Mapping[str, str], used: Sequence[str], *, since_1904: bool) -> "Dates":
        """From the workbook's own formats and the format of each style."""
        shown = [patterns[each] if each in patterns else _known(each) for each in used]
        plain = [_UNSHOWN.sub("", each.partition(";")[0]) for each in shown]
        lasting = frozenset(n for n, each in enumerate(plain) if _LASTING_SIGN.search(each))
        dated = frozenset(n for n, each in enumerate(plain) if _DATE_SIGN.search(each))
        return cls(dated - lasting, lasting, since_1904)

    def read(self, number: float, style: int) -> Cell:
        """The number as what its style shows it as.

        Raises:
            ValueError, OverflowError: there is no such day.
        """
        if style in self.lasting:
            return dt.timedelta(days=number)
        return self._moment(number) if style in self.dated else number

    def _moment(self, number: float) -> Cell:
        if number < 0:
            raise ValueError(number)
        if number < 1:
            return (_FIRST_DAY + _passed(number)).time()
        days = number + _DAYS_TO_1904 if self.since_1904 else number
        if days < _PHANTOM_DAY:
            days += 1
        return _FIRST_DAY + _passed(days)


def _passed(days: float) -> dt.timedelta:
    """To the millisecond: the digits beyond are made up."""
    return dt.timedelta(milliseconds=round(days * 86_400_000))


def _known(number: str) -> str:
    if number in _LASTING:
        return "[h]"
    return "d" if number in _DATED else ""
