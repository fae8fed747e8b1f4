"""The audit trail held against the log, row by row: PostgreSQL itself compares, with its own types.

What a row must say follows from its message and from who was said to own a thing before; no table
is believed.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from psycopg import sql

from consumers.feed import Delivered
from consumers.notary.finding import Finding, Kind
from consumers.projections import fields
from consumers.projections.rows import Connection, Encoded, array_parameter
from consumers.projections.told import Told, read_message
from consumers.projections.training import TrainingProjection
from schemas import tables
from schemas.events.catalogue import LoggedEvent

_COLUMNS = list(tables.audit.columns)


class Trail:
    """A fold over the log that remembers who owns what: some hundred bytes a run or dataset."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    async def differences(
        self, connection: Connection, messages: Sequence[Delivered], after: int
    ) -> list[Finding]:
        """What is wrong with the rows of ``messages``, which follow ``after`` without a gap."""
        told = list(self._rows(messages))
        arrays = [
            Encoded(fields.array(column, [row[index] for row in told]))
            for index, column in enumerate(_COLUMNS)
        ]
        until = messages[-1].sequence
        cursor = await connection.execute(_COMPARE, [*arrays, after, until])
        found = [_finding(*row) for row in await cursor.fetchall()]
        missing = [one.sequence for one in found if one.kind is Kind.ROW_MISSING]
        aside = await _set_aside(connection, missing) if missing else set()
        return [one for one in found if one.sequence not in aside]

    def _rows(self, messages: Sequence[Delivered]) -> Iterator[tuple[Any, ...]]:
        """What the audit trail must say of each that is an event."""
        for message in messages:
            told = read_message(message)
            if isinstance(told, Told):
                _, entity, entity_id, *_ = told.subject.split(".")
                yield told.line(entity, entity_id, self._owner(entity, entity_id, told.event))

    def _owner(self, entity: str, entity_id: str, event: LoggedEvent) -> str | None:
        if entity == "user":
            return entity_id
        if (told := getattr(event, "owner_id", None)) is not None:
            self._owners[entity_id] = told
        return self._owners.get(entity_id)


async def _set_aside(connection: Connection, sequences: Sequence[int]) -> set[int]:
    """Those of ``sequences`` that could not be projected, and are known for it."""
    query = "SELECT sequence FROM dead_letters WHERE projection = %s AND sequence = ANY(%s)"
    cursor = await connection.execute(query, [TrainingProjection.name, list(sequences)])
    return {row[0] for row in await cursor.fetchall()}


def _finding(sequence: int, told: bool, shown: bool, columns: list[str]) -> Finding:  # noqa: FBT001 - a row
    if not shown:
        return Finding(Kind.ROW_MISSING, sequence)
    if not told:
        return Finding(Kind.ROW_ADDED, sequence)
    return Finding(Kind.ROW_CHANGED, sequence, columns=tuple(columns))


def _comparison() -> sql.Composed:
    """The rows that should be and those that are, where they differ, with the columns that do."""
    names = [sql.Identifier(column.name) for column in _COLUMNS]
    differing = sql.SQL(", ").join(
        sql.SQL("CASE WHEN told.{0} IS DISTINCT FROM shown.{0} THEN {1} END").format(
            name, sql.Literal(column.name)
        )
        for name, column in zip(names, _COLUMNS, strict=True)
    )
    return sql.SQL(
        """
        WITH told AS (SELECT * FROM unnest({arrays}) AS row ({names})),
        shown AS (SELECT {names} FROM audit WHERE sequence > %s AND sequence <= %s)
        SELECT sequence, told.type IS NOT NULL, shown.type IS NOT NULL,
            array_remove(ARRAY[{differing}], NULL)
        FROM told FULL JOIN shown USING (sequence)
        WHERE told IS DISTINCT FROM shown
        ORDER BY sequence
        """
    ).format(
        arrays=sql.SQL(", ").join(map(array_parameter, _COLUMNS)),
        names=sql.SQL(", ").join(names),
        differing=differing,
    )


_COMPARE = _comparison()
