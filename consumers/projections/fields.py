"""Values as PostgreSQL's binary protocol has them: a length, then so many bytes.

The same bytes are a field of a row that is copied and an element of an array, so a value is encoded
once, by what its column is made of, and nobody asks again what type it is of.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from struct import Struct
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

Encode = Callable[[Any], bytes]
"""From a value that is not None to its field."""

_NULL = b"\xff\xff\xff\xff"
_COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_COPY_END = b"\xff\xff"

WORDS = 4096
"""Short texts whose fields are remembered."""
WORD_CHARACTERS = 32

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_JSONB_VERSION = 1

_length = Struct("!i").pack
_length_and_version = Struct("!ib").pack
_int4 = Struct("!ii").pack
_int8 = Struct("!iq").pack
_float8 = Struct("!id").pack
_columns = Struct("!h").pack
_array = Struct("!iiIii").pack


def _sentence(value: str) -> bytes:
    data = value.encode()
    return _length(len(data)) + data


_word = lru_cache(WORDS)(_sentence)


def _text(value: str) -> bytes:
    """Names, states and types come again and again."""
    return _word(value) if len(value) <= WORD_CHARACTERS else _sentence(value)


def _uuid(value: UUID) -> bytes:
    return b"\0\0\0\x10" + value.bytes


def _timestamp(value: datetime) -> bytes:
    return _int8(8, (value - _EPOCH) // _MICROSECOND)


def _json(value: Any) -> bytes:
    """Bytes are JSON already; a message of ours becomes what it is in the log."""
    data = value if isinstance(value, bytes) else to_json(value)
    return _length_and_version(len(data) + 1, _JSONB_VERSION) + data


_ENCODERS: dict[type[TypeEngine[Any]], tuple[int, Encode]] = {
    Text: (25, _text),
    LargeBinary: (17, lambda value: _length(len(value)) + value),
    Uuid: (2950, _uuid),
    JSONB: (3802, _json),
    DateTime: (1184, _timestamp),
    BigInteger: (20, lambda value: _int8(8, value)),
    Integer: (23, lambda value: _int4(4, value)),
    Float: (701, lambda value: _float8(8, value)),
    Boolean: (16, lambda value: b"\0\0\0\1\1" if value else b"\0\0\0\1\0"),
}
"""With the number by which PostgreSQL knows the type (``pg_type.oid``)."""


def encoder(column: Column[Any]) -> Encode:
    """How values of ``column`` are encoded."""
    return _ENCODERS[type(column.type)][1]


def row(encoders: Sequence[Encode], values: Iterable[Any]) -> bytes:
    """A row as COPY takes it."""
    fields = [
        _NULL if value is None else encode(value)
        for encode, value in zip(encoders, values, strict=True)
    ]
    return _columns(len(fields)) + b"".join(fields)


def copied(rows: Iterable[bytes]) -> bytes:
    """All that COPY takes of ``rows``."""
    return b"".join([_COPY_HEAD, *rows, _COPY_END])


def array(column: Column[Any], values: Sequence[Any]) -> bytes:
    """All ``values`` of ``column`` as an array of one dimension."""
    oid, encode = _ENCODERS[type(column.type)]
    fields = [_NULL if value is None else encode(value) for value in values]
    return _array(1, 1, oid, len(fields), 1) + b"".join(fields)
