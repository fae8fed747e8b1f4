"""What was changed in log, audit trail or seals is found, and where."""

from dataclasses import replace
from pathlib import Path

import pytest
from nats.aio.client import Client

from consumers.feed import Delivered
from consumers.notary import notary as notaries
from consumers.notary.finding import Finding, Kind
from infra.bus import connected
from infra.settings import Settings
from schemas import subjects, tables
from tests.conftest import empty
from tests.consumers.notary.sealing import (
    EVENTS,
    all_seals,
    found,
    messages,
    rebuild,
    sealed,
    sealing,
    told_and_sealed,
    verdict,
)
from tests.consumers.projecting import (
    TRUNCATE,
    execute,
    projecting,
    publish,
    publish_events,
    reached,
)
from tests.infra.broker import own_broker
from tests.schemas.examples import worker_registered

OWNER = b"maria"
COLUMNS = ", ".join(column.name for column in tables.audit.columns)
FORGED = "jsonb_set(data, '{actor,id}', '\"mallory\"')"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notaries, "RETRY_SECONDS", 0.02)


async def test_what_nobody_touched_is_sound(client: Client, settings: Settings):
    newest = await told_and_sealed(client, settings)

    told = await verdict(settings, expected=newest)

    assert (told.sound, told.found) == (True, [])
    assert (told.events, told.rows, told.unsealed, told.link) == (EVENTS, EVENTS, 0, newest)
    assert told.seals == len(await all_seals(settings.database_url))


async def test_what_is_not_sealed_or_projected_yet_is_counted(client: Client, settings: Settings):
    await told_and_sealed(client, settings)
    await publish_events(client, [worker_registered(worker_id="gpu-77")])

    told = await verdict(settings)

    assert (told.sound, told.unsealed, told.rows) == (True, 1, EVENTS)


ROWS = {
    "UPDATE audit SET actor_id = 'mallory' WHERE sequence = 17": (
        Finding(Kind.ROW_CHANGED, 17, columns=("actor_id",))
    ),
    f"UPDATE audit SET data = {FORGED} WHERE sequence = 17": (
        Finding(Kind.ROW_CHANGED, 17, columns=("data",))
    ),
    "UPDATE audit SET stored_at = stored_at + interval '1 microsecond' WHERE sequence = 17": (
        Finding(Kind.ROW_CHANGED, 17, columns=("stored_at",))
    ),
    "UPDATE audit SET owner_id = 'mallory' WHERE sequence = 17": (
        Finding(Kind.ROW_CHANGED, 17, columns=("owner_id",))
    ),
    "DELETE FROM audit WHERE sequence = 17": Finding(Kind.ROW_MISSING, 17),
    f"""
    INSERT INTO audit ({COLUMNS})
    SELECT {EVENTS + 1}, {COLUMNS.removeprefix("sequence, ")} FROM audit WHERE sequence = 17
    """: Finding(Kind.ROW_ADDED, EVENTS + 1),
}


async def test_every_change_of_the_audit_trail_is_found(client: Client, settings: Settings):
    """One byte, one microsecond, a row less, a row more: by comparing with the log itself."""
    await told_and_sealed(client, settings)
    url = settings.database_url
    await execute(url, "CREATE TABLE kept AS TABLE audit")

    for statement, expected in ROWS.items():
        await execute(url, statement)
        assert await found(settings) == [expected], statement
        await execute(url, "TRUNCATE audit; INSERT INTO audit TABLE kept")


async def test_a_message_that_was_set_aside_needs_no_row(client: Client, settings: Settings):
    async with projecting(client, settings.database_url), sealing(client, settings):
        await publish(client, [("training.run.x.control.y", b"no event")])
        await reached(settings.database_url, 1)
        await sealed(settings.database_url, 1)

    assert (await verdict(settings)).sound


async def test_a_log_that_was_written_again_is_found(client: Client, settings: Settings):
    """Here no byte but the time of storing differs."""
    await told_and_sealed(client, settings)
    first = (await all_seals(settings.database_url))[0].link.sequence
    await rebuild(client, lambda log: log)

    *rows, chain = await found(settings)

    assert chain == Finding(Kind.CHANGED, first, after=0)
    assert {one.columns for one in rows} == {("stored_at",)}


async def test_a_log_whose_tail_is_gone_is_found(client: Client, settings: Settings):
    """By the newest seal, even if the audit trail was shortened with it."""
    await told_and_sealed(client, settings)
    await rebuild(client, lambda log: log[:50])
    await execute(settings.database_url, "DELETE FROM audit WHERE sequence > 50")

    kinds = {one.kind: one for one in await found(settings)}

    assert kinds[Kind.CUT] == Finding(Kind.CUT, EVENTS, after=50)


async def test_a_log_whose_beginning_is_gone_is_found(client: Client, settings: Settings):
    await told_and_sealed(client, settings)
    await rebuild(client, lambda log: log[20:], after=20)

    assert Finding(Kind.BEGINNING_LOST, 21) in await found(settings)


async def test_a_seal_that_was_rewritten_is_told_from_a_log_that_was(
    client: Client, settings: Settings
):
    """A later seal that agrees shows that the log is whole."""
    await told_and_sealed(client, settings)
    first = (await all_seals(settings.database_url))[0].link.sequence
    rewrite = f"UPDATE notary.seals SET digest = sha256('') WHERE sequence = {first}"
    await execute(settings.database_url, rewrite)

    assert await found(settings) == [Finding(Kind.SEAL_REWRITTEN, first)]


async def test_log_audit_trail_and_seals_rewritten_together_are_found_by_a_seal_kept_elsewhere(
    client: Client, settings: Settings
):
    """Whoever rules broker and database can make everything fit, but not what others have kept."""
    kept = await told_and_sealed(client, settings)
    await rebuild(client, forged)
    await execute(settings.database_url, "TRUNCATE notary.seals")
    await execute(settings.database_url, TRUNCATE)
    async with projecting(client, settings.database_url), sealing(client, settings):
        await reached(settings.database_url, EVENTS)
        await sealed(settings.database_url, EVENTS)

    assert (await verdict(settings)).sound
    assert await found(settings, kept) == [Finding(Kind.EXPECTED_DIFFERS, EVENTS)]
    beyond = replace(kept, sequence=EVENTS + 1)
    assert await found(settings, beyond) == [Finding(Kind.EXPECTED_BEYOND, EVENTS + 1)]


def forged(log: list[Delivered]) -> list[Delivered]:
    """The same log about somebody else."""
    return [message._replace(data=message.data.replace(OWNER, b"mallory")) for message in log]


async def test_a_log_without_seals_is_not_taken_for_proven(client: Client, settings: Settings):
    await publish_events(client, [worker_registered()])

    assert await found(settings) == [Finding(Kind.NO_SEAL, 1)]


async def test_one_byte_changed_in_the_broker_s_store_is_found(settings: Settings, tmp_path: Path):
    """The broker itself then misses the message, or everything after it."""
    async with own_broker(tmp_path) as broker:
        own = settings.model_copy(update={"nats_url": broker.url})
        async with connected(broker.url, "tests") as client:
            await empty(client)
            await told_and_sealed(client, own)
            subject = (await messages(client))[30].subject
        await broker.kill()
        flip(tmp_path, subject.encode())
        await broker.start()
        kinds = {one.kind for one in await found(own)}

    assert kinds & {Kind.GAP, Kind.CUT, Kind.CHANGED}


def flip(folder: Path, needle: bytes) -> None:
    """Change a byte after ``needle`` in the stream's block."""
    [block] = folder.rglob(f"{subjects.TRAINING}/msgs/*.blk")
    content = bytearray(block.read_bytes())
    content[content.index(needle) + len(needle) + 40] ^= 1
    block.write_bytes(content)
