import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from afina import words
from afina.follow import Bars, round_share
from afina.sse import Message

PROGRESS = {
    "phase": "training",
    "fraction": 0.5,
    "epoch": 2,
    "epochs": 3,
    "step": 150,
    "steps": 300,
    "seconds_left": 120.0,
}
METRICS = {"epoch": 1, "validation_accuracy": 0.874, "score": 0.31, "seconds": 41.2}


@pytest.fixture
def console():
    return Console(file=io.StringIO(), width=120)


@pytest.fixture
def bars(console):
    with Bars(console, words.ENGLISH) as shown:
        yield shown


def told(name: str, **event: object) -> Message:
    data = event["progress"] if name == "progress" else {"event": event}
    return Message(name, json.dumps(data), "1")


@pytest.mark.parametrize(
    ("name", "event", "status"),
    [
        ("completed", {}, "completed"),
        ("cancelled", {"epochs_completed": 1}, "cancelled"),
        ("abandoned", {"code": "crashed"}, "failed"),
        ("job_failed", {"final": True}, "failed"),
        ("job_failed", {"final": False}, None),
        ("stalled", {}, None),
        ("interrupted", {}, None),
        ("cancel_requested", {}, None),
        ("checkpoint_saved", {}, None),
        ("alert_raised", {}, None),
        ("something_new", {}, None),
    ],
)
def test_only_what_ends_a_run_ends_the_waiting(bars, name, event, status):
    """A later server may tell more; what is not known is passed over."""
    assert bars.show(told(name, **event)) == status


def test_rounds_and_setbacks_stay_on_the_screen(bars, console):
    bars.show(told("requested", hyperparameters={"epochs": 3}, task="text-classification"))
    bars.show(told("started"))
    bars.show(told("progress", progress=PROGRESS))
    bars.show(told("epoch_completed", metrics=METRICS))
    bars.show(told("memory_reduced", max_length=None))
    bars.show(told("memory_reduced", max_length=256))
    bars.show(told("stalled"))
    bars.full()
    text = console.file.getvalue()
    assert "Round 1 of 3: 87 of every 100 right in the exam (41 s)" in text
    assert "smaller pieces" in text
    assert "texts cut to 256 word pieces" in " ".join(text.split())
    assert "The machine stopped" in text


def test_an_attempt_that_failed_is_no_machine_that_stopped(bars, console):
    """Who looks for a dead machine would look in vain."""
    bars.show(told("job_failed", final=False))

    text = console.file.getvalue()
    assert "The attempt failed. The training is back in the queue" in text
    assert "The machine stopped" not in text


def test_entities_are_followed_by_their_f1(bars, console):
    """Words outside of them are nearly always right, and would hide that none is found."""
    bars.show(told("requested", hyperparameters={"epochs": 3}, task="token-classification"))
    bars.show(told("epoch_completed", metrics=METRICS))
    text = console.file.getvalue()
    assert "Round 1 of 3: F1 of 31 in 100 in the exam (41 s)" in text
    assert "87" not in text


def test_the_bars_tell_phase_round_and_time(console):
    with Bars(console, words.ENGLISH) as bars:
        bars.show(told("progress", progress=PROGRESS))
    text = console.file.getvalue()
    assert "Training, about 2 min left" in text
    assert "Round 2 of 3" in text


def test_waiting_and_lost_are_said(console):
    with Bars(console, words.PORTUGUESE) as bars:
        bars.waiting(2)
    assert "2º da fila" in console.file.getvalue()


def test_the_round_is_a_part_of_the_steps():
    assert round_share(PROGRESS) == pytest.approx(0.5)


@given(
    epochs=st.integers(1, 100),
    steps=st.integers(1, 10**6),
    epoch=st.integers(1, 100),
    step=st.integers(0, 10**6),
)
def test_a_round_is_never_less_than_empty_nor_more_than_full(epochs, steps, epoch, step):
    """Early stopping and rounding make the two counts disagree."""
    share = round_share({"epochs": epochs, "steps": steps, "epoch": epoch, "step": step})
    assert 0 <= share <= 1
