"""The process that trains: started, listened to, stopped and, if need be, killed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import ValidationError

from infra import logging
from infra.process import die_with_parent
from worker.messages import KEEP, STOP, ChildMessage, Device, child_messages

log = logging.get(__name__)

LINE_LIMIT_BYTES = 16 << 20
"""A report with a large confusion matrix is one line."""
STOP_GRACE_SECONDS = 120.0
"""From ``STOP`` to a checkpoint on disk; a large model's takes a while."""
KEEP_GRACE_SECONDS = 600.0
"""From ``KEEP`` to a model on disk: it may have to be loaded and examined first."""
STALLED_GRACE_SECONDS = 20.0
"""For a child that the watchdog has seen standing still: it probably hears nothing."""
PROBE_SECONDS = 300.0


class Child:
    """One running training process."""

    def __init__(self, process: Process, on_output: Callable[[str], None]) -> None:
        self._process = process
        self._on_output = on_output
        self._asked: set[bytes] = set()
        self._deadline: asyncio.TimerHandle | None = None

    async def messages(self) -> AsyncIterator[ChildMessage]:
        """What the child says, until it ends."""
        assert self._process.stdout is not None  # noqa: S101 - started with a pipe
        async for line in self._process.stdout:
            try:
                yield child_messages.validate_json(line)
            except ValidationError:
                self._on_output(line.decode(errors="replace").rstrip())

    async def ended(self) -> int:
        """The exit status, negative for a signal."""
        return await self._process.wait()

    def stop(self, grace_seconds: float = STOP_GRACE_SECONDS) -> None:
        """Ask for a checkpoint and an orderly end; kill if that takes too long."""
        self._ask(STOP, grace_seconds)

    def keep(self) -> None:
        """Ask for the model of what was learned so far, and an end; kill if that takes too long."""
        self._ask(KEEP, KEEP_GRACE_SECONDS)

    def _ask(self, order: bytes, grace_seconds: float) -> None:
        """Give an order, once; of several deadlines the nearest counts."""
        if self._process.stdin is not None and order not in self._asked:
            self._asked.add(order)
            self._process.stdin.write(order)
        loop = asyncio.get_running_loop()
        if self._deadline is None or loop.time() + grace_seconds < self._deadline.when():
            self.forget_deadline()
            self._deadline = loop.call_later(grace_seconds, self.kill)

    def kill(self) -> None:
        """End the child and whatever it started, at once."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    async def relay_output(self) -> None:
        """Hand over what the child writes to standard error, line by line."""
        assert self._process.stderr is not None  # noqa: S101 - started with a pipe
        async for line in self._process.stderr:
            self._on_output(line.decode(errors="replace").rstrip())

    def forget_deadline(self) -> None:
        """The child has ended: nothing is left to kill."""
        if self._deadline is not None:
            self._deadline.cancel()


@asynccontextmanager
async def started(
    data_dir: Path, job_file: Path, on_output: Callable[[str], None]
) -> AsyncGenerator[Child]:
    """A child at work on ``job_file``; it never outlives the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker.training", "--data-dir", str(data_dir), str(job_file)),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        limit=LINE_LIMIT_BYTES,
        start_new_session=True,
        preexec_fn=die_with_parent,
        env=without_secrets(os.environ),
    )
    child = Child(process, on_output)
    output = asyncio.create_task(child.relay_output())
    try:
        yield child
    finally:
        child.kill()
        await process.wait()
        child.forget_deadline()
        await output


def without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """The child opens other people's files: it gets neither the broker's address nor a token.

    What is told to a collector of traces may hold one, too.
    """
    secret = {"NATS_URL", "DATABASE_URL", "WORKER_TOKEN"}
    return {
        name: value
        for name, value in environment.items()
        if name.removeprefix("AFINA_") not in secret and not name.startswith("OTEL_")
    }


def enlist(device: Device, wanted: int | None) -> Device:
    """``device`` with as many of its kind as a training is to take at once.

    Processors are as many as are asked for; Apple's GPU is always one.
    """
    match device.device:
        case "cuda":
            devices = min(wanted or device.devices, device.devices)
        case "cpu":
            devices = wanted or 1
        case "mps":
            devices = 1
    return device.model_copy(update={"devices": devices})


async def probe_device() -> Device:
    """What this computer can train on.

    Raises:
        RuntimeError: PyTorch does not start here; the message says why.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "worker.training.device"),
        stdout=PIPE,
        stderr=PIPE,
        preexec_fn=die_with_parent,
        env=without_secrets(os.environ),
    )
    async with asyncio.timeout(PROBE_SECONDS):
        output, errors = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"the training device cannot be used: {errors.decode(errors='replace')}")
    return Device.model_validate_json(output.splitlines()[-1])
