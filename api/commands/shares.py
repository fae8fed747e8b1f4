"""Decisions about sharing datasets and models: (command, state, now) -> events. No I/O here."""

from datetime import datetime
from typing import Any
from uuid import UUID

from api.commands import datasets, models, runs
from api.commands.datasets import Dataset
from api.commands.models import Model
from api.commands.runs import Run
from api.problems import RefusedError
from api.sight import Sight
from schemas.base import Command, answering
from schemas.events.dataset import DatasetEvent, DatasetShared, DatasetUnshared
from schemas.events.model import ModelEvent, ModelShared, ModelUnshared
from schemas.lifecycle import RunStatus
from schemas.problems import ProblemCode
from schemas.shares import Grantee


class Share(Command):
    """Let somebody see a dataset or a model, or no longer."""

    id: UUID
    """The dataset's, or the run's."""
    grantee: Grantee


def share_dataset(
    command: Share, dataset: Dataset | None, sight: Sight, now: datetime
) -> list[DatasetEvent]:
    """Share the dataset, or nothing when it is; its owner sees it anyway.

    Raises:
        RefusedError: there is no such dataset, or it is not the asker's to share.
    """
    holding = datasets.changeable(dataset, sight).holding
    if command.grantee in holding.grantees | {holding.owner_id}:
        return []
    return [DatasetShared(dataset_id=command.id, **_told(command, now))]


def unshare_dataset(
    command: Share, dataset: Dataset | None, sight: Sight, now: datetime
) -> list[DatasetEvent]:
    """Share the dataset no longer, or nothing when it is not.

    Raises:
        RefusedError: there is no such dataset, or it is not the asker's to share.
    """
    if command.grantee not in datasets.changeable(dataset, sight).grantees:
        return []
    return [DatasetUnshared(dataset_id=command.id, **_told(command, now))]


def share_model(
    command: Share, model: Model | None, run: Run | None, sight: Sight, now: datetime
) -> list[ModelEvent]:
    """Share what the run has learned, or nothing when it is shared; its owner sees it anyway.

    Raises:
        RefusedError: there is no such run, it is not the asker's to share, has no model yet, or
            none any more.
    """
    found = _changeable(model, run, sight)
    models.refuse_deleted(model)
    if found.state.status is not RunStatus.COMPLETED:
        raise RefusedError(ProblemCode.RUN_WITHOUT_MODEL, {"status": found.state.status})
    owner_id = found.requested.owner_id
    if command.grantee in _grantees(model) | {owner_id}:
        return []
    return [ModelShared(run_id=command.id, owner_id=owner_id, **_told(command, now))]


def unshare_model(
    command: Share, model: Model | None, run: Run | None, sight: Sight, now: datetime
) -> list[ModelEvent]:
    """Share what the run has learned no longer, or nothing when it is not shared.

    Raises:
        RefusedError: there is no such run, or it is not the asker's to share.
    """
    owner_id = _changeable(model, run, sight).requested.owner_id
    if command.grantee not in _grantees(model):
        return []
    return [ModelUnshared(run_id=command.id, owner_id=owner_id, **_told(command, now))]


def _changeable(model: Model | None, run: Run | None, sight: Sight) -> Run:
    found = runs.seen(run, _grantees(model), sight)
    sight.must_change(found.holding())
    return found


def _grantees(model: Model | None) -> frozenset[str]:
    return model.grantees if model else frozenset()


def _told(command: Share, now: datetime) -> dict[str, Any]:
    """What every such event says."""
    told = {"grantee": command.grantee, "occurred_at": now, "actor": command.actor}
    return told | answering(command)
