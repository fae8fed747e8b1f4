"""Parquet: columns in row groups, read a few rows at a time.

What the file says of itself is checked before anything is unpacked, and what is unpacked before it
becomes text: some hundred bytes can stand for millions of values. The account of single columns is
not looked at, for where they are encrypted pyarrow ends the process.
"""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.formats.grid import Block, Grid
from api.datasets.formats.records import cell, whole
from api.datasets.limits import Limits
from api.datasets.refusal import unusable
from schemas.problems import ProblemCode

SIGNATURE = b"PAR1"
ENCRYPTED = b"PARE"
"""At the beginning of a file whose every part is encrypted."""
BATCH_ROWS = 500
"""Few, for one text that is stored once may stand in every row."""
VALUE_BYTES = 16
"""What a value takes in memory at least, though the file may hold it in less than a bit."""

_DAMAGE = (pa.ArrowException, OSError, ValueError, LookupError, OverflowError)


def grids(path: Path, limits: Limits) -> Iterator[Grid]:
    """The rows, numbered from 1.

    Raises:
        UnusableFileError: the file is damaged, encrypted or too large.
    """
    with _refusing():
        file = pq.ParquetFile(path)
        _check(file.metadata, limits)
    progress = _Progress(file.metadata.num_rows)
    yield Grid(
        sheet=None,
        blocks=_blocks(file, limits, progress),
        named=True,
        share_read=progress.share,
        passes_on=frozenset(),
    )


class _Progress:
    def __init__(self, rows: int) -> None:
        self._rows = rows
        self.read = 0

    def share(self) -> float:
        return min(1.0, self.read / self._rows) if self._rows else 1.0


def _check(metadata: Any, limits: Limits) -> None:
    """Pass a file whose contents are within the limits, by its own account."""
    if metadata.num_rows > limits.rows:
        raise unusable(ProblemCode.TOO_MANY_ROWS, rows=metadata.num_rows, limit=limits.rows)
    columns = len(metadata.schema.to_arrow_schema())
    if columns > limits.columns:
        raise unusable(ProblemCode.TOO_MANY_COLUMNS, columns=columns, limit=limits.columns)
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    _check_size(sum(group.total_byte_size for group in groups), limits)


def _check_size(size: int, limits: Limits) -> None:
    if size > limits.unpacked_bytes:
        limit = limits.unpacked_bytes
        raise unusable(ProblemCode.FILE_TOO_LARGE, size_bytes=size, limit_bytes=limit)


def _blocks(file: pq.ParquetFile, limits: Limits, progress: _Progress) -> Iterator[Block]:
    """The names, then the rows."""
    names = map(whole, file.schema_arrow.names)
    yield Block(rows=1, columns={place: pa.array([name]) for place, name in enumerate(names)})
    unpacked = 0
    batches = file.iter_batches(batch_size=BATCH_ROWS, use_threads=False)
    while True:
        with _refusing():
            batch = next(batches, None)
            if batch is None:
                return
            unpacked += sum(map(_unpacked_bytes, batch.columns))
            _check_size(unpacked, limits)
            columns = dict(enumerate(map(_strings, batch.columns)))
        progress.read += batch.num_rows
        yield Block(rows=batch.num_rows, columns=columns)


def _unpacked_bytes(column: Any) -> int:
    """What the values take once each stands for itself."""
    if not pa.types.is_dictionary(column.type):
        return column.nbytes + VALUE_BYTES * _values(column)
    if not _is_text(column.type):
        return column.dictionary.nbytes
    lengths = pc.binary_length(column.dictionary)
    return pc.sum(pc.take(lengths, column.indices)).as_py() or 0


def _values(column: Any) -> int:
    """How many there are, those inside of others too."""
    return len(column) + sum(map(_values, _inner(column)))


def _inner(column: Any) -> list[Any]:
    if pa.types.is_map(column.type):
        return [column.keys, column.items]
    if pa.types.is_struct(column.type):
        return column.flatten()
    return [column.flatten()] if pa.types.is_nested(column.type) else []


def _strings(column: Any) -> Strings:
    """The column as its cells show it."""
    if not _is_text(column.type):
        return pa.array([cell(value) for value in _readable(column).to_pylist()], pa.string())
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    column.validate(full=True)  # that it is UTF-8
    return pc.fill_null(pc.cast(column, pa.string()), "")


def _is_text(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        return _is_text(kind.value_type)
    return pa.types.is_string(kind) or pa.types.is_large_string(kind)


def _readable(column: Any) -> Any:
    """The column in types that Python has: no nanoseconds, and 0.1 where it was meant."""
    if pa.types.is_float16(column.type) or pa.types.is_float32(column.type):
        return pc.cast(pc.cast(column, pa.string()), pa.float64())
    kind = _kind(column.type)
    return column if kind == column.type else pc.cast(column, kind, safe=False)


def _kind(kind: Any) -> Any:
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", kind.tz)
    if pa.types.is_time64(kind):
        return pa.time64("us")
    if pa.types.is_duration(kind):
        return pa.duration("us")
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return pa.large_list(_kind(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(_kind(field.type)) for field in kind])
    return kind


@contextmanager
def _refusing() -> Generator[None]:
    """What a damaged or encrypted file raises, as a refusal."""
    try:
        yield
    except _DAMAGE as error:
        encrypted = "encrypt" in str(error) or "decrypt" in str(error)
        code = ProblemCode.FILE_PROTECTED if encrypted else ProblemCode.FILE_UNREADABLE
        raise unusable(code) from error
