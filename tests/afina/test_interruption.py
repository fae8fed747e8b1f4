"""Ctrl-C while a command waits."""

import asyncio
import os
import signal

import pytest

from afina.interruption import unless_interrupted


async def test_ctrl_c_ends_the_wait_alone():
    """The command goes on, and says what it has to say."""
    began = asyncio.Event()

    async def forever() -> str:
        began.set()
        return await asyncio.Future[str]()

    leaving = asyncio.create_task(unless_interrupted(forever()))
    await began.wait()
    os.kill(os.getpid(), signal.SIGINT)
    assert await leaving is None


async def test_what_came_of_the_wait_is_passed_on():
    """An error too."""

    async def answering(answer: str) -> str:
        if answer == "nothing":
            raise ValueError(answer)
        return answer

    assert await unless_interrupted(answering("done")) == "done"
    with pytest.raises(ValueError, match="nothing"):
        await unless_interrupted(answering("nothing"))
