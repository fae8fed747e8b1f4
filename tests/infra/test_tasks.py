import asyncio

from infra.tasks import ended


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
