"""The rows of a table that a batch touches: loaded once, folded in memory, written at once."""

from collections.abc import Callable, Collection, Sequence
from operator import itemgetter
from typing import Any

from psycopg import AsyncConnection, sql
from psycopg.rows import TupleRow, dict_row
from psycopg.types.json import Jsonb
from pydantic_core import to_json
from sqlalchemy import Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import JSONB

Connection = AsyncConnection[TupleRow]
Row = dict[str, Any]
Key = tuple[Any, ...]

_DIALECT = postgresql.dialect()


class Rows:
    """A working set of ``table``, by primary key."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._first_key = table.primary_key.columns[0].name
        self._key_of = _key_getter([column.name for column in table.primary_key.columns])
        self._json = {column.name for column in table.columns if isinstance(column.type, JSONB)}
        self._upsert = _upsert_statement(table)
        self._rows: dict[Key, Row] = {}
        self._changed: set[Key] = set()

    async def load(self, connection: Connection, ids: Collection[Any]) -> None:
        """Replace the working set by the rows whose first key column is one of ``ids``."""
        self._rows.clear()
        self._changed.clear()
        if not ids:
            return
        query = sql.SQL("SELECT * FROM {} WHERE {} = ANY(%s)").format(
            sql.Identifier(self._table.name), sql.Identifier(self._first_key)
        )
        async with connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(query, [list(ids)])
            for row in await cursor.fetchall():
                self._rows[self._key_of(row)] = row

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
        self._changed.add(key)

    async def write(self, connection: Connection) -> None:
        """Upsert what was put, in one statement."""
        if not self._changed:
            return
        changed = [self._rows[key] for key in self._changed]
        columns = [
            [
                Jsonb(row[name], to_json)
                if name in self._json and row[name] is not None
                else row[name]
                for row in changed
            ]
            for name in self._table.columns.keys()  # noqa: SIM118 - a column collection, no mapping
        ]
        await connection.execute(self._upsert, columns)


def _key_getter(names: Sequence[str]) -> Callable[[Row], Key]:
    get = itemgetter(*names)
    return get if len(names) > 1 else lambda row: (get(row),)


def _upsert_statement(table: Table) -> sql.Composed:
    """``INSERT … SELECT … FROM unnest(one array a column) ON CONFLICT DO UPDATE``.

    The arrays are sent in binary: as text, every JSON document in them would have to be escaped.
    """
    names = [column.name for column in table.columns]
    arrays = [
        sql.SQL("%b::{}[]").format(sql.SQL(column.type.compile(_DIALECT)))  # pyright: ignore[reportArgumentType]
        for column in table.columns
    ]
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


async def copy(connection: Connection, table: Table, rows: Collection[tuple[Any, ...]]) -> None:
    """Append ``rows``, whose values stand in the order of the table's columns."""
    if not rows:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns),
    )
    async with connection.cursor() as cursor, cursor.copy(statement) as writer:
        for row in rows:
            await writer.write_row(row)
