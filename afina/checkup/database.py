"""The database: does it answer, is it of today, and does the work in it go on?"""

import time
from collections.abc import AsyncGenerator
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from alembic.script import ScriptDirectory
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from sqlalchemy.engine import make_url

import migrations
from afina.checkup.finding import Code, Finding, found
from infra import database
from infra.settings import Settings
from schemas import tables
from schemas.events.setting import RETENTION

OLDEST = 160_000
"""As PostgreSQL writes 16.0; older ones are not tested."""
WAITED_SECONDS = 10
LATE_MESSAGES = 1_000
UNCLAIMED_SECONDS = 60
LATE_RETENTION_HOURS = 50
"""Two nights, and what a pass may take."""

Connection = AsyncConnection[TupleRow]


class Database:
    """One look at a database."""

    def __init__(self, settings: Settings, ends: dict[str, int]) -> None:
        self._url = settings.database_url
        self._ends = ends
        """The last sequence of each projection's stream, as far as it is known."""
        self.time: tuple[datetime, float] | None = None
        """By its clock, and when that was by the monotonic clock of this computer."""

    async def look(self, *, running: bool) -> AsyncGenerator[Finding]:
        """All about it; only that it is away, if it is. ``running``: the consumers should be."""
        address = make_url(self._url).render_as_string().rsplit("@", 1)[-1]
        try:
            async with database.connection(self._url, tables.READ_SCHEMA) as connection:
                async for finding in self._examine(connection, address, running=running):
                    yield finding
        except psycopg.Error as error:
            yield found(Code.DATABASE_AWAY, address=address, error=_first_line(error))

    async def _examine(
        self, connection: Connection, address: str, *, running: bool
    ) -> AsyncGenerator[Finding]:
        asked = time.perf_counter()
        self.time = (await _value(connection, "SELECT clock_timestamp()"), asked)
        version = connection.info.server_version
        code = Code.DATABASE_ANSWERS if version >= OLDEST else Code.DATABASE_OLD
        yield found(code, address=address, version=f"{version // 10_000}.{version % 10_000}")
        migrated = await _migrated(connection)
        yield migrated
        yield await _locks(connection)
        if migrated.code is Code.MIGRATED:
            for finding in (
                *await self._projections(connection, running=running),
                *await _letters(connection),
                await _retention(connection),
                *await _workers(connection),
                await _unclaimed(connection),
            ):
                yield finding

    async def _projections(self, connection: Connection, *, running: bool) -> list[Finding]:
        positions = dict(await _rows(connection, "SELECT projection, sequence FROM positions"))
        findings: list[Finding] = []
        for projection, end in self._ends.items():
            position = positions.get(projection, 0)
            lag = max(0, end - position)
            if running and not await _at_work(connection, projection):
                code = Code.PROJECTOR_ABSENT
            else:
                code = Code.PROJECTOR_LAGS if lag > LATE_MESSAGES else Code.PROJECTOR_WORKS
            findings.append(found(code, projection=projection, position=position, lag=lag))
        return findings


async def _migrated(connection: Connection) -> Finding:
    head = str(ScriptDirectory(str(Path(migrations.__file__).parent)).get_current_head())
    try:
        found_at = str(await _value(connection, "SELECT version_num FROM public.alembic_version"))
    except psycopg.errors.UndefinedTable:
        return found(Code.MIGRATIONS_BEHIND, present="-", newest=head)
    if found_at == head:
        return found(Code.MIGRATED, present=head)
    code = Code.MIGRATIONS_BEHIND if found_at < head else Code.MIGRATIONS_UNKNOWN
    return found(code, present=found_at, newest=head)


async def _locks(connection: Connection) -> Finding:
    """Advisory locks do not count: who stands by waits for one on purpose."""
    waiting = await _value(
        connection,
        f"""
        SELECT count(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND wait_event <> 'advisory'
          AND state_change < now() - interval '{WAITED_SECONDS} seconds'
        """,  # noqa: S608 - a number of ours
    )
    return found(Code.LOCKS_AWAITED if waiting else Code.LOCKS_FREE, sessions=waiting)


async def _at_work(connection: Connection, projection: str) -> bool:
    """Whether some process holds the projection's advisory lock."""
    cursor = await connection.execute(
        """
        SELECT EXISTS (
            SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND ((classid::bigint << 32) | objid::bigint) = hashtextextended(%s, 0)
        )
        """,
        [tables.projector_lock(projection)],
    )
    row = await cursor.fetchone()
    return bool(row and row[0])


async def _letters(connection: Connection) -> list[Finding]:
    counts = dict(await _rows(connection, "SELECT kind, count(*) FROM dead_letters GROUP BY kind"))
    codes = {"poison": Code.LETTERS_POISON, "unknown": Code.LETTERS_UNKNOWN}
    findings = [found(code, count=counts[kind]) for kind, code in codes.items() if kind in counts]
    return findings or [found(Code.LETTERS_NONE)]


async def _retention(connection: Connection) -> Finding:
    """When what is too old went last, and whether all of it did."""
    query = f"""
        SELECT stored_at, data FROM audit WHERE entity = 'setting' AND entity_id = '{RETENTION}'
            AND type = 'setting.retention_applied.v1' ORDER BY sequence DESC LIMIT 1
    """  # noqa: S608 - a name of ours
    [*passes] = await _rows(connection, query)
    since = passes[0][0] if passes else await _value(connection, "SELECT min(stored_at) FROM audit")
    now = await _value(connection, "SELECT now()")
    hours = round((now - (since or now)).total_seconds() / 3600, 1)
    if hours > LATE_RETENTION_HOURS:
        return found(Code.RETENTION_LATE, hours=hours)
    if not passes:
        return found(Code.RETENTION_AHEAD)
    last = passes[0][1]
    failed = sum(one["failed"] for one in last["removed"]) + len(last["unread"])
    code = Code.RETENTION_FAILED if failed else Code.RETENTION_APPLIED
    return found(code, hours=hours, failed=failed)


async def _workers(connection: Connection) -> list[Finding]:
    query = "SELECT status, count(*) FROM workers WHERE status <> 'revoked' GROUP BY status"
    counts = dict(await _rows(connection, query))
    lost = counts.pop("lost", 0)
    present = sum(counts.values())
    findings = [found(Code.WORKERS_LOST, count=lost)] if lost else []
    return [*findings, found(Code.WORKERS_PRESENT if present else Code.WORKERS_NONE, count=present)]


async def _unclaimed(connection: Connection) -> Finding:
    waiting, seconds = (
        await _rows(
            connection,
            """
            SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::int
            FROM runs WHERE status = 'queued'
            """,
        )
    )[0]
    training = await _value(connection, "SELECT count(*) FROM runs WHERE status = 'running'")
    idle = waiting and not training and seconds > UNCLAIMED_SECONDS
    code = Code.RUNS_UNCLAIMED if idle else Code.RUNS_TAKEN
    return found(code, waiting=waiting, training=training, seconds=seconds)


async def _rows(connection: Connection, query: str) -> list[TupleRow]:
    return await (await connection.execute(query.encode())).fetchall()


async def _value(connection: Connection, query: str) -> Any:
    [[value]] = await _rows(connection, query)
    return value


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n")[0]
