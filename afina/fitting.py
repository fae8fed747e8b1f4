"""One model taught in a folder of this computer, by the process that every worker uses.

OUT/model/         the finished model, with its card and its other formats
OUT/metrics.json   report, rounds, settings and hashes
OUT/log.txt        every line that was told
OUT/work/          checkpoints, until the model is there
"""

import asyncio
import json
import shutil
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, assert_never

from rich.console import Console

from afina import exports, result
from afina.follow import Bars
from afina.words import Words
from api.sentences import Language, sentence
from infra import clock
from schemas.metrics import EpochMetrics
from worker.agent import child
from worker.agent.child import Child
from worker.messages import (
    ChildMessage,
    EpochDone,
    Failed,
    Finished,
    Job,
    Logged,
    MemoryCut,
    ProgressMade,
    Stopped,
    crashed,
)

MODEL, WORK, LOG, METRICS = "model", "work", "log.txt", "metrics.json"

Last = Finished | Stopped | Failed


class Listener(Protocol):
    """Whoever shows what the training process says."""

    def hear(self, message: ChildMessage) -> None:
        """Show one message."""
        ...

    def stopping(self) -> None:
        """The person has asked to stop."""
        ...


@dataclass(slots=True)
class Programs:
    """One line of JSON a message, on standard output."""

    def hear(self, message: ChildMessage) -> None:
        print(message.model_dump_json(), flush=True)

    def stopping(self) -> None:
        """Nothing: the last message tells."""


class Person(Bars):
    """Bars, a line a round, and the result at the end."""

    def __init__(self, console: Console, say: Words, epochs: int, task: str) -> None:
        super().__init__(console, say)
        self.plan(epochs, task)

    def hear(self, message: ChildMessage) -> None:
        if isinstance(message, ProgressMade):
            self.progress(message.model_dump(mode="json"))
        elif isinstance(message, EpochDone):
            self.epoch(message.metrics.model_dump())
        elif isinstance(message, MemoryCut):
            self.memory(message.model_dump())
        elif isinstance(message, Finished):
            self.full()

    def stopping(self) -> None:
        self.note(self._say.fit.stopping)


@dataclass(slots=True)
class Chronicle:
    """What is kept of the training besides its model."""

    path: Path
    """Of the log."""
    epochs: list[EpochMetrics] = field(default_factory=list[EpochMetrics])

    def keep(self, message: ChildMessage) -> None:
        """What is worth a line, or a place in the figures."""
        if isinstance(message, Logged):
            self.write(message.level.value, message.text)
        elif isinstance(message, EpochDone):
            self.epochs.append(message.metrics)
        elif isinstance(message, Failed):
            self.write("error", message.detail)

    def write(self, level: str, text: str) -> None:
        """One entry, with its time; a disk without room for it must not hide how things end."""
        entry = f"{clock.now().isoformat(timespec='seconds')} {level}: {text}\n"
        with suppress(OSError), self.path.open("a", encoding="utf-8") as log:
            log.write(entry)


async def taught(job: Job, out: Path, listener: Listener) -> tuple[Last, list[EpochMetrics]]:
    """Train as ``job`` says, listened to; how it ended, and what every round measured.

    The first Ctrl-C asks for a checkpoint, a second one ends at once.
    """
    job.work_dir.mkdir(parents=True, exist_ok=True)
    job_file = job.work_dir / "job.json"
    job_file.write_text(job.model_dump_json(indent=2), encoding="utf-8")
    chronicle = Chronicle(out / LOG)
    told = child.started(out, job_file, lambda line: chronicle.write("warning", line))
    async with told as process:
        with _interruptible(_stopper(process, listener)):
            last = await _followed(process, listener, chronicle)
    listener.hear(last)
    chronicle.keep(last)
    return last, chronicle.epochs


async def _followed(process: Child, listener: Listener, chronicle: Chronicle) -> Last:
    last: Last | None = None
    async for message in process.messages():
        if isinstance(message, Finished | Stopped | Failed):
            last = message
        else:
            chronicle.keep(message)
            listener.hear(message)
    status = await process.ended()
    return last or crashed(status)


def _stopper(process: Child, listener: Listener) -> Callable[[], None]:
    """What Ctrl-C does: ask once, then insist."""
    asked = False

    def stop() -> None:
        nonlocal asked
        if asked:
            process.kill()
        else:
            process.stop()
            listener.stopping()
        asked = True

    return stop


def _interruptible(stop: Callable[[], None]) -> ExitStack:
    """Ctrl-C, and a polite end by whoever runs us, call ``stop`` within the block."""
    loop, block = asyncio.get_running_loop(), ExitStack()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop)
        block.callback(loop.remove_signal_handler, sign)
    return block


def conclude(job: Job, out: Path, facts: dict[str, Any]) -> None:
    """Write the figures, and let the checkpoints go."""
    (out / METRICS).write_text(json.dumps(facts, indent=2, ensure_ascii=False), encoding="utf-8")
    shutil.rmtree(job.work_dir)


def show(last: Last, out: Path, console: Console, say: Words) -> None:
    """The end of it, for a person."""
    match last:
        case Finished():
            console.print()
            console.print(result.drawn(last.report, say))
            console.print()
            if last.model.exports:
                console.print(exports.drawn(last.model.exports, say))
                console.print()
            _print(console, say.fit.written(last.model.path))
        case Stopped():
            _print(console, say.fit.stopped(str(out)))
        case Failed():
            reason = sentence(last.code, Language(say.language), last.params)
            _print(console, say.train.failed(reason))
            _print(console, say.fit.log(str(out / LOG)))
        case _:
            assert_never(last)


def _print(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)
