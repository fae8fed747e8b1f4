"""Decisions about what is taken away from a dataset: told first, then sent. No I/O here."""

from datetime import datetime
from uuid import UUID

from api.commands.datasets import Dataset, seen
from api.sight import Sight
from schemas.base import Actor, ActorKind, Command, answering
from schemas.events.dataset import DatasetDownloaded, Download


class DownloadDataset(Command):
    """Hand out what is in a dataset."""

    dataset_id: UUID
    what: Download
    version: int | None = None
    run_id: UUID | None = None


def download(
    command: DownloadDataset, dataset: Dataset | None, sight: Sight, now: datetime
) -> list[DatasetDownloaded]:
    """Tell that a person is handed it.

    Raises:
        RefusedError: DATASET_NOT_FOUND.
    """
    seen(dataset, sight)
    return [_told(command, now)]


def fetch(
    command: DownloadDataset, dataset: Dataset | None, now: datetime
) -> list[DatasetDownloaded]:
    """Tell that the worker that holds a run is handed its examples.

    Of a dataset that the log does not know there is nowhere to tell it; the run's own events say
    who has learned from it.
    """
    return [] if dataset is None else [_told(command, now)]


def by_worker(worker_id: str) -> Actor:
    """Who will have caused the event."""
    return Actor(kind=ActorKind.WORKER, id=worker_id)


def _told(command: DownloadDataset, now: datetime) -> DatasetDownloaded:
    return DatasetDownloaded(
        dataset_id=command.dataset_id,
        what=command.what,
        version=command.version,
        run_id=command.run_id,
        occurred_at=now,
        actor=command.actor,
        **answering(command),
    )
