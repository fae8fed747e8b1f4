"""Ctrl-C as an answer: a wait that a person may leave."""

import asyncio
import signal
from collections.abc import Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


async def unless_interrupted(waiting: Coroutine[Any, Any, Result]) -> Result | None:
    """What came of the wait; None when the person pressed Ctrl-C, which ends the wait alone."""
    task = asyncio.create_task(waiting)
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, task.cancel)
    try:
        await asyncio.wait({task})
    finally:
        loop.remove_signal_handler(signal.SIGINT)
    return None if task.cancelled() else task.result()
