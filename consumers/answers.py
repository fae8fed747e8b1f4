"""What the consumers tell, and begin, when the API asks them over NATS; nothing of it is stored."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import psycopg
from nats.aio.client import Client
from nats.aio.msg import Msg
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers import inventory, replays
from consumers.backups import Backups
from consumers.inventory import Model
from consumers.replays import Replays
from consumers.retention.files import TROUBLE
from infra import clock, logging
from infra.settings import Settings
from infra.version import code_version
from schemas import subjects
from schemas.installation import (
    BackupsTold,
    ConsumersTold,
    Installation,
    ReadModelTold,
    ReplayAnswer,
    ReplayWish,
)

log = logging.get(__name__)

HOUR = timedelta(hours=1)


@asynccontextmanager
async def given(
    client: Client, settings: Settings, engine: AsyncEngine, backups: Backups | None
) -> AsyncGenerator[None]:
    """Answer as long as the block lasts."""
    async with replays.kept(settings, engine) as kept:

        async def tell(_: Msg) -> Installation:
            return Installation(told=await _told(settings, kept, backups))

        async def begin(message: Msg) -> ReplayAnswer:
            return await kept.begin(ReplayWish.model_validate_json(message.data))

        answered = (
            (subjects.INSTALLATION, tell, Installation(told=None)),
            (subjects.REPLAY_BEGIN, begin, ReplayAnswer(begun=False)),
        )
        heard = [
            await client.subscribe(subject, queue="consumers", cb=_answering(answer, otherwise))
            for subject, answer, otherwise in answered
        ]
        try:
            yield
        finally:
            if client.is_connected:
                await asyncio.gather(*(each.unsubscribe() for each in heard))


def _answering(
    answer: Callable[[Msg], Awaitable[BaseModel]], otherwise: BaseModel
) -> Callable[[Msg], Awaitable[None]]:
    """Answers each question; ``otherwise`` where database or broker are in trouble."""

    async def respond(message: Msg) -> None:
        try:
            said = await answer(message)
        except (*TROUBLE, psycopg.Error, ValidationError) as error:
            log.warning("not answered", subject=message.subject, error=str(error).strip())
            said = otherwise
        await message.respond(said.model_dump_json().encode())

    return respond


async def _told(settings: Settings, kept: Replays, backups: Backups | None) -> ConsumersTold:
    taken = await inventory.take(settings.database_url, counted=False)
    return ConsumersTold(
        version=code_version(),
        read_models=[_read_model(model) for model in taken.models],
        replaying=taken.replaying,
        replay=await kept.last(),
        backups=None if backups is None else await asyncio.to_thread(_backups, backups),
    )


def _read_model(model: Model) -> ReadModelTold:
    built = model.built
    return ReadModelTold(
        role=model.role.value,
        sequence=model.positions.get("training", 0),
        size_bytes=model.size_bytes,
        code_version=built.code_version if built else None,
        built_at=built.built_at if built else None,
        done=built.done if built else 0,
        total=built.total if built else 0,
    )


def _backups(backups: Backups) -> BackupsTold:
    standing = backups.standing()
    return BackupsTold(
        every_hours=standing.every / HOUR,
        newest=standing.newest if standing.exists else None,
        checked_at=standing.checked_at,
        failed=standing.failed,
        late=standing.is_late(clock.now()),
    )
