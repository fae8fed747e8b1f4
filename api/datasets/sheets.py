"""The sheets of a workbook: which of them may hold the examples, and how each is shown."""

from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, TypeVar

from api.datasets.table import Table
from schemas.events.dataset import LabelCount

Outcome = TypeVar("Outcome")

SAMPLE_ROWS = 3
SAMPLE_CHARACTERS = 100
"""Of a cell that is shown."""
SAMPLE_COLUMNS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSeen:
    """A sheet of a workbook, for a person to choose among."""

    name: str
    rows: int
    """Below the header; 0 where it holds nothing but one, or could not be read."""
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows, cut."""


def seen(name: str, table: Table | None) -> SheetSeen:
    """The sheet at a glance."""
    if table is None:
        return SheetSeen(name=name, rows=0, columns=(), sample=())
    columns = [
        [
            str(value)[:SAMPLE_CHARACTERS]
            for value in column.values.slice(0, SAMPLE_ROWS).to_pylist()
        ]
        for column in islice(table.columns, SAMPLE_COLUMNS)
    ]
    return SheetSeen(
        name=name,
        rows=table.rows,
        columns=tuple(column.name for column in table.columns),
        sample=tuple(zip(*columns, strict=True)),
    )


def is_legend(labels: Collection[LabelCount]) -> bool:
    """Whether no label comes twice: such a list explains labels and teaches none."""
    return bool(labels) and all(label.examples == 1 for label in labels)


@dataclass(slots=True)
class Choice(Generic[Outcome]):
    """The choice among sheets while they are read one by one; only one outcome is kept."""

    seen: list[SheetSeen] = field(default_factory=list)
    fitting: list[str] = field(default_factory=list)
    """The names of sheets that seem to hold examples."""
    first: Outcome | None = None
    """Of the first that seems to hold examples; else of the first legend."""

    def take(self, sheet: SheetSeen, outcome: Outcome | None, *, legend: bool) -> None:
        """One more sheet, and what came of it; None where it holds no examples at all."""
        self.seen.append(sheet)
        if outcome is None:
            return
        if legend:
            self.first = self.first or outcome
            return
        self.first = self.first if self.fitting else outcome
        self.fitting.append(sheet.name)

    @property
    def several(self) -> tuple[SheetSeen, ...]:
        """All sheets, where there is more than one."""
        return tuple(self.seen) if len(self.seen) > 1 else ()
