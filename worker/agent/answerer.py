"""Answers with this worker's finished models; training goes first.

The process that answers starts when somebody asks, and ends when nobody has asked for a while.
While a run trains, it leaves the GPU alone and computes with few threads of the processor.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from infra.settings import Settings
from schemas.inference import DeclineCode, Declined, Predicted, Told
from worker.agent import metrics, respondent
from worker.agent.respondent import Posture, Respondent
from worker.agent.workplace import Workplace
from worker.inference.messages import Pace, Predict, Unload
from worker.messages import Device

MOST_WAITING = 256
"""Orders; beyond it nobody would be answered in time."""
MOST_CHARACTERS = 8 << 20
"""Of the texts that wait."""
GRACE_SECONDS = 2.0
"""That a training waits for the GPU."""
UNLOAD_SECONDS = 10.0
BESIDE_GPU_PARTS = 4
"""While a GPU trains, one part in this many of the processors."""


class Answerer:
    """Of one worker."""

    def __init__(self, settings: Settings, workplace: Workplace, device: Device) -> None:
        self._workplace = workplace
        self._device = device
        self._settings = settings
        self._is_training = False
        self._respondent: Respondent | None = None
        self._changing = asyncio.Lock()
        """Held while a process starts or ends."""
        self._characters = 0
        self._waiting = 0
        self._idle: asyncio.TimerHandle | None = None
        self._retirement: asyncio.Task[None] | None = None

    async def predict(
        self,
        run_id: UUID,
        texts: Sequence[str],
        question: str | None = None,
        *,
        patience_seconds: float,
        is_urgent: bool = True,
    ) -> Told:
        """What the run's model answers to each of ``texts``, or why it does not.

        Without an answer after ``patience_seconds`` the worker is busy. What is not urgent is
        answered a few texts at a time, whenever nothing urgent waits.
        """
        model_dir = self._workplace.model(run_id)
        if not (model_dir / "config.json").is_file():
            return Declined(code=DeclineCode.MISSING)
        size = sum(map(len, texts))
        if self._waiting >= MOST_WAITING or self._characters + size > MOST_CHARACTERS:
            return Declined(code=DeclineCode.BUSY)
        order = Predict(
            number=0,
            model_dir=model_dir,
            texts=tuple(texts),
            question=question,
            is_urgent=is_urgent,
            patience_seconds=patience_seconds,
        )
        self._waiting, self._characters = self._waiting + 1, self._characters + size
        try:
            return await self._told(order)
        finally:
            self._waiting, self._characters = self._waiting - 1, self._characters - size
            self._rest()

    async def _told(self, order: Predict) -> Told:
        try:
            async with asyncio.timeout(order.patience_seconds):
                asked = await self._at_work()
                number = asked.next_number()
                told = await asked.ask(order.model_copy(update={"number": number}), number)
        except TimeoutError:
            told = Declined(code=DeclineCode.BUSY)
        outcome = "predicted" if isinstance(told, Predicted) else "declined"
        metrics.PREDICTIONS.labels(outcome).inc(len(order.texts))
        return told or Declined(code=DeclineCode.FAILED)

    async def unload(self, run_id: UUID) -> None:
        """Let go of the run's model, so that its files can be deleted.

        A process that does not do so in time is ended.
        """
        async with self._changing:  # one that is just starting counts, too
            asked = self._respondent
        if asked is None or not asked.lives:
            return
        number = asked.next_number()
        order = Unload(number=number, model_dir=self._workplace.model(run_id))
        try:
            async with asyncio.timeout(UNLOAD_SECONDS):
                await asked.ask(order, number)
        except TimeoutError:
            await self.end()

    @asynccontextmanager
    async def giving_way(self) -> AsyncGenerator[None]:
        """A block in which a run trains: its device is free when it begins."""
        async with self._changing:
            self._is_training = True
            if self._respondent is not None and not self._respondent.posture.processor:
                await self._respondent.end(GRACE_SECONDS)
        self._set_pace()
        try:
            yield
        finally:
            self._is_training = False
            self._set_pace()

    def _set_pace(self) -> None:
        if self._respondent is not None:
            self._respondent.tell(Pace(threads=self._posture.threads))

    async def end(self) -> None:
        """Answer nothing more."""
        if self._idle is not None:
            self._idle.cancel()
        async with self._changing:
            await self._end()

    async def _at_work(self) -> Respondent:
        """The process to ask, started if need be.

        One that began beside a training goes on until nobody waits for it; then another begins,
        with all that is free.
        """
        async with self._changing:
            present, posture = self._respondent, self._posture
            if present is not None and present.lives:
                if present.waiting or present.posture.processor == posture.processor:
                    return present
                await self._end()
            self._respondent = await respondent.started(posture)
            return self._respondent

    async def _end(self) -> None:
        if self._respondent is not None:
            await self._respondent.end()
            self._respondent = None

    @property
    def _posture(self) -> Posture:
        """What may be computed with just now."""
        has_gpu = self._device.device != "cpu"
        threads = self._device.processors
        if self._is_training:
            threads = max(1, threads // BESIDE_GPU_PARTS) if has_gpu else 1
        return Posture(
            processor=not has_gpu or self._is_training,
            threads=threads,
            memory_share=self._settings.inference_memory_share,
            niceness=self._settings.inference_niceness,
        )

    def _rest(self) -> None:
        """End the process when nobody has asked for a while."""
        if self._idle is not None:
            self._idle.cancel()
        loop = asyncio.get_running_loop()
        self._idle = loop.call_later(self._settings.inference_idle_seconds, self._retire)

    def _retire(self) -> None:
        self._retirement = asyncio.create_task(self._end_unless_asked())

    async def _end_unless_asked(self) -> None:
        async with self._changing:
            if not self._waiting:
                await self._end()


@asynccontextmanager
async def opened(
    settings: Settings, workplace: Workplace, device: Device
) -> AsyncGenerator[Answerer]:
    """An answerer until the block ends; its process never outlives it."""
    answerer = Answerer(settings, workplace, device)
    try:
        yield answerer
    finally:
        await answerer.end()
