"""Telemetry that the broker no longer has: its rows are taken over from the model in use."""

from psycopg import sql
from sqlalchemy import Table

from consumers.feed import Delivered
from consumers.projections.rows import Connection
from consumers.projections.telemetry import TelemetryProjection
from schemas import tables

_LIVE = sql.Identifier(tables.READ_SCHEMA)


async def keep_progress(connection: Connection, oldest: Delivered | None) -> None:
    """Take over the progress of runs that began before the ``oldest`` message that is left.

    The messages that are left come on top of it: progress only ever grows.
    """
    query = sql.SQL(
        """
        INSERT INTO progress ({columns}) SELECT {columns} FROM {live}.progress AS kept
        WHERE %s::timestamptz IS NULL
            OR NOT EXISTS (
                SELECT FROM {live}.runs
                WHERE runs.run_id = kept.run_id AND runs.created_at >= %s
            )
        ON CONFLICT (run_id) DO UPDATE SET ({columns}) = ROW ({excluded})
        WHERE excluded.last_sequence > progress.last_sequence
        """
    ).format(
        live=_LIVE,
        columns=_columns(tables.progress),
        excluded=_columns(tables.progress, "excluded"),
    )
    since = None if oldest is None else oldest.stored_at
    await connection.execute(query, [since, since])


async def keep_rows(connection: Connection, after: int, before: int) -> int:
    """Take over lines, points and dead letters of messages between the two sequences; how many."""
    kept = 0
    for table in (tables.logs, tables.points, tables.dead_letters):
        query = sql.SQL(
            "INSERT INTO {table} ({columns}) SELECT {columns} FROM {live}.{table}"
            " WHERE sequence > %s AND sequence < %s AND {ours} ON CONFLICT DO NOTHING"
        ).format(
            table=sql.Identifier(table.name),
            columns=_columns(table),
            live=_LIVE,
            ours=_of_telemetry(table),
        )
        cursor = await connection.execute(query, [after, before])
        kept += cursor.rowcount
    return kept


def _columns(table: Table, *source: str) -> sql.Composed:
    """By name: tables that were migrated have them in another order."""
    names = (sql.Identifier(*source, column.name) for column in table.columns)
    return sql.SQL(", ").join(names)


def _of_telemetry(table: Table) -> sql.Composable:
    if "projection" not in table.columns:
        return sql.SQL("true")
    return sql.SQL("projection = {}").format(sql.Literal(TelemetryProjection.name))
