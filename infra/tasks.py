"""Ending tasks that run for ever."""

import asyncio
from collections.abc import Collection

AGAIN_SECONDS = 0.5


async def ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """Cancel ``tasks`` and return when all are done.

    Asks again: up to Python 3.11 ``asyncio.wait_for``, which drivers use, swallows a cancellation
    that comes together with its result (CPython issue 86296).
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_SECONDS)
    await asyncio.gather(*tasks, return_exceptions=True)
