"""What an administrator sets for everybody: in the log first, then where every process reads it.

A process may die between the two, and two may be at it at once: whoever comes to the table last has
read the log last, and whoever starts looks whether anything was left behind.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from api.commands import settings as commands
from api.commands.settings import ChangeSetting, Value
from api.services import Services
from infra import logging, policies
from infra.bus import Recorded, UnavailableError
from infra.tasks import ended
from schemas import presets, subjects
from schemas.base import Actor
from schemas.events.setting import RETENTION, SettingChanged, SettingEvent
from schemas.hyperparameters import Preset
from schemas.limits import LIMITS

log = logging.get(__name__)

SETTINGS = (RETENTION, LIMITS, *map(presets.setting, Preset))
PAUSE_SECONDS = 5.0
"""Until the log or the database, which was away, is asked again."""


async def enact(
    services: Services, setting: str, become: Callable[[Value], Value], actor: Actor
) -> None:
    """Have ``setting`` be what ``become`` makes of what it is."""

    def decide(value: Value | None) -> list[SettingEvent]:
        command = ChangeSetting(actor=actor, setting=setting, value=become(value or {}))
        return commands.change(command, value, services.now())

    written = await services.policies.carry_out(subjects.setting(setting), decide)
    await catch_up(services, setting, written.last_sequence)


async def catch_up(services: Services, setting: str, sequence: int = 0) -> None:
    """Let the table have what the log, at least up to ``sequence``, says last of ``setting``.

    Raises:
        UnavailableError: the log did not answer, or not with all of it.
    """
    async with services.locks.begin() as tx:
        await _alone(tx, setting)
        history = await services.log.complete_history(subjects.setting(setting))
        if sequence and (not history or history[-1].sequence < sequence):
            raise UnavailableError("the log answers with less than it has")
        for last in [one for one in history if isinstance(one.event, SettingChanged)][-1:]:
            await _keep(tx, setting, last)
    services.standing.changed()


async def _keep(tx: AsyncConnection, setting: str, last: Recorded) -> None:
    event = cast("SettingChanged", last.event)
    if event.value != (await policies.values(tx, [setting])).get(setting):
        await policies.keep(tx, setting, event.value, event.actor.id, last.stored_at)


async def _alone(tx: AsyncConnection, setting: str) -> None:
    """Wait until nobody else writes the setting, until the transaction ends."""
    key = func.hashtextextended(f"setting {setting}", 0)
    await tx.execute(select(func.pg_advisory_xact_lock(key)))


@asynccontextmanager
async def caught_up(services: Services) -> AsyncGenerator[None]:
    """Look once, as soon as log and database are there, whether the table lacks anything."""

    async def look() -> None:
        pending = [*SETTINGS]
        while pending:
            try:
                await catch_up(services, pending[-1])
                pending.pop()
            except (SQLAlchemyError, UnavailableError) as error:
                log.warning("settings not looked at", error=str(error).splitlines()[0])
                await asyncio.sleep(PAUSE_SECONDS)

    task = asyncio.create_task(look())
    try:
        yield
    finally:
        await ended([task])
