"""Ending tasks that run for ever, finishing those that must, letting others run meanwhile."""

import asyncio
from collections.abc import Collection, Coroutine, Iterable
from itertools import islice
from typing import Any, TypeVar

AGAIN_SECONDS = 0.5
ITEMS_IN_A_TURN = 128

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_RUNNING: set[asyncio.Task[Any]] = set()
"""The event loop itself does not keep its tasks alive."""


async def ended(tasks: Collection[asyncio.Task[Any]]) -> None:
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


async def unhurried(items: Iterable[Item]) -> list[Item]:
    """All ``items``, each of which costs time to come by; others get their turn meanwhile."""
    coming = iter(items)
    found: list[Item] = []
    while part := list(islice(coming, ITEMS_IN_A_TURN)):
        found += part
        await asyncio.sleep(0)
    return found


async def completed(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    """What ``coroutine`` returns; it runs to its end even if whoever waits is cancelled."""
    return await asyncio.shield(kept(coroutine))


def kept(coroutine: Coroutine[Any, Any, Answer]) -> asyncio.Task[Answer]:
    """A task that runs to its end, whoever else forgets it."""
    task = asyncio.create_task(coroutine)
    _RUNNING.add(task)
    task.add_done_callback(_finished)
    return task


def _finished(task: asyncio.Task[Any]) -> None:
    _RUNNING.discard(task)
    if not task.cancelled():
        task.exception()  # nobody may be left to take it
