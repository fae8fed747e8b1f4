"""One process of a system under test, and what signals do to it."""

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from infra.process import die_with_parent
from tests.faults import standin
from tests.faults.link import Link

ENDS_SECONDS = 60
"""Far more than an orderly end takes."""


class Room:
    """A program that can be started again and again, and the links that it speaks over."""

    def __init__(
        self, name: str, module: Sequence[str], environment: Mapping[str, str], journal: Path
    ) -> None:
        self.name = name
        self.broker: Link
        """Between the program and NATS."""
        self.database: Link
        """Between the program and PostgreSQL; workers have none."""
        self._command = (sys.executable, "-m", *module)
        self._environment = environment
        self._journal = journal
        self._process: Process | None = None

    @property
    def process(self) -> Process:
        assert self._process is not None, f"{self.name} was not started"
        return self._process

    @property
    def lives(self) -> bool:
        return self._process is not None and self._process.returncode is None

    def said(self) -> str:
        """All that it has written, in every life."""
        return self._journal.read_text() if self._journal.exists() else ""

    def last_words(self) -> str:
        """The last line that it has written."""
        return self.said().rstrip().rpartition("\n")[2]

    async def start(self) -> None:
        with self._journal.open("ab") as journal:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                env=self._environment,
                stdout=journal,
                stderr=journal,
                preexec_fn=die_with_parent,
            )

    def family(self) -> list[psutil.Process]:
        """The process and whatever it started."""
        if not self.lives:
            return []
        with suppress(psutil.NoSuchProcess):
            own = psutil.Process(self.process.pid)
            return [own, *own.children(recursive=True)]
        return []

    def signal(self, sig: signal.Signals) -> None:
        """To the whole family, as when a computer stops."""
        for process in self.family():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(sig)

    def pause(self) -> None:
        self.signal(signal.SIGSTOP)

    def resume(self) -> None:
        self.signal(signal.SIGCONT)

    async def kill(self) -> None:
        """As a power cut does."""
        self.signal(signal.SIGKILL)
        await self.process.wait()

    async def ended(self) -> int:
        """The exit status, once the process has ended by itself."""
        async with asyncio.timeout(ENDS_SECONDS):
            return await self.process.wait()

    async def terminate(self) -> int:
        """Ask for an orderly end; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(ENDS_SECONDS):
            return await self.process.wait()


@asynccontextmanager
async def ending(room: Room) -> AsyncGenerator[Room]:
    """Nothing of the room is left after the block."""
    try:
        yield room
    finally:
        if room.lives:
            await room.kill()


def environment(**told: str) -> dict[str, str]:
    """This process's, without addresses of other servers, and with what is ``told``."""
    inherited = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    own = {
        "PYTHONUNBUFFERED": "1",
        "PYTHONPATH": os.pathsep.join(sys.path),
        "AFINA_BASE_MODELS": json.dumps(standin.MODELS),
    }
    return inherited | own | told
