"""A process that Afina starts: what it is, and that it never outlives its starter."""

import asyncio
import fcntl
import os
import re
import signal
import time
from asyncio import ReadTransport, StreamReader, StreamReaderProtocol
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from infra.process import die_with_parent

LOCK_WAIT_SECONDS = 20.0
LOCK_POLL_SECONDS = 0.05


class ProgramError(Exception):
    """A program could not be started, or ended when it should have served."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """All that is needed to start a process, and to start it again."""

    name: str
    stage: int = 0
    """Higher stages stand on lower ones, and end before them."""
    command: tuple[str, ...]
    environment: Mapping[str, str]
    """The whole of it; nothing is inherited."""
    folder: Path | None = None
    user: int | None = None
    """The user id to run as; only root may set it."""
    stop_signal: signal.Signals = signal.SIGTERM
    """Asks for an orderly end."""
    death_signal: signal.Signals = signal.SIGKILL
    """Sent by the kernel when the starter dies."""
    grace_seconds: float = 10.0
    """How long an orderly end may take."""
    final_codes: tuple[int, ...] = ()
    """Exit codes after which another start would be in vain."""
    inherits: tuple[int, ...] = ()
    """Descriptors of the starter that the process may read."""
    lock: Path | None = None
    """Held by the process and its children for as long as one of them lives."""
    murmur: re.Pattern[str] | None = None
    """Lines that only the log file needs."""


@dataclass(frozen=True, slots=True)
class Life:
    """A program that runs."""

    process: Process
    output: StreamReader
    """What it and its children say; ends when none of them can speak any more."""
    pipe: ReadTransport


async def spawn(program: Program) -> Life:
    """Start ``program`` in a session of its own, so that Ctrl-C reaches its starter alone.

    Raises:
        ProgramError: an earlier process of the same lock does not end, or the file can't be run.
    """
    # A pipe of our own: asyncio's would keep `wait` from returning while a grandchild holds it.
    reading, writing = os.pipe()
    try:
        process = await _spawned(program, writing)
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    output = StreamReader()
    pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: StreamReaderProtocol(output), os.fdopen(reading, "rb", 0)
    )
    return Life(process, output, pipe)


async def _spawned(program: Program, writing: int) -> Process:
    async with _held(program) as descriptors:
        try:
            return await asyncio.create_subprocess_exec(
                *program.command,
                env=program.environment,
                cwd=program.folder,
                user=program.user,
                group=program.user,
                extra_groups=None if program.user is None else [],
                start_new_session=True,
                pass_fds=descriptors,
                stdin=DEVNULL,
                stdout=writing,
                stderr=STDOUT,
                preexec_fn=partial(die_with_parent, program.death_signal),
            )
        except OSError as error:
            raise ProgramError(f"{program.name} cannot be started: {error}") from error


@asynccontextmanager
async def _held(program: Program) -> AsyncGenerator[tuple[int, ...]]:
    """What the child inherits; the kernel frees a lock with the last process that holds it."""
    if program.lock is None:
        yield program.inherits
        return
    descriptor = os.open(program.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        await _acquire(descriptor, program)
        yield (*program.inherits, descriptor)
    finally:
        os.close(descriptor)


async def _acquire(descriptor: int, program: Program) -> None:
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while not locked(descriptor):
        if time.monotonic() > deadline:
            raise ProgramError(f"an earlier {program.name} still holds {program.lock}")
        await asyncio.sleep(LOCK_POLL_SECONDS)


def locked(descriptor: int) -> bool:
    """Whether the lock on an open file is now ours."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


async def output(*command: str | Path, user: int | None = None) -> str:
    """What a short command prints.

    Raises:
        ProgramError: it failed; the message holds what it said.
    """
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C"},
        preexec_fn=die_with_parent,
    )
    try:
        said, _ = await process.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        raise
    if process.returncode != 0:
        raise ProgramError(f"{Path(command[0]).name}: {said.decode(errors='replace').strip()}")
    return said.decode(errors="replace")
