"""Answers to a sheet's texts, portion by portion; what is stored is never answered again.

How far it is says the API, by what it has. So whoever dies on the way, the next round goes on
after the last portion that arrived.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Protocol
from uuid import UUID

import pyarrow.parquet as pq

from infra import logging
from schemas.classification import Portion
from schemas.errands import PORTION_BYTES, ClassificationToDo
from schemas.events.classification import ClassificationFailureCode
from schemas.inference import MOST_TEXTS, DeclineCode, Predicted, Prediction, Told

log = logging.get(__name__)

PORTION_ROWS = 1_000
PORTION_SECONDS = 5.0
"""After which what is answered is brought, so that little is lost and progress is seen."""
MOST_BYTES = PORTION_BYTES // 2
PATIENCE_SECONDS = 120.0
BUSY_SECONDS = 2.0
"""Before a worker that has too much to do is asked again."""
TRIES = 3
"""Of the same texts, before they are given up."""
NOTHING = Prediction(answers=(), given=0)


class Answering(Protocol):
    """Whoever holds finished models."""

    async def predict(
        self,
        run_id: UUID,
        texts: Sequence[str],
        question: str | None = None,
        *,
        patience_seconds: float,
        is_urgent: bool = True,
    ) -> Told:
        """What the run's model answers to each of ``texts``, or why it does not."""
        ...


class Keeping(Protocol):
    """Whoever keeps the answers."""

    async def store(self, job: ClassificationToDo, start: int, portion: Portion) -> int:
        """Keep the answers to the rows from ``start`` on; from where to go on."""
        ...


class FailedError(Exception):
    """There will be no answers."""

    def __init__(self, code: ClassificationFailureCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code


@dataclass(frozen=True, slots=True)
class Classification:
    """One sheet's turn."""

    job: ClassificationToDo
    texts: Path
    """The Parquet file of all of them."""
    desk: Keeping
    answering: Answering

    async def run(self) -> None:
        """Answer to what is not answered yet.

        Raises:
            FailedError: the model cannot.
            NotOursError: the sheet is taken away, or the grant has run out.
            httpx.HTTPError: the API is away.
        """
        reached = self.job.rows_answered
        while reached < self.job.rows:
            rows = await asyncio.to_thread(read, self.texts, reached, PORTION_ROWS)
            portion = await self._portion(rows)
            reached = await self.desk.store(self.job, reached, portion)
            log.info("classified", rows=reached, of=self.job.rows)

    async def _portion(self, rows: Sequence[str]) -> Portion:
        """Answers to the first of ``rows``: as many as come in a while, and fit in a message."""
        began, size, made = monotonic(), 0, list[Prediction]()
        for start in range(0, len(rows), MOST_TEXTS):
            told = await self._answers(rows[start : start + MOST_TEXTS])
            made += told
            size += sum(len(one.model_dump_json()) for one in told)
            if monotonic() - began > PORTION_SECONDS or size > MOST_BYTES:
                break
        return Portion(predictions=tuple(made))

    async def _answers(self, rows: Sequence[str]) -> list[Prediction]:
        """One to each of ``rows``; of empty ones nothing is asked."""
        texts = [text for text in rows if text]
        found = iter(await self._asked(texts) if texts else ())
        return [next(found) if text else NOTHING for text in rows]

    async def _asked(self, texts: Sequence[str]) -> Sequence[Prediction]:
        """The predictions; a busy worker is asked until it is not.

        Raises:
            FailedError: there is no such model, or its process died of the texts.
        """
        failures = 0
        while True:
            told = await self.answering.predict(
                self.job.run_id, texts, patience_seconds=PATIENCE_SECONDS, is_urgent=False
            )
            if isinstance(told, Predicted):
                return told.predictions
            match told.code:
                case DeclineCode.MISSING | DeclineCode.DAMAGED:
                    raise FailedError(ClassificationFailureCode.MODEL_MISSING, told.code.value)
                case DeclineCode.BUSY:
                    await asyncio.sleep(BUSY_SECONDS)
                case DeclineCode.FAILED | DeclineCode.TOO_LARGE | DeclineCode.UNREADABLE:
                    failures += 1
                    if failures == TRIES:
                        raise FailedError(ClassificationFailureCode.CRASHED, told.code.value)


def read(path: Path, start: int, most: int) -> list[str]:
    """At most so many of the texts in ``path``, from row ``start`` on."""
    found: list[str] = []
    with pq.ParquetFile(path) as file:
        before = 0
        for number in range(file.num_row_groups):
            rows = file.metadata.row_group(number).num_rows
            if before + rows > start:
                column = file.read_row_group(number).column(0)
                found += column.slice(max(0, start - before), most - len(found)).to_pylist()
            before += rows
            if len(found) == most:
                break
    return found
