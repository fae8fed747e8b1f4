"""Classified sheets that are kept for long enough, and those whose bytes somebody may want."""

from nats.aio.client import Client

from consumers.projections.training import TrainingProjection
from consumers.retention.classifications import ClassificationsRule
from consumers.retention.files import FilesRule
from infra.blobs import classification_folder, portion_key
from schemas import subjects
from schemas.base import Event
from schemas.events.classification import (
    ClassificationCancelled,
    ClassificationCompleted,
    ClassificationDeleted,
)
from schemas.retention import RetentionKind
from tests.consumers import projecting
from tests.consumers.retention.holdings import Holdings, in_days
from tests.schemas import examples
from tests.schemas.examples import CLASSIFICATION

SHEET = f"{classification_folder(CLASSIFICATION)}/sheet.parquet"


async def told(client: Client, holdings: Holdings, *events: Event) -> None:
    await projecting.publish_events(client, events)
    async with projecting.projecting(client, holdings.url, TrainingProjection()):
        await projecting.reached(holdings.url, await holdings.cellar.log.last_sequence())


async def test_an_old_classification_is_told_deleted_and_leaves_no_bytes(
    client: Client, holdings: Holdings
):
    """Not before its time; until then no sweep takes its bytes for nobody's."""
    for key in (SHEET, portion_key(CLASSIFICATION, 0, 3)):
        await holdings.put(key)
    done = examples.classification_told(ClassificationCompleted)
    await told(client, holdings, examples.classification_requested(), done)
    cellar = holdings.cellar
    rule = ClassificationsRule(holdings.engine, cellar.log, cellar.blobs)
    for kind in (RetentionKind.DELETED_FILES, RetentionKind.ORPHANED_FILES):
        assert (await FilesRule(kind, cellar).found(in_days(40))).count == 0
    assert (await rule.remove(in_days(29))).count == 0

    found, gone = await rule.found(in_days(31)), await rule.remove(in_days(31))

    assert (found.count, gone.count, gone.failed) == (1, 1, 0)
    assert await holdings.keys() == set()
    history = await cellar.log.history(subjects.classification(CLASSIFICATION))
    assert isinstance(history[-1].event, ClassificationDeleted)


async def test_what_is_left_of_a_cancelled_one_goes_at_once(client: Client, holdings: Holdings):
    """Its worker may have brought a portion after the API removed the others."""
    await holdings.put(SHEET)
    cancelled = examples.classification_event(ClassificationCancelled)
    await told(client, holdings, examples.classification_requested(), cancelled)

    gone = await FilesRule(RetentionKind.DELETED_FILES, holdings.cellar).remove(in_days(0))

    assert gone.count == 1
    assert await holdings.keys() == set()
