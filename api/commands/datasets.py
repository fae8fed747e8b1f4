"""Decisions about datasets: (command, state, now) -> events. No I/O here."""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID, uuid5

from api.problems import RefusedError
from schemas.base import Actor, Command, answering
from schemas.events.dataset import (
    DatasetDeleted,
    DatasetEvent,
    DatasetUploaded,
    LabelCount,
)
from schemas.problems import ProblemCode
from schemas.tasks import Task

DATASETS = UUID("0d4d9a52-6f0e-5a0b-9b1c-6f3d0a3f7c11")
"""The namespace of dataset ids."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as its own events tell it."""

    uploaded: DatasetUploaded
    deleted: bool = False


class StoreDataset(Command):
    """Keep a spreadsheet that was read and judged usable."""

    name: str
    filename: str
    file_sha256: str
    size_bytes: int
    task: Task
    text_column: str
    label_column: str
    group_column: str | None
    rows_total: int
    rows_used: int
    labels: list[LabelCount]
    examples_sha256: str
    examples_size_bytes: int

    @property
    def dataset_id(self) -> UUID:
        """The same bytes, read the same way for the same owner, are the same dataset."""
        columns = (self.text_column, self.label_column, self.group_column)
        parts = (self.actor.id, self.file_sha256, self.task.value, *columns)
        return uuid5(DATASETS, json.dumps(parts))


class DeleteDataset(Command):
    """Remove a dataset and its bytes."""

    dataset_id: UUID


def evolve(dataset: Dataset | None, event: DatasetEvent) -> Dataset:
    """The dataset after ``event``.

    Raises:
        ValueError: the first event of a dataset is not its upload.
    """
    match event:
        case DatasetUploaded():
            return Dataset(event)
        case DatasetDeleted():
            if dataset is None:
                raise ValueError("a dataset begins with DatasetUploaded")
            return replace(dataset, deleted=True)
    assert_never(event)


def store(command: StoreDataset, dataset: Dataset | None, now: datetime) -> list[DatasetEvent]:
    """Take the dataset in, or nothing when it is here already."""
    if dataset is not None and not dataset.deleted:
        return []
    described = command.model_dump(exclude={"actor", "command_id", "correlation_id"})
    return [
        DatasetUploaded(
            **described,
            dataset_id=command.dataset_id,
            owner_id=command.actor.id,
            rows_left_out=command.rows_total - command.rows_used,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def delete(
    command: DeleteDataset, dataset: Dataset | None, runs: int, now: datetime
) -> list[DatasetEvent]:
    """Remove a dataset that none of its owner's ``runs`` learned from.

    Raises:
        RefusedError: there is no such dataset, or runs use it.
    """
    owned(dataset, command.actor)
    if runs:
        raise RefusedError(ProblemCode.DATASET_IN_USE, {"runs": runs})
    return [
        DatasetDeleted(
            dataset_id=command.dataset_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def owned(dataset: Dataset | None, actor: Actor) -> Dataset:
    """The dataset, if it is there, not deleted, and the actor's own.

    Raises:
        RefusedError: DATASET_NOT_FOUND.
    """
    if dataset is None or dataset.deleted or dataset.uploaded.owner_id != actor.id:
        raise RefusedError(ProblemCode.DATASET_NOT_FOUND)
    return dataset
