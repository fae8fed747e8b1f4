"""The log's projection: runs, datasets, models, classifications, workers, and the audit trail.

People have no table here: the schema ``access`` is the truth about them.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from consumers.feed import Delivered
from consumers.partition import WHOLE, Partition
from consumers.projections import (
    alerts,
    classifications,
    datasets,
    dead_letters,
    models,
    runs,
    shares,
    workers,
)
from consumers.projections.dead_letters import Letter
from consumers.projections.poison import PoisonError
from consumers.projections.rows import Appendix, Changes, Connection, Rows
from consumers.projections.told import Told, read_message
from infra.tasks import unhurried
from schemas import subjects, tables
from schemas.events.catalogue import LoggedEvent
from schemas.events.classification import ClassificationEventBase
from schemas.events.dataset import DatasetEventBase
from schemas.events.model import ModelEventBase
from schemas.events.run import AttemptEvent, EpochCompleted, RunEvent, RunEventBase, RunRequested
from schemas.events.setting import SettingEventBase
from schemas.events.user import UserEventBase
from schemas.events.worker import WorkerEventBase

LARGEST = 2**31 - 1
"""Number in a column of integers."""


class TrainingProjection:
    """Folds TRAINING. Gaps in its sequences are refused: nothing is ever deleted from it."""

    name: ClassVar = "training"
    stream: ClassVar = subjects.TRAINING
    contiguous: ClassVar = True

    def __init__(self, *, announce: bool = True, partition: Partition = WHOLE) -> None:
        self.channel = tables.TRAINING_CHANNEL if announce else None
        self.partition = partition
        self._runs = runs.RunTables.empty()
        self._datasets = datasets.DatasetTables.empty()
        self._workers = Rows(tables.workers)
        self._alerts = Rows(tables.alerts)
        self._shares = Rows(tables.shares)
        self._models = Rows(tables.trained_models)
        self._classifications = Rows(tables.classifications)
        self._audit = Appendix(tables.audit)

    async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
        """The effect of ``batch`` on the tables; what it needs of them is read if it is not held.

        What is no event, or one of a type that only a newer version knows, has no effect and is set
        aside, and so is what is told of a run that nobody asked for: whoever writes thousands of
        them holds nobody up.

        Raises:
            PoisonError: an event cannot follow the ones before it.
        """
        read = await unhurried(map(read_message, batch))
        told = [one.event for one in read if isinstance(one, Told)]
        await self._load(connection, told)
        folded = await unhurried(map(self._fold, zip(batch, read, strict=True)))
        trail = [one for one in folded if not isinstance(one, Letter)]
        letters = [one for one in folded if isinstance(one, Letter)]
        return Changes(
            upserts=[
                *dead_letters.set_aside(self.name, letters),
                *(upsert for rows in self._all_rows() for upsert in rows.changes()),
            ],
            appends=self._audit.changes(trail),
        )

    def forget(self) -> None:
        """Hold nothing of the tables: the last effect may not have been written."""
        for rows in self._all_rows():
            rows.forget()

    def _all_rows(self) -> tuple[Rows, ...]:
        run_tables = self._runs
        return (
            run_tables.runs,
            run_tables.attempts,
            run_tables.epochs,
            self._datasets.datasets,
            self._datasets.versions,
            self._workers,
            self._alerts,
            self._shares,
            self._models,
            self._classifications,
        )

    async def _load(self, connection: Connection, events: Sequence[LoggedEvent]) -> None:
        run_ids = {event.run_id for event in events if isinstance(event, RunEventBase)}
        dataset_ids = {event.dataset_id for event in events if isinstance(event, DatasetEventBase)}
        worker_ids = {event.worker_id for event in events if isinstance(event, WorkerEventBase)}
        await self._runs.runs.load(connection, run_ids)
        await self._runs.attempts.load(connection, run_ids)
        await self._datasets.datasets.load(connection, dataset_ids)
        await self._workers.load(connection, worker_ids)
        model_ids = {event.run_id for event in events if isinstance(event, ModelEventBase)}
        await self._shares.load(connection, dataset_ids | model_ids)
        await self._models.load(connection, model_ids)
        classification_ids = {
            event.classification_id
            for event in events
            if isinstance(event, ClassificationEventBase)
        }
        await self._classifications.load(connection, classification_ids)
        alerting = {found for event in events if (found := alerts.touched(event)) is not None}
        await self._alerts.load(connection, alerting)

    def _fold(self, item: tuple[Delivered, Told | Letter]) -> bytes | Letter:
        """Fold what was read of a message; its line of the audit trail, unless it is set aside."""
        message, told = item
        if isinstance(told, Letter):
            return told
        event = told.event
        if isinstance(event, RunEventBase) and self._is_of_nothing(event):
            reason = f"a run begins with RunRequested, not {type(event).__name__}"
            return dead_letters.poison(message, reason)
        if isinstance(event, AttemptEvent) and _is_beyond_all_numbers(event):
            return dead_letters.poison(message, "no attempt or epoch has such a number")
        return self._fold_event(told)

    def _is_of_nothing(self, event: RunEventBase) -> bool:
        """Whether nobody has asked for the run."""
        return not isinstance(event, RunRequested) and self._runs.runs.get(event.run_id) is None

    def _fold_event(self, told: Told) -> bytes:
        """Fold one event into its rows; its line of the audit trail, in the words of its time."""
        event, sequence, at = told.event, told.sequence, told.stored_at
        owner_id: str | None = None
        entity_id: UUID | str
        try:
            if isinstance(event, RunEventBase):
                entity, entity_id = "run", event.run_id
                owner_id = self._fold_run(event, sequence, at)
            elif isinstance(event, WorkerEventBase):
                entity, entity_id = "worker", event.worker_id
                workers.fold(self._workers, event, sequence, at)
                alerts.fold_worker(self._alerts, event, sequence, at)
            elif isinstance(event, UserEventBase):
                entity, entity_id, owner_id = "user", event.user_id, event.user_id
            elif isinstance(event, SettingEventBase):
                entity, entity_id = "setting", event.setting
            elif isinstance(event, ModelEventBase):
                entity, entity_id, owner_id = "model", event.run_id, event.owner_id
                shares.fold_model(self._shares, event, sequence, at)
                models.fold(self._models, event, sequence, at)
            elif isinstance(event, ClassificationEventBase):
                entity, entity_id, owner_id = (
                    "classification",
                    event.classification_id,
                    event.owner_id,
                )
                classifications.fold(self._classifications, event, sequence, at)
            else:
                entity, entity_id = "dataset", event.dataset_id
                datasets.fold(self._datasets, event, sequence, at)
                shares.fold_dataset(self._shares, event, sequence, at)
                owner_id = self._owner(self._datasets.datasets, entity_id)
        except ValueError as error:
            raise PoisonError(sequence, str(error)) from error
        return self._audit.row(told.line(entity, str(entity_id), owner_id))

    def _fold_run(self, event: RunEvent, sequence: int, at: datetime) -> str:
        """Whose the run is."""
        row = runs.fold(self._runs, event, sequence, at)
        alerts.fold_run(self._alerts, event, row, sequence, at)
        return row["owner_id"]

    @staticmethod
    def _owner(rows: Rows, key: UUID) -> str | None:
        row = rows.get(key)
        return None if row is None else row["owner_id"]


def _is_beyond_all_numbers(event: AttemptEvent) -> bool:
    """Whether no table can hold which attempt or epoch it tells of."""
    epoch = event.metrics.epoch if isinstance(event, EpochCompleted) else 0
    return max(abs(event.attempt), abs(epoch)) > LARGEST
