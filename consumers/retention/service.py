"""Retention in the consumers' process: it works by itself, and answers what would go."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.retention import tables
from consumers.retention.classifications import ClassificationsRule
from consumers.retention.files import TROUBLE, Cellar, FilesRule
from consumers.retention.incoming import IncomingRule
from consumers.retention.keeper import BusyError, Keeper
from consumers.retention.read_models import ReadModelsRule
from consumers.retention.rule import Rule
from infra import clock, logging
from infra.blobs import BlobStore
from infra.bus import EventLog
from infra.settings import Settings
from schemas import subjects
from schemas.installation import Cleaning, CleaningWish
from schemas.retention import Preview, RetentionKind

log = logging.get(__name__)


def keeper(
    settings: Settings, client: Client, engine: AsyncEngine, others: Sequence[Rule] = ()
) -> Keeper:
    """All that goes by itself here, and the rules of ``others``."""
    event_log = EventLog(client)
    blobs = BlobStore(settings.blobs_url)
    cellar = Cellar(blobs, engine, event_log)
    rules: list[Rule] = [
        tables.log_lines(engine, event_log),
        tables.notices(engine),
        tables.credentials(engine),
        IncomingRule(settings.data_dir.absolute() / "incoming"),
        ClassificationsRule(engine, event_log, blobs),
        FilesRule(RetentionKind.DELETED_FILES, cellar),
        FilesRule(RetentionKind.ORPHANED_FILES, cellar),
        ReadModelsRule(settings),
    ]
    return Keeper([*rules, *others], engine, event_log, clock.now, settings.retention_hour)


@asynccontextmanager
async def answering(client: Client, keeper: Keeper) -> AsyncGenerator[None]:
    """Answer whoever asks what would go, or wants it to go now, as long as the block lasts."""

    async def answer(message: Msg) -> None:
        try:
            preview = Preview(found=await keeper.preview())
        except TROUBLE as error:
            log.warning("what would go could not be told", error=str(error).strip())
            preview = Preview(found=None)
        await message.respond(preview.model_dump_json().encode())

    async def apply(message: Msg) -> None:
        try:
            wish = CleaningWish.model_validate_json(message.data)
            told = await keeper.apply(wish.actor)
            cleaning = Cleaning(removed=told.removed, unread=told.unread)
        except (*TROUBLE, BusyError, ValidationError) as error:
            log.warning("what is too old was not removed", error=str(error).strip())
            cleaning = Cleaning(removed=None)
        await message.respond(cleaning.model_dump_json().encode())

    heard = [
        await client.subscribe(subjects.RETENTION_PREVIEW, queue="consumers", cb=answer),
        await client.subscribe(subjects.RETENTION_APPLY, queue="consumers", cb=apply),
    ]
    try:
        yield
    finally:
        for each in heard:
            await each.unsubscribe()
