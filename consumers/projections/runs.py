"""Runs, attempts and epochs: the rows that a run's events leave behind."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from consumers.projections.rows import Row, Rows
from schemas import forecast, tables
from schemas.base import Event
from schemas.events.run import (
    AttemptEvent,
    EpochCompleted,
    JobFailed,
    RunAbandoned,
    RunCancelled,
    RunCompleted,
    RunEvent,
    RunInterrupted,
    RunRenamed,
    RunRequested,
    RunStalled,
    RunStarted,
    TrainingMeasured,
)
from schemas.forecast import Forecast
from schemas.lifecycle import RunState, RunStatus, counts, evolve
from schemas.metrics import (
    QuestionAnsweringReport,
    Report,
    TextClassificationReport,
    TokenClassificationReport,
)


@dataclass(frozen=True, slots=True)
class RunTables:
    """The working sets that a run's events touch."""

    runs: Rows
    attempts: Rows
    epochs: Rows

    @classmethod
    def empty(cls) -> "RunTables":
        return cls(
            Rows(tables.runs),
            Rows(tables.attempts),
            Rows(tables.epochs, read=False),
        )


def state_of(row: Row) -> RunState:
    """The lifecycle's view of a run's row."""
    return RunState(
        status=RunStatus(row["status"]),
        max_retries=row["max_retries"],
        attempt=row["attempt"],
        worker_id=row["worker_id"],
        interruptions=row["interruptions"],
        cancel_requested=row["cancel_requested"],
        last_epoch=row["last_epoch"],
    )


def fold(into: RunTables, event: RunEvent, sequence: int, at: datetime) -> Row:
    """The run's row, brought with the others up to ``event``, stored ``at`` by the broker's clock.

    Raises:
        ValueError: the first event of a run is not its request.
    """
    row = into.runs.get(event.run_id)
    before = None if row is None else state_of(row)
    after = evolve(before, event)
    if row is None:
        assert isinstance(event, RunRequested)  # noqa: S101 - evolve has refused everything else
        row = _first_row(event, sequence, at)
    changes = _lifecycle(after)
    changes["last_sequence"] = sequence
    if isinstance(event, RunRenamed):
        changes["name"] = event.name
    if before is not None and _counts(before, event):
        changes |= _particulars(row, event)
        if after.status.ended:
            changes["finished_at"] = at
        if isinstance(event, RunStarted):
            changes["started_at"] = row["started_at"] or at
        _fold_attempt(into, event, sequence, at)
        _fold_epoch(into, event, sequence, at)
    after_all = row | changes
    into.runs.put(after_all)
    return after_all


def _counts(before: RunState, event: RunEvent) -> bool:
    """Whether ``event`` comes before the run's end, and not too late from an older attempt."""
    if before.status.ended:
        return False
    if isinstance(event, RunStalled):
        return before.status is RunStatus.RUNNING and event.attempt == before.attempt
    return not isinstance(event, AttemptEvent) or counts(before, event)


def _lifecycle(state: RunState) -> Row:
    return {
        "status": state.status.value,
        "attempt": state.attempt,
        "worker_id": state.worker_id,
        "interruptions": state.interruptions,
        "cancel_requested": state.cancel_requested,
        "last_epoch": state.last_epoch,
    }


def _first_row(event: RunRequested, sequence: int, at: datetime) -> Row:
    nothing_yet = dict.fromkeys(column.name for column in tables.runs.columns)
    return nothing_yet | {
        "run_id": event.run_id,
        "owner_id": event.owner_id,
        "name": event.name,
        "dataset_id": event.dataset_id,
        "dataset_version": event.dataset_version,
        "dataset_sha256": event.dataset_sha256,
        "examples_sha256": event.examples_sha256,
        "task": event.task.value,
        "base_model": event.base_model,
        "preset": event.preset.value if event.preset else None,
        "hyperparameters": event.hyperparameters.model_dump(mode="json"),
        "pool": event.pool,
        "max_retries": event.max_retries,
        "reproduces": event.reproduces,
        "retries": event.retries,
        "lightened": event.lightened,
        "created_at": at,
        "requested_sequence": sequence,
    }


def _particulars(row: Row, event: RunEvent) -> Row:
    """The columns that one kind of event fills."""
    match event:
        case RunStarted():
            return {"environment": event.environment.model_dump(mode="json")}
        case EpochCompleted() if event.metrics.is_best:
            return {
                "best_accuracy": event.metrics.validation_accuracy,
                "best_macro_f1": event.metrics.macro_f1,
                "best_score": event.metrics.score,
            }
        case TrainingMeasured():
            return {"forecast": event.forecast.model_dump(mode="json")}
        case RunCompleted():
            return {
                "took_ratio": _took_ratio(row, event.report),
                "report": event.report.model_dump(mode="json"),
                "model": event.model.model_dump(mode="json"),
                **_best(event.report),
            }
        case RunCancelled():
            kept = event.model
            return {} if kept is None else {"model": kept.model_dump(mode="json")}
        case JobFailed() | RunAbandoned() if row["cancel_requested"]:
            return {}
        case JobFailed():
            failure = event.model_dump(mode="json", include={"code", "params", "detail"})
            return {"failure": failure if event.final else row["failure"]}
        case RunAbandoned():
            return {"failure": {"code": event.code.value, "params": {}, "detail": ""}}
        case _:
            return {}


def _took_ratio(row: Row, report: Report) -> float | None:
    """Seconds taken over seconds expected, of a run or an attempt that was measured."""
    seen = row["forecast"]
    return None if seen is None else forecast.ratio(Forecast.model_validate(seen), report)


def _best(report: Report) -> Row:
    """As the best epoch's metrics have it."""
    match report:
        case TextClassificationReport():
            figures = (report.accuracy, report.macro_f1, report.macro_f1)
        case TokenClassificationReport():
            figures = (report.accuracy, report.macro_f1, report.f1)
        case QuestionAnsweringReport():
            figures = (report.exact_match, report.f1, report.f1)
        case _:
            assert_never(report)
    return dict(zip(("best_accuracy", "best_macro_f1", "best_score"), figures, strict=True))


def _fold_attempt(into: RunTables, event: RunEvent, sequence: int, at: datetime) -> None:
    if isinstance(event, RunStarted):
        into.attempts.put(
            {
                "run_id": event.run_id,
                "attempt": event.attempt,
                "worker_id": event.worker_id,
                "environment": event.environment.model_dump(mode="json"),
                "forecast": None,
                "took_ratio": None,
                "started_at": at,
                "ended_at": None,
                "outcome": None,
                "last_sequence": sequence,
            }
        )
        return
    number: int | None = getattr(event, "attempt", None)
    attempt = into.attempts.get(event.run_id, number)
    if attempt is not None:
        # A lost worker that speaks again takes its end back.
        outcome = OUTCOMES.get(type(event))
        ended: Row = {"outcome": outcome, "ended_at": at if outcome else None}
        if isinstance(event, TrainingMeasured):
            ended["forecast"] = event.forecast.model_dump(mode="json")
        if isinstance(event, RunCompleted):
            ended["took_ratio"] = _took_ratio(attempt, event.report)
        into.attempts.put(attempt | ended | {"last_sequence": sequence})


OUTCOMES: dict[type[Event], str] = {
    RunCompleted: "completed",
    JobFailed: "failed",
    RunCancelled: "cancelled",
    RunInterrupted: "interrupted",
    RunStalled: "lost",
}
"""How an event ended its attempt, if it did."""


def _fold_epoch(into: RunTables, event: RunEvent, sequence: int, at: datetime) -> None:
    if isinstance(event, EpochCompleted):
        into.epochs.put(
            {
                "run_id": event.run_id,
                "epoch": event.metrics.epoch,
                "attempt": event.attempt,
                "metrics": event.metrics,
                "completed_at": at,
                "last_sequence": sequence,
            }
        )
