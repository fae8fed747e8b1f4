import asyncio

import pytest

from infra.tasks import completed, ended


async def test_a_task_that_swallows_a_cancellation_is_asked_again():
    """One that is lost on the way ends at the second."""
    heard = 0

    async def deaf() -> None:
        nonlocal heard
        while True:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                heard += 1
                if heard == 2:
                    raise

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)

    await ended([task])

    assert task.cancelled()


async def test_a_task_that_failed_is_ended_already():
    """Its error is not raised again: whoever needed it has seen it."""

    async def failing() -> None:
        raise ValueError

    task = asyncio.create_task(failing())
    await asyncio.wait([task])

    await ended([task])


async def test_what_must_be_completed_is_though_nobody_waits_any_more():
    """As often as whoever waits is cancelled."""
    begun, go_on, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await go_on.wait()
        done.set()

    waiting = asyncio.create_task(completed(work()))
    await begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go_on.set()

    async with asyncio.timeout(20):
        await done.wait()


async def test_a_completed_answer_or_failure_is_passed_on():
    """To whoever still waits for it."""

    async def fail() -> None:
        raise ZeroDivisionError

    assert await completed(asyncio.sleep(0, "answer")) == "answer"
    with pytest.raises(ZeroDivisionError):
        await completed(fail())
