"""The canonical Parquet of examples as every task reads it, and which rows it may learn from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from schemas.examples import GROUP, ROW, SPLIT, TRAIN
from schemas.split import IndivisibleError, Rows, Split, split_sets
from worker.training.failures import ExamplesUnusableError


@dataclass(frozen=True, slots=True)
class Sides:
    """What decides which rows are learned from."""

    groups: list[str | None]
    """Rows that share one stay together."""
    fixed: list[str] | None = None
    """The side of each row, where the file says it."""

    def divide(
        self, sets: Sequence[Collection[int]], texts: Sequence[str], *, share: float, seed: int
    ) -> Split:
        """The rows to learn from and those held out: as the file fixes it, else as drawn.

        ``sets`` are the labels of each row; rows with the same text stay together.

        Raises:
            ExamplesUnusableError: no rows can be held out.
        """
        if self.fixed is not None:
            learned = np.array([side == TRAIN for side in self.fixed])
            return Split(training=np.flatnonzero(learned), held_out=np.flatnonzero(~learned))
        try:
            return split_sets(sets, self.groups, texts, share=share, seed=seed)
        except IndivisibleError as error:
            raise ExamplesUnusableError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a lesson's rows come from, and how they were divided."""

    path: Path
    split: Split
    seed: int

    def sheet_rows(self) -> Rows:
        """The row in the sheet of each held-out example, in their order."""
        return pq.read_table(self.path, columns=[ROW]).column(ROW).to_numpy()[self.split.held_out]

    def sample(self, side: Rows, most: int) -> Rows:
        """As many of a side's rows, by chance, in their order; all if there are no more."""
        if len(side) <= most:
            return side
        chosen = np.random.default_rng(self.seed).choice(side, most, replace=False)
        return np.sort(chosen)


@dataclass(frozen=True, slots=True)
class Table:
    """The file's rows, in its order."""

    columns: dict[str, list[Any]]
    sides: Sides


def names(path: Path) -> list[str]:
    """The columns of the file.

    Raises:
        ExamplesUnusableError: it is no Parquet.
    """
    try:
        return pq.read_schema(path).names
    except (OSError, pa.ArrowException) as error:
        raise _no_parquet(path, error) from error


def read(path: Path, needed: Sequence[str], nullable: Sequence[str] = ()) -> Table:
    """The columns that a task learns from.

    Raises:
        ExamplesUnusableError: one is missing, or has rows without a value where it needs them.
    """
    present = names(path)
    wanted = [*needed, *nullable, GROUP]
    if missing := {*wanted, ROW} - set(present):
        raise ExamplesUnusableError(f"{path} lacks the columns {', '.join(sorted(missing))}")
    try:
        table = pq.read_table(path, columns=[*wanted, *({SPLIT} & set(present))])
    except (OSError, pa.ArrowException) as error:
        raise _no_parquet(path, error) from error
    for name in needed:
        if table.column(name).null_count:
            raise ExamplesUnusableError(f"{path} has rows without a value in {name}")
    columns = {name: table.column(name).to_pylist() for name in (*needed, *nullable)}
    return Table(columns, Sides(table.column(GROUP).to_pylist(), _fixed(table)))


def _fixed(table: Any) -> list[str] | None:
    """The side of each row; files of older versions never say it."""
    if SPLIT not in table.column_names or table.column(SPLIT).null_count:
        return None
    return table.column(SPLIT).to_pylist()


def _no_parquet(path: Path, error: Exception) -> ExamplesUnusableError:
    return ExamplesUnusableError(f"{path} is not a Parquet file of examples: {error}")


def describe(split: Split) -> str:
    """How many rows fall on each side, for the log."""
    return f"{len(split.training)} to learn from, {len(split.held_out)} held out"
