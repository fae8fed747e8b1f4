"""Rows that are too old, in the real database."""

from uuid import uuid4

import pytest
from nats.aio.client import Client
from sqlalchemy import insert

from consumers.projections.telemetry import TelemetryProjection
from consumers.retention import rows, tables
from infra.bus import EventLog
from schemas import subjects
from schemas import tables as declared
from schemas.retention import Retention, RetentionKind
from tests.consumers import projecting
from tests.consumers.retention.holdings import Holdings, days_ago, in_days
from tests.schemas.examples import log_lines


async def with_lines(client: Client, holdings: Holdings, count: int) -> None:
    """Log lines of so many messages, projected."""
    told = [log_lines(f"line {number}") for number in range(count)]
    await projecting.publish_telemetry(client, told)
    async with projecting.projecting(client, holdings.url, TelemetryProjection(projecting.ANYBODY)):
        await projecting.reached(holdings.url, count, "telemetry")
    await holdings.execute(f"UPDATE logs SET at = '{days_ago(100).isoformat()}'")


async def test_old_lines_stay_as_long_as_a_replay_would_bring_them_back(
    client: Client, holdings: Holdings
):
    """Only what the broker has forgotten goes, so that the tables are still what is replayed."""
    await with_lines(client, holdings, 5)
    rule = tables.log_lines(holdings.engine, EventLog(client))

    assert (await rule.found(in_days(0))).count == 0

    await client.jetstream().purge_stream(subjects.TELEMETRY, seq=4)
    found = await rule.found(in_days(0))
    assert (found.count, found.oldest) == (3, days_ago(100))
    assert found.size_bytes > 0

    gone = await rule.remove(in_days(0))

    assert gone.count == 3
    left = await projecting.rows(holdings.url, declared.logs)
    assert projecting.column(left, "sequence") == [4, 5]


async def test_young_lines_stay(client: Client, holdings: Holdings):
    await with_lines(client, holdings, 2)
    await client.jetstream().purge_stream(subjects.TELEMETRY)
    rule = tables.log_lines(holdings.engine, EventLog(client))

    kept = await rule.remove(in_days(0, Retention(log_lines_days=101)))

    assert kept.count == 0


async def test_many_rows_go_in_batches(
    client: Client, holdings: Holdings, monkeypatch: pytest.MonkeyPatch
):
    """None is forgotten, none counted twice."""
    monkeypatch.setattr(rows, "BATCH_ROWS", 3)
    monkeypatch.setattr(rows, "PAUSE_SECONDS", 0)
    await with_lines(client, holdings, 10)
    await client.jetstream().purge_stream(subjects.TELEMETRY)

    gone = await tables.log_lines(holdings.engine, EventLog(client)).remove(in_days(0))

    assert gone.count == 10
    assert await projecting.rows(holdings.url, declared.logs) == []


async def test_what_was_said_of_notices_goes_and_what_is_still_to_be_said_stays(
    holdings: Holdings,
):
    """A notice that waits is never too old."""
    row = {
        "channel": "mail",
        "recipient": "a@example.org",
        "notice": {"kind": "run_failed"},
        "created_at": days_ago(50),
        "due_at": days_ago(50),
        "tries": 1,
    }
    ends = ({"sent_at": days_ago(40)}, {"given_up_at": days_ago(40)}, {"sent_at": days_ago(1)}, {})
    none = {"sent_at": None, "given_up_at": None}
    told = [row | none | end | {"cause_id": uuid4()} for end in ends]
    async with holdings.engine.begin() as tx:
        await tx.execute(insert(declared.outbox).values(told))
    rule = tables.notices(holdings.engine)

    found = await rule.found(in_days(0))
    gone = await rule.remove(in_days(0))

    assert (found.count, gone.count) == (2, 2)
    assert found.examples == ["run_failed", "run_failed"]


@pytest.mark.parametrize(
    ("ended", "goes"),
    [
        ({"expires_at": days_ago(31)}, True),
        ({"revoked_at": days_ago(31), "expires_at": days_ago(-10)}, True),
        ({"expires_at": days_ago(29)}, False),
        ({}, False),
    ],
)
async def test_credentials_go_some_time_after_their_end(
    holdings: Holdings, ended: dict[str, object], goes: bool
):
    row = {
        "token_id": uuid4(),
        "token_sha256": b"x",
        "kind": "user",
        "subject": "maria",
        "name": "script",
        "created_at": days_ago(400),
    }
    async with holdings.engine.begin() as tx:
        await tx.execute(insert(declared.tokens).values(row | ended))

    gone = await tables.credentials(holdings.engine).remove(in_days(0))

    assert (gone.kind, gone.count) == (RetentionKind.CREDENTIALS, int(goes))
