"""A projector at work, and what it leaves behind."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any

from nats.aio.client import Client
from psycopg.rows import dict_row
from sqlalchemy import Table

from consumers import projector
from consumers.feed import Delivered
from consumers.projections.holders import Attempt
from consumers.projections.rows import Connection
from consumers.projections.training import TrainingProjection
from consumers.projector import Projection
from infra import database
from infra.tasks import ended
from schemas import subjects, tables
from schemas.base import Event
from schemas.events import catalogue
from schemas.events.catalogue import Superseded
from schemas.telemetry import LogsReported, ProgressReported
from tests.infra.broker import until
from tests.schemas.examples import NOW, WORKER

Row = dict[str, Any]


class Anybody:
    """Whose attempts are is not what the test is about: whoever reports counts."""

    async def of(self, connection: Connection, attempts: Collection[Attempt]) -> dict[Attempt, str]:
        return dict.fromkeys(attempts, WORKER)

    def forget(self) -> None:
        pass


ANYBODY = Anybody()


@asynccontextmanager
async def projecting(
    client: Client, url: str, projection: Projection | None = None
) -> AsyncGenerator[asyncio.Task[None]]:
    """A projector of the log, or of another projection, until the block ends."""
    task = asyncio.create_task(projector.run(client, url, projection or TrainingProjection()))
    try:
        yield task
    finally:
        await ended([task])


async def publish(client: Client, messages: Sequence[tuple[str, bytes]]) -> None:
    """Store ``messages``, all of one stream, in this order and past every check."""
    for subject, data in messages[:-1]:
        await client.publish(subject, data)
    for subject, data in messages[-1:]:
        await client.jetstream().publish(subject, data, timeout=20)


async def publish_events(client: Client, events: Sequence[Event]) -> None:
    await publish(client, [(subject_of(event), catalogue.encode(event)) for event in events])


def subject_of(event: Event) -> str:
    """Where it is published, and was when its shape was of today."""
    return subjects.of(event.upcast() if isinstance(event, Superseded) else event)


async def publish_telemetry(
    client: Client, told: Sequence[ProgressReported | LogsReported]
) -> None:
    await publish(
        client,
        [
            (
                subjects.progress(message.run_id, message.worker_id)
                if isinstance(message, ProgressReported)
                else subjects.logs(message.run_id, message.worker_id),
                message.model_dump_json().encode(),
            )
            for message in told
        ],
    )


async def reached(url: str, sequence: int, projection: str = "training") -> None:
    """Return once everything up to ``sequence`` is projected."""
    async with database.connection(url, tables.READ_SCHEMA) as connection:

        async def is_reached() -> bool:
            return await position(connection, projection) >= sequence

        await until(is_reached)


async def position(connection: Connection, projection: str = "training") -> int:
    cursor = await connection.execute(
        "SELECT sequence FROM positions WHERE projection = %s", [projection]
    )
    row = await cursor.fetchone()
    return row[0] if row else 0


async def rows(url: str, table: Table) -> list[Row]:
    """All of a table, by primary key."""
    key = ", ".join(column.name for column in table.primary_key.columns)
    query = f"SELECT * FROM {table.name} ORDER BY {key}"
    async with (
        database.connection(url, tables.READ_SCHEMA) as connection,
        connection.cursor(row_factory=dict_row) as cursor,
    ):
        await cursor.execute(query.encode())
        return await cursor.fetchall()


async def everything(url: str) -> dict[str, list[Row]]:
    """The whole read model but the broker's clock."""
    return {
        table.name: [without_clock(row) for row in await rows(url, table)]
        for table in tables.read_model.sorted_tables
    }


def without_clock(row: Row) -> Row:
    stamped = ("_at", "updated_at")
    return {name: value for name, value in row.items() if not name.endswith(stamped)}


async def execute(url: str, statement: str) -> None:
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        await connection.execute(statement.encode())


TRUNCATE = "TRUNCATE " + ", ".join(table.name for table in tables.read_model.sorted_tables)


def column(found: Sequence[Row], name: str) -> list[object]:
    return [row[name] for row in found]


def delivered(*events: Event, first: int = 1) -> list[Delivered]:
    return [
        Delivered(sequence, subject_of(event), NOW, catalogue.encode(event))
        for sequence, event in enumerate(events, start=first)
    ]


async def is_all_of(history: Sequence[Event], url: str) -> None:
    """The live tables hold each of ``history`` once, and are what one clean pass leaves."""
    live = await everything(url)
    assert column(live["audit"], "sequence") == list(range(1, len(history) + 1))
    assert live["dead_letters"] == []
    await execute(url, TRUNCATE)
    projection = TrainingProjection()
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        at = await projector.position(connection, projection)
        await projector.project(connection, projection, delivered(*history), at)
    clean = await everything(url)
    assert column(live["positions"], "sequence") == column(clean["positions"], "sequence")
    for how_it_came in ("positions", "partitions"):
        del live[how_it_came], clean[how_it_came]
    assert live == clean
