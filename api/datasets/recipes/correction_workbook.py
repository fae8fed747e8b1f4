"""The rows that are to be corrected as a workbook, for whoever keeps the sheet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.datasets import pages
from api.datasets.contents import Example
from api.datasets.recipes import workbook
from api.datasets.recipes.workbook import Heading
from schemas.reading import FileReading

_ROW_WIDTH = 14
_CELL_WIDTH = 60
_LABEL_WIDTH = 30


@dataclass(frozen=True, slots=True)
class Words:
    """What the workbook says besides what is in the sheet."""

    row: str
    """The heading of the row numbers."""
    correction: str
    """The heading of what is right."""
    left_out: str
    """Where the row is to be left out."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where the rows are, and what is to become of each."""

    examples: Path
    reading: FileReading
    labels: Mapping[int, str | None]
    """By row; None leaves it out."""


def write(sources: Sources, target: Path, words: Words) -> None:
    """Write the rows with the sheet's own headings; rows that are no longer there are left away."""
    reading = sources.reading
    found = pages.rows(sources.examples, reading.task, list(sources.labels))
    roles = [role for role in reading.columns if any(role in each.cells for each in found)]
    headings = [
        Heading(words.row, _ROW_WIDTH),
        *(Heading(reading.columns[role], _CELL_WIDTH) for role in roles),
        Heading(words.correction, _LABEL_WIDTH),
    ]
    workbook.write(target, headings, _rows(found, roles, sources.labels, words))


def _rows(
    found: tuple[Example, ...],
    roles: Sequence[str],
    labels: Mapping[int, str | None],
    words: Words,
) -> Iterator[list[str | int]]:
    for each in found:
        cells = [each.cells.get(role, "") for role in roles]
        yield [each.row, *cells, labels[each.row] or words.left_out]
