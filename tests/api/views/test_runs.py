from typing import Any

import pytest

from api.views.runs import TRAINING_SHARE, Progress, progress_of
from tests.schemas import examples
from tests.schemas.examples import NOW


def row(**changes: Any) -> dict[str, Any]:
    """A running run whose worker has reported."""
    reported = examples.progress(fraction=changes.pop("fraction", 0.5))
    fields: dict[str, Any] = {
        "status": "running",
        "attempt": 1,
        "last_epoch": 0,
        "hyperparameters": {"epochs": 10},
        "progress": reported.model_dump(mode="json"),
        "progress_attempt": 1,
        "progress_at": NOW,
    }
    return fields | changes


def test_progress_is_what_the_worker_reported():
    """With the time at which the broker had it."""
    progress = progress_of(row())

    assert progress is not None
    assert (progress.phase, progress.fraction, progress.epoch) == ("training", 0.5, 1)
    assert progress.updated_at == NOW


@pytest.mark.parametrize(
    "changes",
    [
        {"progress": None, "progress_attempt": None, "progress_at": None},
        {"attempt": 2},
        {"status": "queued"},
        {"status": "completed"},
        {"status": "failed"},
    ],
    ids=["nothing reported", "another attempt's", "queued", "completed", "failed"],
)
def test_only_an_attempt_at_work_has_progress(changes: dict[str, Any]):
    """What another one reported says nothing about it."""
    assert progress_of(row(**changes)) is None


@pytest.mark.parametrize(("last_epoch", "shown"), [(0, 0.1), (1, 0.1), (5, 0.45), (10, 0.9)])
def test_finished_epochs_count_whatever_a_new_attempt_reports(last_epoch: int, shown: float):
    """They take less than their share of the whole, so the floor is never too high."""
    progress = progress_of(row(fraction=0.1, last_epoch=last_epoch))

    assert progress is not None
    assert progress.fraction == pytest.approx(shown)
    assert progress.fraction <= max(0.1, TRAINING_SHARE)


def test_progress_can_be_held_up_but_not_down():
    """The rest of it stays as it is."""
    progress = progress_of(row())
    assert isinstance(progress, Progress)

    assert progress.at_least(0.2) is progress
    assert progress.at_least(0.7) == progress.model_copy(update={"fraction": 0.7})
