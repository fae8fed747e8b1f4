"""Decisions about runs: (command, state, now) -> events. No I/O here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from api import base_models
from api.commands import datasets
from api.commands.datasets import Dataset
from api.problems import RefusedError
from api.sight import Holding, Sight
from schemas import lifecycle
from schemas.base import answering
from schemas.commands.run import CancelRun, RenameRun, ReproduceRun, RequestRun, RetryRun
from schemas.events.dataset import DatasetRevised, DatasetUploaded
from schemas.events.run import (
    CancelRequested,
    RunEvent,
    RunRenamed,
    RunRequested,
    TrainingMeasured,
)
from schemas.hyperparameters import lighter, resolve
from schemas.lifecycle import RunState, RunStatus
from schemas.problems import ProblemCode
from schemas.tasks import TRAINABLE


@dataclass(frozen=True, slots=True)
class Run:
    """A run as its own events tell it."""

    requested: RunRequested
    state: RunState
    token_budget: int | None = None
    """What its first steps were taken with, once that is known."""
    renamed: str | None = None
    """What it is called, if not as it was asked for."""

    @property
    def name(self) -> str:
        """What it is called now."""
        return self.renamed or self.requested.name

    def holding(self, grantees: frozenset[str] = frozenset()) -> Holding:
        """Whose it is; with whom it is shared, its model tells."""
        return Holding(self.requested.owner_id, grantees)


def evolve(run: Run | None, event: RunEvent) -> Run:
    """The run after ``event``.

    Raises:
        ValueError: the first event of a run is not its request.
    """
    state = lifecycle.evolve(run.state if run else None, event)
    if run is not None:
        measured = event.forecast.token_budget if isinstance(event, TrainingMeasured) else None
        renamed = event.name if isinstance(event, RunRenamed) else run.renamed
        budget = run.token_budget or measured
        return replace(run, state=state, token_budget=budget, renamed=renamed)
    return Run(cast("RunRequested", event), state)  # the lifecycle has refused any other


def request(
    command: RequestRun,
    run: Run | None,
    dataset: Dataset | None,
    sight: Sight,
    allowed: Sequence[str],
    now: datetime,
) -> list[RunEvent]:
    """Queue a training, or nothing when this very command was carried out before.

    Raises:
        RefusedError: the key was used for something else, there is no such dataset or version, or
            the task or the base model is not for it, or it cannot be learned from as it is.
    """
    if run is not None:
        return _repeated(command, run)
    found = datasets.seen(dataset, sight)
    uploaded, version = found.uploaded, found.version(command.dataset_version)
    _refuse_unfit(command, uploaded, allowed)
    if hindrance := datasets.hindrance(version, command.task):
        raise RefusedError(hindrance.code, hindrance.params)
    counts = [label.examples for label in version.labels]
    weigh = isinstance(version, DatasetRevised) and version.weigh_classes
    return [
        RunRequested(
            run_id=command.run_id,
            owner_id=command.actor.id,
            name=command.name,
            dataset_id=command.dataset_id,
            dataset_version=command.dataset_version or found.newest,
            dataset_sha256=uploaded.file_sha256,
            examples_sha256=version.examples_sha256,
            examples_size_bytes=version.examples_size_bytes,
            task=command.task,
            base_model=command.base_model,
            preset=command.preset,
            hyperparameters=resolve(
                command.preset, command.overrides, counts, weigh=weigh, base=command.base
            ),
            pool=command.pool,
            max_retries=command.max_retries,
            exports=list(dict.fromkeys(command.exports)),
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def _refuse_unfit(command: RequestRun, uploaded: DatasetUploaded, allowed: Sequence[str]) -> None:
    """Refuse a task that is not the dataset's or not taught, and a base model not allowed."""
    read = uploaded.reading
    if command.task is not read.task:
        params = {"task": command.task.value, "dataset_task": read.task.value}
        raise RefusedError(ProblemCode.TASK_MISMATCH, params)
    if read.task not in TRAINABLE:
        raise RefusedError(ProblemCode.TASK_NOT_TAUGHT, {"task": read.task.value})
    base_models.refuse_others(command.base_model, allowed)


def reproduce(
    command: ReproduceRun,
    run: Run | None,
    original: Run,
    dataset: Dataset | None,
    sight: Sight,
    now: datetime,
) -> list[RunEvent]:
    """Queue a run of the asker's like ``original``: same examples, hyperparameters and seed.

    Raises:
        RefusedError: its dataset is gone, or the key was used before.
    """
    if run is not None:
        return _repeated(command, run)
    datasets.seen(dataset, sight)
    budget = original.token_budget or original.requested.token_budget
    own = {
        "reproduces": command.source_id,
        "retries": None,
        "continues": None,
        "token_budget": budget,
    }
    return [_again(command, original, own, now)]


def retry(
    command: RetryRun,
    run: Run | None,
    original: Run,
    dataset: Dataset | None,
    sight: Sight,
    now: datetime,
) -> list[RunEvent]:
    """Queue a run of the asker's like ``original``, which failed, with its or lighter settings.

    Its checkpoint moves to the new run, so whoever could only look at it begins anew.

    Raises:
        RefusedError: it did not fail, its settings are the lightest, its dataset is gone, or the
            key was used before.
    """
    if run is not None:
        return _repeated(command, run)
    datasets.seen(dataset, sight)
    if original.state.status is not RunStatus.FAILED:
        raise RefusedError(ProblemCode.RUN_NOT_FAILED)
    goes_on = not command.lighter and sight.changes(original.holding())
    own = {
        "retries": command.source_id,
        "continues": command.source_id if goes_on else None,
        "reproduces": None,
        "token_budget": None,
    }
    lightened = _lightened(original.requested) if command.lighter else {}
    return [_again(command, original, own | lightened, now)]


def _lightened(tried: RunRequested) -> dict[str, Any]:
    """What is otherwise where ``tried`` is made lighter.

    Raises:
        RefusedError: RUN_LIGHTEST.
    """
    settings = lighter(tried.hyperparameters, tried.lightened)
    if settings is None:
        raise RefusedError(ProblemCode.RUN_LIGHTEST)
    return {"hyperparameters": settings.model_dump(), "lightened": tried.lightened + 1}


def _again(
    command: ReproduceRun | RetryRun, original: Run, own: dict[str, Any], now: datetime
) -> RunRequested:
    """The request of ``original``, asked anew, but for ``own``."""
    again = {
        "run_id": command.run_id,
        "name": original.name,
        "owner_id": command.actor.id,
        "occurred_at": now,
    }
    fields = original.requested.model_dump(exclude={"event_id"}) | own | again | answering(command)
    return RunRequested.model_validate(fields | {"actor": command.actor})


def cancel(command: CancelRun, run: Run | None, sight: Sight, now: datetime) -> list[RunEvent]:
    """Ask for the run to stop, once; a queued run ends at once.

    Raises:
        RefusedError: there is no such run, or it has ended otherwise.
    """
    state = changeable(run, sight).state
    if state.status is RunStatus.CANCELLED or (state.cancel_requested and not state.status.ended):
        return []
    if state.status.ended:
        raise RefusedError(ProblemCode.RUN_ALREADY_ENDED, {"status": state.status})
    return [
        CancelRequested(
            run_id=command.run_id,
            keep_model=command.keep_model,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def rename(command: RenameRun, run: Run | None, sight: Sight, now: datetime) -> list[RunEvent]:
    """Call the run otherwise, or nothing when it is called so.

    Raises:
        RefusedError: RUN_NOT_FOUND.
    """
    if changeable(run, sight).name == command.name:
        return []
    return [
        RunRenamed(
            run_id=command.run_id,
            name=command.name,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def seen(run: Run | None, grantees: frozenset[str], sight: Sight) -> Run:
    """The run, if there is one and it, or its model, is the asker's to see.

    Raises:
        RefusedError: RUN_NOT_FOUND.
    """
    if run is None or not sight.sees(run.holding(grantees)):
        raise RefusedError(ProblemCode.RUN_NOT_FOUND)
    return run


def changeable(run: Run | None, sight: Sight) -> Run:
    """The run, if there is one and it is the asker's to change: nobody changes a shared model.

    Raises:
        RefusedError: RUN_NOT_FOUND.
    """
    return seen(run, frozenset(), sight)


def _repeated(command: RequestRun | ReproduceRun | RetryRun, run: Run) -> list[RunEvent]:
    """Nothing more to do, if the run was made by the very same command.

    Raises:
        RefusedError: IDEMPOTENCY_KEY_REUSED.
    """
    if run.requested.causation_id != command.command_id:
        raise RefusedError(ProblemCode.IDEMPOTENCY_KEY_REUSED)
    return []
