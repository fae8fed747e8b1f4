"""What a training on the processor loses while a model on the same computer is asked.

One training runs all the time; windows in which somebody asks alternate with windows of quiet, so
that whatever else the computer does falls on both alike.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import psutil
from transformers import BertModel

from benchmarks.inference import model
from infra.settings import Settings
from schemas.inference import Predicted
from tests.worker.inference.models import WORDS
from tests.worker.training import small
from worker.agent import answerer, child
from worker.agent.answerer import Answerer
from worker.agent.attempt import JOB_FILE
from worker.agent.workplace import Workplace
from worker.messages import Job, ProgressMade

PATIENCE_SECONDS = 120.0
REPORT_SECONDS = 300.0
"""Without a word the training is over, and nothing more can be measured."""
SETTLE_SECONDS = 2.0
"""After a change, before a window is measured."""


@dataclass(slots=True)
class Course:
    """How far the training is."""

    step: int = 0
    at: float = 0.0
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self) -> tuple[int, float]:
        """The step of the next report, and when it came."""
        self.moved.clear()
        async with asyncio.timeout(REPORT_SECONDS):
            await self.moved.wait()
        return self.step, self.at


@dataclass(frozen=True, slots=True)
class Loss:
    """Of one rhythm of asking."""

    quiet: list[float]
    """Steps a second of each window."""
    asked: list[float]
    answered: int
    seconds: float
    """Of all windows in which was asked."""
    processor_share: float
    """Of the processors' time that both had in these windows, what the answers took."""

    @property
    def share(self) -> float:
        """Of the training's speed that is lost."""
        return 1 - sum(self.asked) / sum(self.quiet)


async def measured(
    folder: Path, *, pause_seconds: float, windows: int, window_seconds: float, niceness: int = 14
) -> Loss:
    """Somebody asks, reads for ``pause_seconds``, and asks again."""
    settings = Settings.model_validate(
        {"NATS_URL": "", "data_dir": folder, "inference_niceness": niceness}
    )
    workplace, run_id = Workplace.prepare(settings), uuid4()
    model.save(workplace.model(run_id), "small")
    device = await child.probe_device()
    loss = Loss([], [], 0, 0.0, 0.0)
    answered, seconds, taken, trained = 0, 0.0, 0.0, 0.0
    async with (
        answerer.opened(settings, workplace, device) as answering,
        answering.giving_way(),
        _training(workplace) as course,
    ):
        await answering.predict(run_id, [model.TEXT], patience_seconds=PATIENCE_SECONDS)
        for _ in range(windows):
            loss.quiet.append(await _speed(course, window_seconds))
            asker = _Asker(answering, run_id, pause_seconds)
            asking = asyncio.create_task(asker.ask())
            began, before = perf_counter(), _processor_seconds()
            loss.asked.append(await _speed(course, window_seconds))
            seconds += perf_counter() - began
            after = _processor_seconds()
            taken += after["worker.inference"] - before["worker.inference"]
            trained += after["worker.training"] - before["worker.training"]
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
            answered += asker.answered
    return Loss(loss.quiet, loss.asked, answered, seconds, taken / (taken + trained))


def _processor_seconds() -> dict[str, float]:
    """What each of the two processes has used up so far."""
    return {
        each.cmdline()[2]: each.cpu_times().user + each.cpu_times().system
        for each in psutil.Process().children()
        if each.cmdline()[1:2] == ["-m"]
    }


async def _speed(course: Course, seconds: float) -> float:
    """Steps a second, between two reports."""
    await asyncio.sleep(SETTLE_SECONDS)
    first, began = await course.next()
    await asyncio.sleep(seconds)
    last, ended = await course.next()
    return (last - first) / (ended - began)


@dataclass(slots=True)
class _Asker:
    answerer: Answerer
    run_id: object
    pause_seconds: float
    answered: int = 0

    async def ask(self) -> None:
        """For ever."""
        while True:
            told = await self.answerer.predict(
                self.run_id, [model.TEXT], patience_seconds=PATIENCE_SECONDS
            )
            self.answered += isinstance(told, Predicted)
            await asyncio.sleep(self.pause_seconds)


@asynccontextmanager
async def _training(workplace: Workplace) -> AsyncGenerator[Course]:
    """A training of an encoder that is as large as the model that is asked, at its steps."""
    base = workplace.data_dir / "base"
    BertModel(model.config("small"), add_pooling_layer=False).save_pretrained(base)
    small.tokenizer(WORDS, model.POSITIONS).save_pretrained(base)
    gently = {"learning_rate": 1e-6, "early_stopping_patience": None, "batch_size": 32}
    job = small.job(workplace.run(uuid4()), base, count=4000, epochs=100, **gently)
    course = Course()
    async with child.started(workplace.data_dir, _written(job), lambda _: None) as process:
        following = asyncio.create_task(_follow(process.messages(), course))
        while course.step < 2:
            await course.next()
        yield course
        following.cancel()


def _written(job: Job) -> Path:
    path = job.work_dir / JOB_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(job.model_dump_json())
    return path


async def _follow(messages: AsyncIterator[object], course: Course) -> None:
    async for message in messages:
        if isinstance(message, ProgressMade) and message.step:
            course.step, course.at = message.step, perf_counter()
            course.moved.set()
