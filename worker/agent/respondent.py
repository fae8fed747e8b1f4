"""The process that answers with finished models: started, asked, listened to, ended."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass

from infra import logging
from infra.process import die_with_parent
from schemas.inference import DeclineCode, Declined, Told
from worker.agent.child import LINE_LIMIT_BYTES, without_secrets
from worker.inference.messages import Order, Reply

log = logging.get(__name__)

NO_GPU = {"CUDA_VISIBLE_DEVICES": "-1"}
"""A process that only sees a GPU takes hundreds of megabytes of it."""


@dataclass(frozen=True, slots=True)
class Posture:
    """What a respondent computes with."""

    processor: bool
    """Whether it leaves every other device alone."""
    threads: int
    memory_share: float
    """Of the device's, for loaded models."""
    niceness: int
    """How far it stands back for the computer's other processes."""

    @property
    def arguments(self) -> list[str]:
        own = ("--threads", self.threads, "--memory-share", self.memory_share)
        told = [str(each) for each in (*own, "--niceness", self.niceness)]
        return [*told, "--processor"] if self.processor else told


class Respondent:
    """One running process. Whoever asks it hears something in any case, also when it ends."""

    def __init__(self, process: Process, posture: Posture) -> None:
        self.posture = posture
        self._process = process
        self._waiting: dict[int, asyncio.Future[Told | None]] = {}
        self._last_number = 0
        self._loss = Declined(code=DeclineCode.FAILED)
        """What is said to those who wait when it ends."""
        self._tasks = [asyncio.create_task(self._listen()), asyncio.create_task(self._relay())]

    @property
    def lives(self) -> bool:
        return self._process.returncode is None and not self._tasks[0].done()

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return len(self._waiting)

    def next_number(self) -> int:
        """For the next order that is replied to."""
        self._last_number += 1
        return self._last_number

    def tell(self, order: Order) -> None:
        """Give an order; a process that has just ended does not hear it."""
        if self._process.stdin is not None and self.lives:
            self._process.stdin.write(order.model_dump_json().encode() + b"\n")

    async def ask(self, order: Order, number: int) -> Told | None:
        """Give the order ``number`` and wait for what comes of it."""
        if not self.lives:
            return self._loss
        reply = asyncio.get_running_loop().create_future()
        self._waiting[number] = reply
        self.tell(order)
        try:
            return await reply
        finally:
            self._waiting.pop(number, None)

    async def end(self, grace_seconds: float = 0.0) -> None:
        """End it, once those who wait are answered or have waited so long; they may try again."""
        waiting = list(self._waiting.values())
        if waiting and grace_seconds:
            await asyncio.wait(waiting, timeout=grace_seconds)
        self._loss = Declined(code=DeclineCode.BUSY)
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        await asyncio.gather(*self._tasks)

    async def _listen(self) -> None:
        assert self._process.stdout is not None  # noqa: S101 - started with a pipe
        try:
            async for line in self._process.stdout:
                reply = Reply.model_validate_json(line)
                if (waiting := self._waiting.get(reply.number)) and not waiting.done():
                    waiting.set_result(reply.told)
        finally:
            for waiting in self._waiting.values():
                if not waiting.done():
                    waiting.set_result(self._loss)

    async def _relay(self) -> None:
        """Log what the process says about itself; it never repeats what it was asked."""
        assert self._process.stderr is not None  # noqa: S101 - started with a pipe
        async for line in self._process.stderr:
            log.warning("inference", said=line.decode(errors="replace").rstrip())


async def started(posture: Posture) -> Respondent:
    """A respondent that hears orders at once, and answers when it has loaded."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker.inference", *posture.arguments),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        limit=LINE_LIMIT_BYTES,
        start_new_session=True,
        preexec_fn=die_with_parent,
        env=without_secrets(os.environ) | (NO_GPU if posture.processor else {}),
    )
    return Respondent(process, posture)
