"""Stored bytes that nobody needs, and those that somebody might."""

import asyncio
from typing import Any

import pytest
from nats.aio.client import Client
from sqlalchemy import text

from consumers.projections.training import TrainingProjection
from consumers.retention import files
from consumers.retention.files import FilesRule
from infra.blobs import examples_key, left_out_key, report_key, upload_key
from schemas import tables
from schemas.base import Event
from schemas.retention import RetentionKind
from tests.consumers import projecting
from tests.consumers.retention.holdings import Holdings, hash_of, in_days
from tests.infra.broker import until
from tests.schemas import examples

FILE, EXAMPLES, LEFT_OUT, REPORT = map(hash_of, ("file", "examples", "left out", "report"))
KEYS = {upload_key(FILE), examples_key(EXAMPLES), left_out_key(LEFT_OUT), report_key(REPORT)}


def uploaded(**changes: Any) -> Event:
    stand = {"file_sha256": FILE, "examples_sha256": EXAMPLES}
    stand |= {"left_out_sha256": LEFT_OUT, "report_sha256": REPORT}
    return examples.dataset_uploaded(**(stand | changes))


async def told(client: Client, holdings: Holdings, *events: Event) -> None:
    """Put them into the log, and project them."""
    await projecting.publish_events(client, events)
    async with projecting.projecting(client, holdings.url, TrainingProjection()):
        await projecting.reached(holdings.url, await holdings.cellar.log.last_sequence())


def rule(kind: RetentionKind, holdings: Holdings) -> FilesRule:
    return FilesRule(kind, holdings.cellar)


async def test_what_is_left_of_a_deleted_dataset_goes_at_once(client: Client, holdings: Holdings):
    """The API died between the event and the removal."""
    for key in KEYS:
        await holdings.put(key)
    await told(client, holdings, uploaded(), examples.dataset_deleted())

    found = await rule(RetentionKind.DELETED_FILES, holdings).found(in_days(0))
    gone = await rule(RetentionKind.DELETED_FILES, holdings).remove(in_days(0))

    assert found.count == gone.count == 4
    assert set(found.examples) == KEYS
    assert await holdings.keys() == set()


async def test_what_a_dataset_stands_on_stays(client: Client, holdings: Holdings):
    for key in KEYS:
        await holdings.put(key)
    await told(client, holdings, uploaded())

    for kind in (RetentionKind.DELETED_FILES, RetentionKind.ORPHANED_FILES):
        assert (await rule(kind, holdings).remove(in_days(1000))).count == 0
    assert await holdings.keys() == KEYS


async def test_bytes_that_another_owner_has_too_stay(client: Client, holdings: Holdings):
    """Deleting one's own takes nothing from anybody."""
    for key in KEYS:
        await holdings.put(key)
    other = uploaded(dataset_id=examples.CAUSE, owner_id="joana")
    await told(client, holdings, uploaded(), other, examples.dataset_deleted())

    gone = await rule(RetentionKind.DELETED_FILES, holdings).remove(in_days(0))

    assert gone.count == 0
    assert await holdings.keys() == KEYS


async def test_examples_stay_until_the_run_that_learns_from_them_is_over(
    client: Client, holdings: Holdings
):
    """An administrator deleted the dataset, or somebody asked for a run that very moment."""
    for key in KEYS:
        await holdings.put(key)
    requested = examples.run_requested(examples_sha256=EXAMPLES)
    await told(client, holdings, uploaded(), requested, examples.dataset_deleted())
    deleted = rule(RetentionKind.DELETED_FILES, holdings)

    assert (await deleted.remove(in_days(0))).count == 3
    assert await holdings.keys() == {examples_key(EXAMPLES)}

    await told(client, holdings, examples.cancel_requested())
    assert (await deleted.remove(in_days(0))).count == 1


async def test_bytes_that_no_dataset_names_go_after_a_day(client: Client, holdings: Holdings):
    """An upload stores them before it says so in the log: a day is time enough."""
    key = await holdings.put(upload_key(FILE))
    await told(client, holdings, uploaded(dataset_id=examples.CAUSE, file_sha256=hash_of("other")))
    orphans = rule(RetentionKind.ORPHANED_FILES, holdings)

    assert (await orphans.remove(in_days(0.9))).count == 0
    found = await orphans.found(in_days(1.1))
    assert (found.count, found.examples) == (1, [key])
    assert (await orphans.remove(in_days(1.1))).count == 1
    assert await holdings.keys() == set()


async def test_an_upload_that_stores_the_same_bytes_meanwhile_keeps_them(
    client: Client, holdings: Holdings
):
    """Whoever stores holds the lock: the removal waits, and then finds them named."""
    key = await holdings.put(upload_key(FILE))
    [stored] = await holdings.cellar.unneeded(deleted=False)
    async with projecting.projecting(client, holdings.url, TrainingProjection()):
        async with holdings.engine.begin() as uploading:
            await uploading.execute(files.LOCK, {"key": tables.bytes_lock(FILE)})
            removing = asyncio.create_task(holdings.cellar.remove(stored))
            await until(lambda: blocked(holdings))
            await holdings.put(key, b"bytes")
            await projecting.publish_events(client, [uploaded()])
        assert not await removing
    assert await holdings.keys() == {key}


async def blocked(holdings: Holdings) -> bool:
    query = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with holdings.engine.connect() as tx:
        return bool(await tx.scalar(query))


async def test_bytes_that_were_put_again_are_not_those_that_were_to_go(
    client: Client, holdings: Holdings
):
    """They are of an upload that is not in the log yet, and whose process may come to it."""
    await holdings.put(upload_key(FILE))
    [stored] = await holdings.cellar.unneeded(deleted=False)
    await holdings.put(upload_key(FILE), b"again, and longer")

    assert not await holdings.cellar.remove(stored)


async def test_nothing_goes_while_the_tables_are_behind_the_log(
    client: Client, holdings: Holdings, monkeypatch: pytest.MonkeyPatch
):
    """They might not know yet who needs it; it is told as failed, and tried again."""
    monkeypatch.setattr(files, "PATIENCE_SECONDS", 0.1)
    await holdings.put(upload_key(FILE))
    await projecting.publish_events(client, [uploaded()])

    gone = await rule(RetentionKind.ORPHANED_FILES, holdings).remove(in_days(2))

    assert (gone.count, gone.failed) == (0, 1)
    assert await holdings.keys() == {upload_key(FILE)}


async def test_a_file_that_cannot_be_removed_does_not_keep_the_others(
    client: Client, holdings: Holdings
):
    """Something lies in its place; the next pass tries again."""
    stuck = await holdings.put(upload_key(FILE))
    other = await holdings.put(report_key(REPORT))
    orphans = rule(RetentionKind.ORPHANED_FILES, holdings)
    await told(
        client,
        holdings,
        uploaded(
            dataset_id=examples.CAUSE,
            file_sha256=hash_of("x"),
            report_sha256=None,
            left_out_sha256=None,
        ),
    )
    remove = holdings.cellar.blobs.delete

    async def failing(key: str) -> None:
        if key == stuck:
            raise PermissionError(key)
        await remove(key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holdings.cellar.blobs, "delete", failing)
        gone = await orphans.remove(in_days(2))
    assert (gone.count, gone.failed) == (1, 1)
    assert await holdings.keys() == {stuck}
    assert other not in await holdings.keys()

    assert (await orphans.remove(in_days(2))).count == 1
