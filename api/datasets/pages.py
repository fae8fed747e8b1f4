"""Some of a version's examples, read from its Parquet file without holding all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from api.datasets import contents
from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.contents import Example
from api.datasets.tasks import catalogue
from schemas.examples import LABEL, LABELS, ROW, ROWS, TAGS
from schemas.tasks import Task

BATCH_ROWS = 4_096
"""Examples that are in memory at once."""
_PREFIX = len("B-")
"""Of a tag, before the entity's type."""

Places = NDArray[np.int64]
"""Of examples in the file, from 0, ascending."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which examples to show."""

    label: str | None = None
    row: int | None = None
    """As the spreadsheet program numbers it."""
    limit: int
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some examples of all that are wanted."""

    total: int
    examples: tuple[Example, ...]


def read(path: Path, task: Task, wanted: Wanted) -> Page:
    """The page of the examples at ``path``, in the order of the sheet."""
    with pq.ParquetFile(path, memory_map=True) as file:
        places = _places(file, wanted)
        picked = places[wanted.offset : wanted.offset + wanted.limit]
        found = _taken(file, picked)
    return Page(len(places), contents.shown(catalogue.TASKS[task], found))


def rows(path: Path, task: Task, wanted: Sequence[int]) -> tuple[Example, ...]:
    """The examples that begin in these rows of the sheet, in its order; other rows have none."""
    with pq.ParquetFile(path, memory_map=True) as file:
        first = file.read([ROW])[ROW].to_numpy()
        found = _taken(file, np.flatnonzero(np.isin(first, wanted)))
    return contents.shown(catalogue.TASKS[task], found)


def _places(file: pq.ParquetFile, wanted: Wanted) -> Places:
    """Where the examples stand that are wanted, told by the columns of few bytes alone."""
    places = np.arange(file.metadata.num_rows)
    if wanted.label is not None:
        places = _labelled(file, wanted.label)
    if wanted.row is not None:
        places = np.intersect1d(places, _in_row(file, wanted.row), assume_unique=True)
    return places


def _labelled(file: pq.ParquetFile, label: str) -> Places:
    """The examples with this label, among several or as the type of an entity."""
    names = set(file.schema_arrow.names)
    if LABEL in names:
        labels = file.read([LABEL])[LABEL].combine_chunks()
        return np.flatnonzero(pc.equal(labels, label).to_numpy(zero_copy_only=False))
    listed = LABELS if LABELS in names else TAGS
    if listed not in names:
        return np.array([], np.int64)
    lists = file.read([listed])[listed].combine_chunks()
    values, parents = pc.list_flatten(lists), pc.list_parent_indices(lists)
    if listed == TAGS:
        values = pc.utf8_slice_codeunits(values, _PREFIX)
    return np.unique(parents.filter(pc.equal(values, label)).to_numpy())


def _in_row(file: pq.ParquetFile, row: int) -> Places:
    """The example that the row of the sheet belongs to."""
    several = ROWS in file.schema_arrow.names
    told = file.read([ROW, ROWS] if several else [ROW])
    first = told[ROW].to_numpy()
    place = int(np.searchsorted(first, row, side="right")) - 1
    if place < 0:
        return np.array([], np.int64)
    length = told[ROWS][place].as_py() if several else 1
    return np.array([place] if row < first[place] + length else [], np.int64)


def _taken(file: pq.ParquetFile, places: Places) -> Batch:
    """The examples in these places."""
    found = [file.schema_arrow.empty_table()]
    start = 0
    for group in range(file.num_row_groups):
        end = start + file.metadata.row_group(group).num_rows
        inside = places[(places >= start) & (places < end)] - start
        if len(inside):
            found += _of_group(file, group, inside)
        start = end
    return pa.concat_tables(found)


def _of_group(file: pq.ParquetFile, group: int, places: Places) -> list[Batch]:
    """The examples in these places of one row group; reading ends with the last of them."""
    found: list[Batch] = []
    start = 0
    for batch in file.iter_batches(BATCH_ROWS, row_groups=[group]):
        end = start + batch.num_rows
        inside = places[(places >= start) & (places < end)] - start
        if len(inside):
            found.append(pa.Table.from_batches([batch]).take(pa.array(inside)))
        start = end
        if start > places[-1]:
            break
    return found
