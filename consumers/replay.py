"""The read model built again from the log, beside the one in use: compared, and put in its place.

What is built stands in a schema of its own. It is proof that the tables are nothing but the log,
and it is how a new version of a projection, or a damaged table, is replaced without a pause.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

import psycopg
from psycopg import sql
from psycopg.errors import LockNotAvailable
from sqlalchemy import Table

from consumers import comparison, models, positions
from consumers.candidate import Candidate, Report
from consumers.comparison import TableDigest
from consumers.projections.holders import LoggedHolders
from consumers.projections.rows import Connection
from consumers.projections.telemetry import TelemetryProjection
from consumers.projections.training import TrainingProjection
from consumers.projector import Projection
from infra import bus, database, logging
from infra.settings import Settings
from infra.version import code_version
from schemas import tables

log = logging.get(__name__)

REPLAYED: dict[str, tuple[Table, ...]] = {
    TrainingProjection.name: (
        tables.runs,
        tables.attempts,
        tables.epochs,
        tables.datasets,
        tables.dataset_versions,
        tables.workers,
        tables.alerts,
        tables.shares,
        tables.trained_models,
        tables.classifications,
        tables.audit,
    ),
    TelemetryProjection.name: (tables.logs, tables.progress, tables.points),
}
"""The tables that each projection fills."""
NEAR_MESSAGES = 1000
"""So few are left to read that a swap may begin."""
NEARING_ROUNDS = 20
EVEN_SECONDS = 0.05
EVEN_TRIES = 1200
"""Looks for a moment at which the partitions are equally far: a minute of them."""
SWAP_SECONDS = 30.0
"""For which a swap may hold the projectors up before it is given up."""
SPARE_RATIO = 1.2
"""Free space that a replay asks for, in sizes of the model in use."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to become of the model that a replay builds."""

    switch: bool = False
    """Use it from now on. Otherwise it has served as a proof and is dropped."""
    accept_differences: bool = False
    """Use it though it differs: another version of a projection may well see things otherwise."""
    free_bytes: int | None = None
    """Of the database's disk; None where nobody can tell."""


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What a replay found."""

    tables: list[TableDigest]
    events: int
    """Messages replayed, of all streams."""
    seconds: float
    kept_rows: int = 0
    """Of telemetry that the broker no longer has, taken from the model that was in use."""
    switched: bool = False

    @property
    def equal(self) -> bool:
        return all(table.equal for table in self.tables)


class Refusal(StrEnum):
    """Why a replay does not begin, or a model is not used."""

    RUNNING = "running"
    NO_SPACE = "no_space"
    NO_PREVIOUS = "no_previous"
    OTHER_SHAPE = "other_shape"
    BUSY = "busy"


class ReplayRefusedError(Exception):
    """Nothing was changed; what the administrator can do about it depends on the refusal."""

    def __init__(self, refusal: Refusal, **params: int) -> None:
        super().__init__(f"{refusal.value} {params}")
        self.refusal = refusal
        self.params = params


PROOF = Wish()


async def replay(settings: Settings, report: Report, wish: Wish = PROOF) -> ReplayResult:
    """Build every table again and compare it with the one in use, at one and the same position.

    A replay that was interrupted is gone on with. The platform goes on meanwhile.

    Raises:
        ReplayRefusedError: another replay is at work, or there is no room for one, or the switch
            that was wished for is not possible.
        PositionLostError: the log ends before the position of the model in use.
    """
    started = time.monotonic()
    url = settings.database_url
    async with _alone(url) as control, bus.connected(settings.nats_url, "replay") as client:
        await _refuse_no_space(control, wish.free_bytes)
        await _prepared(control)
        async with database.connection(url, tables.NEXT_SCHEMA) as connection:
            candidate = Candidate(client, connection, tables.NEXT_SCHEMA, report)
            compared = await _build(candidate, url)
            result = ReplayResult(compared, candidate.messages, time.monotonic() - started)
            await candidate.is_built([table.name for table in compared if not table.equal])
            if wish.switch and (result.equal or wish.accept_differences):
                kept = await _keep_faded(candidate)
                await _swap(candidate)
                result = replace(result, switched=True, kept_rows=kept)
        if not wish.switch:
            await models.drop(control, tables.NEXT_SCHEMA)
    return replace(result, seconds=time.monotonic() - started)


async def rollback(settings: Settings, report: Report) -> None:
    """Use the previous model again, once it has caught up; the other one becomes the previous.

    Raises:
        ReplayRefusedError: there is none, or not one for this version, or a replay is at work.
    """
    url = settings.database_url
    async with _alone(url) as control, bus.connected(settings.nats_url, "replay") as client:
        if not await models.exists(control, tables.PREVIOUS_SCHEMA):
            raise ReplayRefusedError(Refusal.NO_PREVIOUS)
        if not await models.fits(control, tables.PREVIOUS_SCHEMA):
            raise ReplayRefusedError(Refusal.OTHER_SHAPE)
        async with database.connection(url, tables.PREVIOUS_SCHEMA) as connection:
            candidate = Candidate(client, connection, tables.PREVIOUS_SCHEMA, report)
            await candidate.level()
            await _near(candidate)
            await _keep_faded(candidate)
            await _swap(candidate)


async def drop(settings: Settings) -> bool:
    """Drop the previous model, and what an interrupted replay has left; whether there was any.

    Raises:
        ReplayRefusedError: a replay is at work.
    """
    async with _alone(settings.database_url) as control:
        schemas = (tables.PREVIOUS_SCHEMA, tables.NEXT_SCHEMA)
        return any([await models.drop(control, schema) for schema in schemas])


@asynccontextmanager
async def _alone(url: str) -> AsyncGenerator[Connection]:
    """A connection that keeps every other replay away; the database sees to it when we die."""
    async with database.connection(url, tables.READ_SCHEMA) as control:
        cursor = await control.execute(
            "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [tables.REPLAY_LOCK]
        )
        [ours] = await cursor.fetchone() or (False,)
        if not ours:
            raise ReplayRefusedError(Refusal.RUNNING)
        yield control


async def _refuse_no_space(control: Connection, free_bytes: int | None) -> None:
    if free_bytes is None:
        return
    built = await models.size_bytes(control, tables.NEXT_SCHEMA)
    needed = int(await models.size_bytes(control, tables.READ_SCHEMA) * SPARE_RATIO) - built
    if needed > free_bytes:
        raise ReplayRefusedError(Refusal.NO_SPACE, needed_bytes=needed, free_bytes=free_bytes)


async def _prepared(control: Connection) -> None:
    """Tables to build in: those that an interrupted replay of this version left, or new ones."""
    cursor = await control.execute(
        "SELECT code_version, shape FROM models.built WHERE schema = %s", [tables.NEXT_SCHEMA]
    )
    ours = (code_version(), models.shape())
    if await cursor.fetchone() == ours and await models.exists(control, tables.NEXT_SCHEMA):
        log.info("going on with the replay that was interrupted")
        return
    async with control.transaction():
        await models.drop(control, tables.NEXT_SCHEMA)
        await models.create(control, tables.NEXT_SCHEMA)
        await control.execute(
            "INSERT INTO models.built (schema, code_version, shape) VALUES (%s, %s, %s)",
            [tables.NEXT_SCHEMA, *ours],
        )


async def _build(candidate: Candidate, url: str) -> list[TableDigest]:
    """Bring the candidate up to the model in use, and compare the two."""
    await _near(candidate)
    await models.index(candidate.connection)
    compared: list[TableDigest] = []
    async with _snapshot(url) as live:
        for projection, replayed in _projections(candidate):
            await candidate.advance(projection, await _position(live, projection))
            first = candidate.first(projection)
            compared += [
                await comparison.compare(live, candidate.connection, table, first)
                for table in replayed
            ]
    return compared


def _projections(candidate: Candidate) -> list[tuple[Projection, tuple[Table, ...]]]:
    """Each with the tables that it fills; none tells anybody what it does."""
    holders = LoggedHolders(candidate.event_log)
    projections = (TrainingProjection(announce=False), TelemetryProjection(holders, announce=False))
    return [(each, REPLAYED[each.name]) for each in projections]


@asynccontextmanager
async def _snapshot(url: str) -> AsyncGenerator[Connection]:
    """The live tables as they are at one moment, however the projector goes on.

    Raises:
        ReplayRefusedError: the partitions of a projection were never equally far.
    """
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        for _ in range(EVEN_TRIES):
            async with connection.transaction():
                if await positions.are_even(connection):
                    yield connection
                    return
            await asyncio.sleep(EVEN_SECONDS)
    raise ReplayRefusedError(Refusal.BUSY)


async def _position(live: Connection, projection: Projection) -> int:
    cursor = await live.execute(
        sql.SQL("SELECT coalesce(max(sequence), 0) FROM {} WHERE projection = %s").format(
            sql.Identifier(tables.READ_SCHEMA, tables.positions.name)
        ),
        [projection.name],
    )
    [position] = await cursor.fetchone() or (0,)
    return position


async def _near(candidate: Candidate) -> None:
    """Read on until hardly anything is missing, however fast the log grows."""
    for _ in range(NEARING_ROUNDS):
        read = candidate.messages
        for projection, _tables in _projections(candidate):
            await candidate.advance(projection, await _position(candidate.connection, projection))
        if candidate.messages - read <= NEAR_MESSAGES:
            return


async def _keep_faded(candidate: Candidate) -> int:
    return sum(
        [
            await candidate.keep_faded(projection)
            for projection, _tables in _projections(candidate)
            if not projection.contiguous
        ]
    )


async def _swap(candidate: Candidate) -> None:
    """Read the last few messages while nobody projects, and use the candidate from then on.

    Raises:
        ReplayRefusedError: a transaction that projects does not end, or a version with other
            tables has migrated the database meanwhile.
    """
    await _near(candidate)
    connection = candidate.connection
    try:
        async with asyncio.timeout(SWAP_SECONDS), models.changing(connection):
            for schema in (candidate.schema, tables.READ_SCHEMA):
                if not await models.fits(connection, schema):
                    raise ReplayRefusedError(Refusal.OTHER_SHAPE)
            for projection, _tables in _projections(candidate):
                position = await _position(connection, projection)
                await candidate.advance(projection, position)
            await models.swap(connection, candidate.schema)
    except (TimeoutError, LockNotAvailable) as error:
        raise ReplayRefusedError(Refusal.BUSY) from error
    log.info("another model is in use", built_in=candidate.schema)
