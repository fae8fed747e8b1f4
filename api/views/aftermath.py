"""What is left of a run that ended without a model, as the API shows it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from api.views import samples
from api.views.base import Row, View, like
from schemas.events.run import FailureCode
from schemas.lifecycle import RunStatus


class Stopper(StrEnum):
    """Who wanted a run to end."""

    OWNER = "owner"
    ANOTHER = "another"
    """An administrator: nobody else may."""


class Try(View):
    """One of the runs that try the same."""

    id: UUID
    number: int
    """From 1, in the order in which they were asked for."""
    status: RunStatus
    failure: FailureCode | None
    lightened: int
    """How many times its settings were made lighter."""
    max_length: int
    """Pieces of words that were read of a text."""
    batch_size: int
    """Texts at once."""
    created_at: datetime


class SavePoint(View):
    """A checkpoint from which the run could go on."""

    epochs: int
    """That it holds whole; what it holds of the next is not told."""
    worker_name: str
    """Of the computer that has it."""


class Aftermath(View):
    """What is left of a run that ended without a model, and what was made of it."""

    model_config = like(samples.AFTERMATH)

    tries: list[Try]
    """This run and its other tries that you see; just this one where nobody tried again."""
    save_point: SavePoint | None
    """What ``/retry`` goes on from; null where nothing was kept, or a later try took it along."""
    stopped_by: Stopper | None
    """Null unless somebody asked for its end."""


def aftermath_of(
    run: Row, tries: Sequence[Row], keeper: str | None, stopper: str | None
) -> Aftermath:
    """What is left of ``run``, one of the ``tries``.

    ``keeper`` is the name of the computer that has a checkpoint, ``stopper`` the id of a person.
    """
    return Aftermath(
        tries=[_try(row, number) for number, row in enumerate(tries, 1)],
        save_point=None if any(_took(row, run) for row in tries) else _save_point(run, keeper),
        stopped_by=_stopper(run, stopper),
    )


def _took(later: Row, run: Row) -> bool:
    """Whether ``later`` goes on from what ``run`` kept: with lighter settings nobody can."""
    return later["retries"] == run["run_id"] and later["lightened"] == run["lightened"]


def _save_point(run: Row, keeper: str | None) -> SavePoint | None:
    if keeper is None:
        return None
    return SavePoint(epochs=run["last_epoch"], worker_name=keeper)


def _try(row: Row, number: int) -> Try:
    settings, failure = row["hyperparameters"], row["failure"]
    return Try(
        id=row["run_id"],
        number=number,
        status=row["status"],
        failure=failure["code"] if failure and row["status"] == RunStatus.FAILED else None,
        lightened=row["lightened"],
        max_length=settings["max_length"],
        batch_size=settings["batch_size"],
        created_at=row["created_at"],
    )


def _stopper(run: Row, stopper: str | None) -> Stopper | None:
    if stopper is None:
        return None
    return Stopper.OWNER if stopper == run["owner_id"] else Stopper.ANOTHER
