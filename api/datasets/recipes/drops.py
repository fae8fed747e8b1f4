"""What a recipe drops, told as rows that are left out: with their cells, and the reason."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from api.datasets import leftovers
from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.recipes import sheet
from api.datasets.tasks.task import DatasetTask
from schemas.examples import ROW, ROWS
from schemas.problems import ProblemCode
from schemas.reading import FileReading, Role
from schemas.recipe import (
    DropDuplicates,
    DropLeaks,
    DropLongTexts,
    DropNearDuplicates,
    DropRows,
    DropShortTexts,
    LeaveOutLabels,
    SettleConflicts,
    Step,
)

_CODES: dict[type, ProblemCode] = {
    DropRows: ProblemCode.ROW_DROPPED,
    DropDuplicates: ProblemCode.DUPLICATE_DROPPED,
    DropNearDuplicates: ProblemCode.NEAR_DUPLICATE_DROPPED,
    SettleConflicts: ProblemCode.CONFLICT_DROPPED,
    DropShortTexts: ProblemCode.SHORT_TEXT_DROPPED,
    DropLongTexts: ProblemCode.LONG_TEXT_DROPPED,
    DropLeaks: ProblemCode.LEAK_DROPPED,
    LeaveOutLabels: ProblemCode.LABEL_LEFT_OUT,
}
_TEXTS = (Role.TEXT, Role.TOKENS, Role.CONTEXT, Role.PROMPT, Role.MESSAGES)
_ANSWERS = (Role.LABEL, Role.TAGS)


@dataclass(frozen=True, slots=True)
class Dropping:
    """How dropped examples become rows again."""

    task: DatasetTask
    reading: FileReading
    columns: tuple[str, ...]
    """Of the sheet, in its order."""

    def rows(self, step: Step, before: Batch, after: Batch) -> Batch:
        """The examples that ``step`` dropped, by ``leftovers.SCHEMA``."""
        if before.num_rows == after.num_rows:
            return leftovers.NOTHING
        stayed = pc.is_in(before[ROW], value_set=after[ROW])
        return self._told(step, before.filter(pc.invert(stayed)))

    def _told(self, step: Step, dropped: Batch) -> Batch:
        count = dropped.num_rows
        limit = step.characters if isinstance(step, DropShortTexts | DropLongTexts) else None
        characters: Any = pa.nulls(count, pa.int32())
        if limit is not None:
            characters = pc.cast(pc.utf8_length(self.task.texts(dropped)), pa.int32())
        return pa.table(
            {
                "row": dropped[ROW],
                "code": pa.repeat(_CODES[type(step)].value, count),
                "column": pa.repeat(pa.scalar(self._column(step), pa.string()), count),
                "characters": characters,
                "limit": pa.repeat(pa.scalar(limit, pa.int32()), count),
                "rows": _rows(dropped),
                "cells": self._cells(dropped),
            },
            schema=leftovers.of_columns(self.columns),
        )

    def _column(self, step: Step) -> str | None:
        """What the sheet calls the column that the reason is about."""
        if isinstance(step, DropRows):
            return None
        roles = _ANSWERS if isinstance(step, LeaveOutLabels) else _TEXTS
        named = [name for role in roles if (name := self.reading.columns.get(role))]
        return next(iter(named), None)

    def _cells(self, dropped: Batch) -> Any:
        """What the dropped examples said, column by column; blank where they never said it."""
        said = sheet.columns(dropped, self.reading)
        blank = pa.chunked_array([pa.repeat("", dropped.num_rows)])
        separator = self.reading.label_separator
        columns = [
            sheet.texts(said[name], separator) if name in said else blank for name in self.columns
        ]
        return leftovers.cells(columns)


def dropping(task: DatasetTask, reading: FileReading, examples: Batch, left_out: Batch) -> Dropping:
    """How examples are told beside the rows that are left out already."""
    known = leftovers.columns(left_out)
    new = [name for name in sheet.columns(examples.slice(0, 0), reading) if name not in known]
    return Dropping(task, reading, (*known, *new))


def together(left_out: Batch, dropped: list[Batch], columns: tuple[str, ...]) -> Batch:
    """All rows that are left out, in the order of the sheet."""
    more = [each for each in dropped if each.num_rows]
    if not more:
        return left_out
    both = pa.concat_tables([_widened(left_out, columns), *more])
    return both.sort_by(ROW).combine_chunks()


def _widened(left_out: Batch, columns: tuple[str, ...]) -> Batch:
    """The same rows, with blank cells for columns that the sheet did not have."""
    schema = leftovers.of_columns(columns)
    missing = len(columns) - len(leftovers.columns(left_out))
    if not (missing and left_out.num_rows):
        return left_out.cast(schema)
    cells = [each + [""] * missing for each in left_out["cells"].to_pylist()]
    place = left_out.column_names.index("cells")
    widened = pa.array(cells, pa.list_(pa.string()))
    return left_out.set_column(place, schema.field("cells"), widened).cast(schema)


def _rows(dropped: Batch) -> Any:
    """How many rows of the sheet each example stands for."""
    if ROWS in dropped.column_names:
        return dropped[ROWS]
    return pa.repeat(pa.scalar(1, pa.int32()), dropped.num_rows)
