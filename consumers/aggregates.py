"""One thing's rows built again from its own messages, inside the model in use.

A message that is projected late must not come on top of what followed it. So all that the log says
of the run, dataset or worker is folded again, in order, in temporary tables that hide the real
ones, and the rows are exchanged while nobody projects. A replay would come to the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from nats.aio.client import Client
from psycopg import sql
from sqlalchemy import Table

from consumers import models, positions, projector
from consumers.feed import Delivered, follow
from consumers.projections.holders import LoggedHolders
from consumers.projections.rows import Connection
from consumers.projections.telemetry import TelemetryProjection
from consumers.projections.training import TrainingProjection
from consumers.projector import Projection
from infra.bus import EventLog
from schemas import tables


class PickedTrainingProjection(TrainingProjection):
    """Folds some aggregates' events, between which others' are missing."""

    contiguous: ClassVar = False


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What a subject is about: a run's events or its telemetry, a dataset, a model and so on."""

    projection: str
    kind: str
    id: str

    @property
    def subject_filter(self) -> str:
        return f"{self.projection}.{self.kind}.{self.id}.>"


def of(projection: str, subject: str) -> Aggregate:
    """The aggregate under whose subjects ``subject`` is."""
    _, kind, identifier, *_ = [*subject.split("."), "", ""]
    return Aggregate(projection, kind, identifier)


async def rebuild(client: Client, connection: Connection, aggregate: Aggregate) -> None:
    """Exchange the aggregate's rows and dead letters for what the log says up to the position.

    Idempotent. The projectors wait meanwhile, and look anew afterwards.

    Raises:
        FeedLostError: the broker went away; nothing was changed.
    """
    projection = _projection(client, aggregate)
    async with models.changing(connection):
        until = await positions.reached(connection, projection.name, aggregate.subject_filter)
        messages = await _messages(client, projection, aggregate.subject_filter, until)
        await _hide_tables(connection)
        if isinstance(projection, TelemetryProjection):
            await _seed_telemetry(connection, aggregate)
        await _fold(connection, projection, messages)
        first = min((message.sequence for message in messages), default=until + 1)
        for table, condition in _owned(aggregate, first):
            await _exchange(connection, table, condition)


def _projection(client: Client, aggregate: Aggregate) -> Projection:
    if aggregate.projection == TelemetryProjection.name:
        return TelemetryProjection(LoggedHolders(EventLog(client)), announce=False)
    return PickedTrainingProjection(announce=False)


async def _messages(
    client: Client, projection: Projection, only: str, until: int
) -> list[Delivered]:
    found: list[Delivered] = []
    async with follow(client, projection.stream, after=0, only=[only]) as feed:
        read = 0
        while read < feed.stored:
            batch = await feed.batch(projector.BATCH_MESSAGES)
            read += len(batch)
            found += [message for message in batch if message.sequence <= until]
    return found


async def _hide_tables(connection: Connection) -> None:
    """Empty tables of the same names, found before the real ones until the transaction ends."""
    for table in tables.read_model.sorted_tables:
        await connection.execute(
            sql.SQL("CREATE TEMP TABLE {} (LIKE {} INCLUDING ALL) ON COMMIT DROP").format(
                sql.Identifier(table.name), _real(table)
            )
        )


async def _seed_telemetry(connection: Connection, aggregate: Aggregate) -> None:
    """What faded messages told of the run's progress stays, and who has begun its attempts."""
    for table in (tables.progress, tables.attempts):
        await _copy(connection, table, _is(table, "run_id", aggregate.id))
    others = sql.SQL("projection <> {}").format(sql.Literal(aggregate.projection))
    await _copy(connection, tables.positions, others)


async def _fold(
    connection: Connection, projection: Projection, messages: Sequence[Delivered]
) -> None:
    at = await projector.position(connection, projection)
    for start in range(0, len(messages), projector.BATCH_MESSAGES):
        batch = messages[start : start + projector.BATCH_MESSAGES]
        at = await projector.project(connection, projection, batch, at)


def _owned(aggregate: Aggregate, first: int) -> list[tuple[Table, sql.Composable]]:
    """The rows that are the aggregate's, with the tables that they are in."""
    letters = sql.SQL("projection = {} AND starts_with(subject, {})").format(
        sql.Literal(aggregate.projection),
        sql.Literal(aggregate.subject_filter.removesuffix(">")),
    )
    owned: list[tuple[Table, sql.Composable]] = [(tables.dead_letters, letters)]
    if aggregate.projection == TelemetryProjection.name:
        left = sql.SQL(" AND sequence >= {}").format(sql.Literal(first))
        appended = [
            (table, _is(table, "run_id", aggregate.id) + left)
            for table in (tables.logs, tables.points)
        ]
        progress = (tables.progress, _is(tables.progress, "run_id", aggregate.id))
        return [*owned, *appended, progress]
    entity = sql.SQL("entity = {} AND entity_id = {}").format(
        sql.Literal(aggregate.kind), sql.Literal(aggregate.id)
    )
    owned += [(table, entity) for table in (tables.audit, tables.alerts)]
    key = f"{aggregate.kind}_id"
    rows = ROWS.get(aggregate.kind, ())
    # A run and its model have the same id.
    own = sql.SQL("entity = {} AND {}").format(
        sql.Literal(aggregate.kind), _is(tables.shares, "entity_id", aggregate.id)
    )
    owned.append((tables.shares, own))
    return owned + [(table, _is(table, key, aggregate.id)) for table in rows]


ROWS: dict[str, tuple[Table, ...]] = {
    "run": (tables.runs, tables.attempts, tables.epochs),
    "dataset": (tables.datasets, tables.dataset_versions),
    "worker": (tables.workers,),
    "model": (tables.trained_models,),
    "classification": (tables.classifications,),
}
"""By the kind of an aggregate, the tables whose rows bear its id."""


def _is(table: Table, column: str, identifier: str) -> sql.Composable:
    """That ``column`` is ``identifier``; never, if that is not even of the column's type."""
    if table.columns[column].type.python_type is not UUID:
        return sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(identifier))
    try:
        return sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(UUID(identifier)))
    except ValueError:
        return sql.SQL("false")


async def _exchange(connection: Connection, table: Table, condition: sql.Composable) -> None:
    """Put the hiding table's rows in the place of the real one's."""
    if table is tables.dead_letters:
        await _keep_dates(connection)
    await connection.execute(sql.SQL("DELETE FROM {} WHERE {}").format(_real(table), condition))
    await _copy(connection, table, condition, back=True)


async def _copy(
    connection: Connection, table: Table, condition: sql.Composable, *, back: bool = False
) -> None:
    """The real table's rows into the one that hides it, or ``back``."""
    hiding = sql.Identifier("pg_temp", table.name)
    target, source = (_real(table), hiding) if back else (hiding, _real(table))
    columns = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    await connection.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {} WHERE {}").format(
            target, columns, columns, source, condition
        )
    )


async def _keep_dates(connection: Connection) -> None:
    """What was set aside long ago was not set aside just now."""
    await connection.execute(
        sql.SQL(
            "UPDATE pg_temp.dead_letters AS again SET set_aside_at = before.set_aside_at FROM {}"
            " AS before WHERE (before.projection, before.sequence) = (again.projection,"
            " again.sequence)"
        ).format(_real(tables.dead_letters))
    )


def _real(table: Table) -> sql.Identifier:
    return sql.Identifier(tables.READ_SCHEMA, table.name)
