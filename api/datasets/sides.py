"""The file's own split: on which side of it each row falls."""

from collections.abc import Sequence

import pyarrow as pa

from api.datasets import names
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.table import Column, Table
from schemas.examples import TRAIN
from schemas.reading import Role

_SAMPLE = 200
"""Values that are looked at."""


def as_split(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    """A column named like a split that holds nothing but names of sides."""
    known = names.weight(column.name, Role.SPLIT)
    if not known or column.distinct > len(names.SIDES):
        return 0.0
    values = {names.fold(value) for value in column.first_values(_SAMPLE)}
    return known if values and values <= names.SIDES.keys() else 0.0


def read(column: Column | None, rows: int) -> Strings:
    """``train`` or ``validation`` for each row; null everywhere where the file has no split.

    Rows for testing count as held out. A row that names no side is learned from.
    """
    if column is None:
        return pa.nulls(rows, pa.string())
    encoded = pc.dictionary_encode(clean(column.values)).combine_chunks()
    told = [names.SIDES.get(names.fold(value), TRAIN) for value in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(told, pa.string()), encoded.indices)
