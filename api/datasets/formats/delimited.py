"""Text tables: CSV and its kin, as Brazilian and other programs write them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from api.datasets import header
from api.datasets.formats import encoding
from api.datasets.formats.encoding import Encoding
from api.datasets.formats.grid import Grid
from api.datasets.refusal import UnusableFileError, problem
from schemas.problems import ProblemCode

SEPARATORS = (";", "\t", ",", "|")
"""In this order where two explain the file equally well."""
NO_SEPARATOR = "\x1f"
"""Stands in no text: each line is one cell."""
SAMPLE_ROWS = 200

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
    kind = encoding.detect(path)
    for dialect in _dialects(path, kind):
        yield Grid(
            sheet=None,
            first_column=0,
            rows=_rows(path, kind, dialect),
            even=not dialect.quoted,
            passes_on=_MISREAD,
        )


def _dialects(path: Path, kind: Encoding) -> Iterator[Dialect]:
    usual = _usual(path, kind)
    yield usual
    with _opened(path, kind) as file:
        escaped = any('\\"' in line for line in file)
    if escaped:  # for then the csv module forgives any mark, and drops it
        yield replace(usual, escape="\\")
    yield replace(usual, quoted=False)


def _usual(path: Path, kind: Encoding) -> Dialect:
    with _opened(path, kind) as file:
        line = file.readline().strip()
    if line.lower().startswith("sep=") and len(line) == len("sep=;"):
        return Dialect(separator=line[-1], preface=True)
    if line.lower() == "sep=":
        return Dialect(separator="\t", preface=True)
    return Dialect(separator=_separator(path, kind))


def _separator(path: Path, kind: Encoding) -> str:
    """The one whose header has several names and whose rows have as many cells as the header."""
    scores = {separator: _score(path, kind, separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: scores[separator])
    return best if scores[best] > _NO_TABLE else NO_SEPARATOR


_NO_TABLE = (0.0, 0)


def _score(path: Path, kind: Encoding, separator: str) -> tuple[float, int]:
    """Share of the sampled rows as wide as their header; then how early the header stands."""
    with _opened(path, kind) as file:
        reader = csv.reader(file, delimiter=separator)
        sample = list(islice(reader, SAMPLE_ROWS))
    start = header.find(sample[: header.LOOKAHEAD_ROWS])
    if start is None or len(sample[start]) < 2:
        return _NO_TABLE
    rows = [row for row in sample[start:] if row]
    agreeing = sum(len(row) == len(sample[start]) for row in rows)
    return agreeing / len(rows), -start


def _opened(path: Path, kind: Encoding) -> TextIO:
    csv.field_size_limit(_LARGEST_FIELD)
    return path.open(encoding=kind.name, errors=kind.errors, newline="")


def _rows(path: Path, kind: Encoding, dialect: Dialect) -> Iterator[Sequence[str]]:
    with _opened(path, kind) as file:
        if dialect.preface:
            file.readline()
        reader = _reader(file, dialect)
        number = 1
        try:
            for row in reader:
                number += 1
                yield row if dialect.quoted else [_unquoted(cell) for cell in row]
        except csv.Error as error:
            broken = problem(ProblemCode.FILE_UNREADABLE, row=number)
            raise UnusableFileError([broken]) from error


def _reader(file: TextIO, dialect: Dialect) -> Iterator[list[str]]:
    if not dialect.quoted:
        return csv.reader(file, delimiter=dialect.separator, quoting=csv.QUOTE_NONE)
    return csv.reader(
        file,
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
