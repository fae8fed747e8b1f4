"""The file's own split: on which side of it each row falls."""

import pyarrow as pa

from api.datasets import names
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.table import Column
from schemas.examples import TRAIN


def read(column: Column | None, rows: int) -> Strings:
    """``train`` or ``validation`` for each row; null everywhere where the file has no split.

    Rows for testing count as held out. A row that names no side is learned from.
    """
    if column is None:
        return pa.nulls(rows, pa.string())
    encoded = pc.dictionary_encode(clean(column.values)).combine_chunks()
    told = [names.SIDES.get(names.fold(value), TRAIN) for value in encoded.dictionary.to_pylist()]
    return pc.take(pa.array(told, pa.string()), encoded.indices)
