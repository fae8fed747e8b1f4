"""What is done about sign-ins when nobody asks: failures are told of, old counters dropped."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy.exc import SQLAlchemyError

from api.people import counters
from api.services import Services
from infra import logging
from infra.tasks import ended

log = logging.get(__name__)

PAUSE_SECONDS = 5.0


@asynccontextmanager
async def sweeping(services: Services) -> AsyncGenerator[None]:
    """Again and again, until leaving."""

    async def sweep() -> None:
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            try:
                await once(services)
            except SQLAlchemyError as error:
                log.warning("failed sign-ins not told of", error=str(error).splitlines()[0])

    task = asyncio.create_task(sweep())
    try:
        yield
    finally:
        await ended([task])


async def once(services: Services) -> None:
    """Tell of what is due, and drop what is too old."""
    async with services.engine.begin() as tx:
        await counters.forget(tx, services.now())
        await counters.tell_failures(tx, services.now())
