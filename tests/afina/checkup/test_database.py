from datetime import timedelta

import pytest
from nats.aio.client import Client

from afina.checkup import database as checkup
from afina.checkup.database import Database
from afina.checkup.finding import Code, Finding
from afina.checkup.installation import clocks
from infra import clock
from infra.bus import EventLog
from infra.settings import Settings
from schemas.events.setting import RetentionApplied
from schemas.events.worker import WorkerLost
from schemas.retention import Removed, RetentionKind
from tests.consumers.projecting import execute, projecting, publish_events, reached
from tests.schemas.examples import run_requested, system_event, worker_event, worker_registered


async def look(
    url: str, ends: dict[str, int] | None = None, *, running: bool = False
) -> dict[Code, Finding]:
    settings = Settings(nats_url="nats://nowhere", database_url=url)
    asked = Database(settings, ends or {})
    return {finding.code: finding async for finding in asked.look(running=running)}


async def test_a_fresh_database_is_of_today(database_url: str):
    found = await look(database_url)
    assert {Code.DATABASE_ANSWERS, Code.MIGRATED, Code.LOCKS_FREE, Code.LETTERS_NONE} <= set(found)
    assert found[Code.WORKERS_NONE].params == {"count": 0}


async def test_work_in_hand_is_told(client: Client, log: EventLog, database_url: str):
    await publish_events(
        client,
        [
            worker_registered(),
            worker_registered(worker_id="gpu-2"),
            worker_event(WorkerLost, worker_id="gpu-2"),
            run_requested(),
        ],
    )
    async with projecting(client, database_url):
        await reached(database_url, 4)
        found = await look(database_url, {"training": 4}, running=True)

    assert found[Code.PROJECTOR_WORKS].params["lag"] == 0
    assert found[Code.WORKERS_PRESENT].params == {"count": 1}
    assert found[Code.WORKERS_LOST].params == {"count": 1}
    assert found[Code.RUNS_TAKEN].params["waiting"] == 1


async def test_what_nobody_takes_and_nobody_projects_is_noticed(
    client: Client, log: EventLog, database_url: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(checkup, "UNCLAIMED_SECONDS", -1)
    await publish_events(client, [run_requested()])
    async with projecting(client, database_url):
        await reached(database_url, 1)

    found = await look(database_url, {"training": 5000}, running=True)
    assert found[Code.PROJECTOR_ABSENT].params["lag"] == 4999
    assert found[Code.RUNS_UNCLAIMED].params["waiting"] == 1
    stopped = await look(database_url, {"training": 5000})
    assert stopped[Code.PROJECTOR_LAGS].params["lag"] == 4999


@pytest.mark.parametrize(
    ("version", "code"), [("0001", Code.MIGRATIONS_BEHIND), ("9999", Code.MIGRATIONS_UNKNOWN)]
)
async def test_tables_of_another_version_are_not_looked_into(
    database_url: str, version: str, code: Code
):
    await execute(database_url, f"UPDATE public.alembic_version SET version_num = '{version}'")
    found = await look(database_url)
    assert found[code].params["present"] == version
    assert Code.LETTERS_NONE not in found


async def test_a_database_that_is_away_is_all_there_is_to_tell():
    found = await look("postgresql://afina:geheim@127.0.0.1:1/afina")
    assert list(found) == [Code.DATABASE_AWAY]
    assert "geheim" not in str(found[Code.DATABASE_AWAY].params)


def test_clocks_are_compared_though_they_were_read_one_after_the_other():
    now = clock.now()
    later, much_later = now + timedelta(seconds=3), now + timedelta(seconds=63)
    assert clocks((now, 100.0), (later, 103.0)).code is Code.CLOCKS_AGREE
    apart = clocks((now, 100.0), (much_later, 103.0))
    assert (apart.code, apart.params) == (Code.CLOCKS_APART, {"seconds": 60.0})


async def test_what_the_last_night_left_is_noticed(
    client: Client, log: EventLog, database_url: str
):
    """So is that there was no night for too long."""
    assert Code.RETENTION_AHEAD in await look(database_url)
    stuck = Removed(kind=RetentionKind.DELETED_FILES, count=0, size_bytes=0, failed=2)
    unread = [RetentionKind.BACKUPS]
    await publish_events(client, [system_event(RetentionApplied, removed=[stuck], unread=unread)])
    async with projecting(client, database_url):
        await reached(database_url, 1)

    assert (await look(database_url))[Code.RETENTION_FAILED].params["failed"] == 3
    await execute(database_url, "UPDATE audit SET stored_at = now() - interval '51 hours'")
    assert Code.RETENTION_LATE in await look(database_url)
