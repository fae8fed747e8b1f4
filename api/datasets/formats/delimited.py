"""Text tables: CSV and its kin, as Brazilian and other programs write them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from api.datasets import header
from api.datasets.formats import apostrophe
from api.datasets.formats.grid import Grid
from api.datasets.formats.textfile import TextFile
from api.datasets.limits import MEBIBYTE
from api.datasets.refusal import UnusableFileError, problem, unusable
from schemas.problems import ProblemCode

SEPARATORS = (";", "\t", ",", "|")
"""In this order where two explain the file equally well."""
NO_SEPARATOR = "\x1f"
"""Stands in no text: each line is one cell."""
SAMPLE_ROWS = 200
MOST_CELLS = 100_000
"""In one line. A file of separators alone would become more cells than fit the memory."""

_LONG_LINE = MEBIBYTE
"""In characters; shorter lines are not counted through."""
_MISREAD = frozenset({ProblemCode.FILE_UNREADABLE})
_LARGEST_FIELD = 2**31 - 1
"""A long text is for the row rules to judge, not for the csv module to fail on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How fields are told apart and quoted."""

    separator: str
    preface: bool = False
    """Whether the first line only says ``sep=;``: spreadsheet programs obey and hide it."""
    quoted: bool = True
    escape: str | None = None
    """Written before a quotation mark inside a field, where it isn't doubled."""


def grids(path: Path) -> Iterator[Grid]:
    """The table, by the usual rules of quoting first, then by the laxer ones.

    The rows raise ``UnusableFileError`` where the file breaks the rules in hand.
    """
    text = TextFile(path)
    for dialect in _dialects(text):
        yield Grid(
            sheet=None,
            rows=_rows(text, dialect),
            even=not dialect.quoted,
            share_read=text.share_read,
            passes_on=_MISREAD,
        )


def is_table(path: Path) -> bool:
    """Whether the first rows all have several cells, and as many: no prose does."""
    text = TextFile(path)
    return any(_is_even(_sample(text, separator)) for separator in SEPARATORS)


def _is_even(rows: list[list[str]]) -> bool:
    widths = [len(row) for row in rows if row]
    return len(widths) > 1 and min(widths) == max(widths) > 1


def _dialects(text: TextFile) -> Iterator[Dialect]:
    usual = _usual(text)
    yield usual
    with text.opened() as file:
        escaped = any('\\"' in line for line in file)
    if escaped:  # for then the csv module forgives any mark, and drops it
        yield replace(usual, escape="\\")
    yield replace(usual, quoted=False)


def _usual(text: TextFile) -> Dialect:
    with text.opened() as file:
        line = file.readline(_LONG_LINE).strip()
    if line.lower().startswith("sep=") and len(line) == len("sep=;"):
        return Dialect(separator=line[-1], preface=True)
    if line.lower() == "sep=":
        return Dialect(separator="\t", preface=True)
    return Dialect(separator=_separator(text))


def _separator(text: TextFile) -> str:
    """The one whose header has several names and whose rows have as many cells as the header."""
    scores = {separator: _score(text, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best] > _NO_TABLE else NO_SEPARATOR


_NO_TABLE = (0.0, 0)


def _score(text: TextFile, separator: str) -> tuple[float, int]:
    """Share of the sampled rows as wide as their header; then how early the header stands."""
    sample = _sample(text, separator)
    start = header.find(sample[: header.LOOKAHEAD_ROWS])
    if start is None or len(sample[start]) < 2:
        return _NO_TABLE
    rows = [row for row in sample[start:] if row]
    agreeing = sum(len(row) == len(sample[start]) for row in rows)
    return agreeing / len(rows), -start


def _sample(text: TextFile, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LARGEST_FIELD)
    with text.opened() as file:
        lines = (line if len(line) < _LONG_LINE else line[:_LONG_LINE] for line in file)
        return list(islice(csv.reader(lines, delimiter=separator), SAMPLE_ROWS))


def _rows(text: TextFile, dialect: Dialect) -> Iterator[Sequence[str]]:
    with text.opened() as file:
        if dialect.preface:
            file.readline()
        reader = _reader(_bounded(file, dialect.separator), dialect)
        number = 1
        try:
            for row in reader:
                number += 1
                cells = row if dialect.quoted else map(_unquoted, row)
                yield [*map(apostrophe.take_off, cells)]
        except csv.Error as error:
            broken = problem(ProblemCode.FILE_UNREADABLE, row=number)
            raise UnusableFileError([broken]) from error


def _bounded(file: TextIO, separator: str) -> Iterator[str]:
    for line in file:
        if len(line) >= _LONG_LINE and (cells := line.count(separator) + 1) > MOST_CELLS:
            raise unusable(ProblemCode.TOO_MANY_COLUMNS, columns=cells, limit=MOST_CELLS)
        yield line


def _reader(lines: Iterator[str], dialect: Dialect) -> Iterator[list[str]]:
    if not dialect.quoted:
        return csv.reader(lines, delimiter=dialect.separator, quoting=csv.QUOTE_NONE)
    return csv.reader(
        lines,
        delimiter=dialect.separator,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        strict=True,
    )


def _unquoted(cell: str) -> str:
    """The field without the quotation marks around it, where it has both."""
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"')
    return cell
