"""The rows of a table that batches touch: loaded once, folded in memory, written at once."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.pq import Format
from psycopg.rows import TupleRow, dict_row
from sqlalchemy import Column, Table
from sqlalchemy.dialects import postgresql

from consumers.projections import fields

Connection = AsyncConnection[TupleRow]
Row = dict[str, Any]
Key = tuple[Any, ...]
Statement = tuple[sql.Composed, Sequence[Any]]
"""With its parameters."""

HELD_ROWS = 500
"""Of one table, before those that no batch in flight has changed are forgotten."""

_DIALECT = postgresql.dialect()


class Encoded(bytes):
    """A parameter in PostgreSQL's binary format, whose type the statement tells."""


class _EncodedDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Encoded) -> Buffer:
        return obj


psycopg.adapters.register_dumper(Encoded, _EncodedDumper)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a batch does to tables, ready to be sent."""

    upserts: Sequence[Statement]
    appends: Sequence[tuple[sql.Composed, bytes]]
    """COPY statements with their data."""


class Rows:
    """The working set of ``table``, by primary key.

    What was loaded or put stays, as long as nobody else writes the table: the next batch finds it.
    """

    def __init__(self, table: Table, *, read: bool = True) -> None:
        """``read`` is False for a table whose rows are only ever replaced."""
        self._table = table
        self._read = read
        self._columns = list(table.columns)
        self._key_of = _key_getter([column.name for column in table.primary_key.columns])
        self._select = _select_statement(table)
        self._upsert = _upsert_statement(table)
        self._rows: dict[Key, Row] = {}
        self._known: set[Any] = set()
        """First key columns of which every row is here."""
        self._changed: dict[Key, None] = {}
        self._in_flight: set[Any] = set()
        """First key columns of what was last handed out to be written."""

    async def load(self, connection: Connection, ids: Collection[Any]) -> None:
        """Fetch the rows whose first key column is one of ``ids``, but those that are here."""
        self._make_room()
        missing = [one for one in ids if one not in self._known]
        if not missing:
            return
        async with connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(self._select, [missing])
            for row in await cursor.fetchall():
                self._rows[self._key_of(row)] = row
        self._known.update(missing)

    def _make_room(self) -> None:
        if len(self._rows) > HELD_ROWS:
            self._known = self._in_flight
            self._rows = {key: row for key, row in self._rows.items() if key[0] in self._known}

    def get(self, *key: Any) -> Row | None:
        """The row under ``key``, with the changes made so far."""
        return self._rows.get(key)

    def under(self, first: Any) -> list[Row]:
        """The rows whose first key column is ``first``; all rows are looked through."""
        return [row for key, row in self._rows.items() if key[0] == first]

    def put(self, row: Row) -> None:
        """Insert ``row``, or replace the one with its key."""
        key = self._key_of(row)
        self._rows[key] = row
        self._changed[key] = None

    def changes(self) -> list[Statement]:
        """An upsert of what was put since the last one, if anything was."""
        if not self._changed:
            return []
        changed = [self._rows[key] for key in self._changed]
        arrays = [
            Encoded(fields.array(column, [row[column.name] for row in changed]))
            for column in self._columns
        ]
        self._in_flight = {key[0] for key in self._changed} & self._known
        self._changed = {}
        if not self._read:
            self._rows = {}
        return [(self._upsert, arrays)]

    def forget(self) -> None:
        """Hold nothing: what was put may not have been written."""
        self._rows, self._changed, self._known, self._in_flight = {}, {}, set(), set()


class Appendix:
    """Rows of ``table`` that only ever come to be."""

    def __init__(self, table: Table) -> None:
        self._encoders = [fields.encoder(column) for column in table.columns]
        self._copy = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(table.name),
            sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
        )

    def row(self, values: Iterable[Any]) -> bytes:
        """One row of ``values`` in the order of the table's columns."""
        return fields.row(self._encoders, values)

    def changes(self, rows: Collection[bytes]) -> list[tuple[sql.Composed, bytes]]:
        """A COPY of ``rows``, if there are any."""
        return [(self._copy, fields.copied(rows))] if rows else []


def _key_getter(names: Sequence[str]) -> Callable[[Row], Key]:
    get = itemgetter(*names)
    return get if len(names) > 1 else lambda row: (get(row),)


def _select_statement(table: Table) -> sql.Composed:
    return sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s)").format(
        sql.Identifier(table.name), sql.Identifier(table.primary_key.columns[0].name)
    )


def _upsert_statement(table: Table) -> sql.Composed:
    """``INSERT … SELECT … FROM unnest(one array a column) ON CONFLICT DO UPDATE``."""
    names = [column.name for column in table.columns]
    arrays = map(array_parameter, table.columns)
    others = [name for name in names if name not in table.primary_key.columns]
    assignments = [sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in others]
    return sql.SQL(
        "INSERT INTO {} ({}) SELECT * FROM unnest({}) ON CONFLICT ({}) DO UPDATE SET {}"
    ).format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(arrays),
        sql.SQL(", ").join(sql.Identifier(column.name) for column in table.primary_key.columns),
        sql.SQL(", ").join(assignments),
    )


def array_parameter(column: Column[Any]) -> sql.Composed:
    """The place in a statement of what ``fields.array`` makes of ``column``."""
    return sql.SQL("%b::{}[]").format(sql.SQL(column.type.compile(_DIALECT)))  # pyright: ignore[reportArgumentType]


async def append(connection: Connection, statement: sql.Composed, data: bytes) -> None:
    """Send what an appendix made."""
    async with connection.cursor() as cursor, cursor.copy(statement) as writer:
        await writer.write(data)
