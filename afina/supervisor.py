"""Keeps programs running: starts again who dies, and ends all of them in an orderly way."""

import asyncio
import os
import signal
import time
from asyncio import StreamReader
from asyncio.subprocess import Process
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from afina.journal import Journal
from afina.program import Program, ProgramError, spawn

FIRST_DELAY_SECONDS = 0.25
LONGEST_DELAY_SECONDS = 15.0
HEALTHY_SECONDS = 10.0
"""A program that ran this long starts again without growing delay."""
READY_SECONDS = 60.0
READY_POLL_SECONDS = 0.02
LAST_LINES = 15
LAST_WORDS_SECONDS = 1.0
"""What a dead program's output is still waited for."""
PIPE_BYTES = 1 << 16

Ready = Callable[[], Awaitable[bool]]


class Child:
    """One program, its present process and its output."""

    def __init__(self, program: Program, journal: Journal) -> None:
        self.program = program
        self.process: Process | None = None
        self.deaths = 0
        self._journal = journal
        self._last: deque[str] = deque(maxlen=LAST_LINES)
        self._stopping = asyncio.Event()
        self._task = asyncio.create_task(self._keep(), name=program.name)

    async def ready(self, answers: Ready) -> None:
        """Return once the program answers.

        Raises:
            ProgramError: it ended before, or took too long.
        """
        deadline = time.monotonic() + READY_SECONDS
        while not await answers():
            if self.deaths:
                raise ProgramError(self._epitaph("ended at once"))
            if time.monotonic() > deadline:
                raise ProgramError(self._epitaph("does not answer"))
            await asyncio.sleep(READY_POLL_SECONDS)

    def _epitaph(self, what: str) -> str:
        return "\n  ".join([f"{self.program.name} {what}. Its last words:", *self._last])

    async def stop(self) -> None:
        """Ask for an end, wait for it, and enforce it after the grace."""
        self._stopping.set()
        self._signal(self.program.stop_signal)
        try:
            await asyncio.wait_for(asyncio.shield(self._task), self.program.grace_seconds)
        except TimeoutError:
            self._journal.line("afina", f"{self.program.name} does not end, killing it")
            self._signal(signal.SIGKILL)
            await self._task

    def _signal(self, sig: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            with suppress(ProcessLookupError):
                self.process.send_signal(sig)

    async def _keep(self) -> None:
        """Run the program until a stop; a short life makes the next start wait longer."""
        delay = FIRST_DELAY_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            cause = await self._live()
            if self._stopping.is_set():
                return
            self.deaths += 1
            if self._is_final():
                self._journal.line("afina", f"{self.program.name} ended for good ({cause})")
                return
            if time.monotonic() - began > HEALTHY_SECONDS:
                delay = FIRST_DELAY_SECONDS
            self._journal.line(
                "afina", f"{self.program.name} ended ({cause}), starts again in {delay:g} s"
            )
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
            delay = min(2 * delay, LONGEST_DELAY_SECONDS)

    def _is_final(self) -> bool:
        """Whether the program's last end says that another start would be in vain."""
        process = self.process
        return process is not None and process.returncode in self.program.final_codes

    async def _live(self) -> str:
        """One life of the program: what ended it."""
        try:
            life = await spawn(self.program)
        except ProgramError as error:
            self._last.append(str(error))
            return str(error)
        self.process = process = life.process
        if self._stopping.is_set():
            self._signal(self.program.stop_signal)
        listening = asyncio.create_task(self._listen(life.output))
        code = await process.wait()
        # Whatever it left in its process group must not go on, nor hold the pipe open.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await asyncio.wait([listening], timeout=LAST_WORDS_SECONDS)
        listening.cancel()
        life.pipe.close()
        return signal.Signals(-code).name if code < 0 else f"code {code}"

    async def _listen(self, output: StreamReader) -> None:
        """Pass every line on, however long it is."""
        rest = b""
        while chunk := await output.read(PIPE_BYTES):
            *lines, rest = (rest + chunk).split(b"\n")
            for line in lines:
                self._say(line)
        if rest:
            self._say(rest)

    def _say(self, line: bytes) -> None:
        text = line.decode(errors="replace").rstrip()
        self._last.append(text)
        murmur = self.program.murmur
        self._journal.line(
            self.program.name, text, murmur=murmur is not None and bool(murmur.search(text))
        )


class Supervisor:
    """The programs of one stack, in the order in which they were started."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.children: list[Child] = []

    async def start(self, program: Program, ready: Ready | None = None) -> Child:
        """Start ``program`` and keep it; with ``ready``, return once it answers.

        Raises:
            ProgramError: it does not come to answer.
        """
        child = Child(program, self.journal)
        self.children.append(child)
        if ready is not None:
            await child.ready(ready)
        return child

    async def stop(self) -> None:
        """End everything: the last stage first, its programs at once."""
        for stage in sorted({child.program.stage for child in self.children}, reverse=True):
            ending = [child for child in self.children if child.program.stage == stage]
            await asyncio.gather(*(child.stop() for child in ending))
        self.children.clear()


@asynccontextmanager
async def supervising(journal: Journal) -> AsyncGenerator[Supervisor]:
    """A supervisor whose programs end with the block, however it ends; in order, come what may."""
    supervisor = Supervisor(journal)
    try:
        yield supervisor
    finally:
        stopping = asyncio.create_task(supervisor.stop())
        cancelled = False
        while not stopping.done():
            try:
                await asyncio.wait({stopping})
            except asyncio.CancelledError:
                cancelled = True
        stopping.result()
        if cancelled:
            raise asyncio.CancelledError
