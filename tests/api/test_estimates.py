from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import estimates
from api.estimates import Basis, Effort, Place, Speed
from schemas.hyperparameters import PRESETS, Hyperparameters, Preset
from schemas.quality import Cut, Distribution, TokenLengths
from schemas.tasks import Task

HERE = Place("gpu-1", "cuda", "NVIDIA L4")
OWN = Speed("gpu-1", "NVIDIA L4", 1000.0, None, 2)
NEEDED = Effort(tokens=10_000, epochs=10, fewest_epochs=4)
BERT = "neuralmind/bert-base-portuguese-cased"


def lengths(mean: float = 100.0) -> TokenLengths:
    """Ten texts, half of them of 50 tokens and half of 150."""
    counts = Distribution(edges=[0, 100, 200], counts=[5, 5], mean=mean, median=100, largest=200)
    cuts = [Cut(max_length=128, texts=5, tokens_share=0.11)]
    return TokenLengths(base_model="any", exact=True, counted=10, lengths=counts, cuts=cuts)


def low_high(place: Place, *speeds: Speed, base_model: str = "any") -> tuple[float, float]:
    found = estimates.foreseen(NEEDED, place, base_model, speeds)
    assert found.low is not None
    assert found.high is not None
    return found.low, found.high


@pytest.mark.parametrize(
    ("max_length", "expected"), [(512, 100_000), (128, 89_000), (100, 75_000), (50, 50_000)]
)
def test_what_is_cut_off_is_not_learned_from(max_length: int, expected: float):
    """As it was counted at that length, else by the histogram."""
    found = estimates.texts(lengths(), 1000, max_length, Task.TEXT_CLASSIFICATION)

    assert found == pytest.approx(expected)


def test_where_nothing_is_cut_windows_are_read():
    """The share beyond the length is read with its overlaps."""
    found = estimates.texts(lengths(), 1000, 128, Task.TOKEN_CLASSIFICATION)

    assert found == pytest.approx(100_000 + 11_000 / 3)


def test_an_epoch_learns_from_most_and_reads_the_rest():
    """Reading a token costs a third of learning from it."""
    needed = estimates.effort(3000, 100, Hyperparameters(train_split=0.8, epochs=4))

    assert needed.tokens == pytest.approx(2400 + 200)


@pytest.mark.parametrize(
    ("changes", "epochs", "fewest"),
    [
        ({}, 10, 4),
        ({"early_stopping_patience": None}, 10, 10),
        ({"early_stopping_patience": 50}, 10, 10),
        ({"max_steps": 12}, 3, 3),
    ],
)
def test_the_fewest_epochs_are_those_before_patience_ends(
    changes: dict[str, Any], epochs: int, fewest: int
):
    """80 of 100 examples are five steps an epoch."""
    chosen = PRESETS[Preset.BALANCED].model_copy(update=changes)

    needed = estimates.effort(1000, 100, chosen)

    assert (needed.epochs, needed.fewest_epochs) == (epochs, fewest)


def test_a_workers_own_runs_come_first():
    """10 epochs of 10 s each, and 4 at least."""
    other = replace(OWN, worker_id="gpu-2", tokens_per_second=9.0)

    found = estimates.foreseen(NEEDED, HERE, "any", [OWN, other])

    assert (found.basis, found.runs) == (Basis.OWN_RUNS, 2)
    assert (found.low, found.high) == (40 / 1.25, 100 * 1.25)


def test_an_estimate_learns_by_how_much_earlier_ones_were_off():
    """Runs that took twice what was expected: twice as long."""
    low, high = low_high(HERE, replace(OWN, took_ratio=2.0))

    assert (low, high) == (80 / 1.25, 200 * 1.25)


def test_an_equal_device_elsewhere_comes_second():
    """With a wider range."""
    found = estimates.foreseen(NEEDED, HERE, "any", [replace(OWN, worker_id="gpu-2")])

    assert found.basis is Basis.SAME_DEVICE
    assert found.low is not None
    assert found.low < 40 / 1.25


def test_a_new_card_in_a_known_worker_is_not_the_old_one():
    """Its name tells; of one that is away, what it last had is taken."""
    changed = Place("gpu-1", "cuda", "NVIDIA H100")
    away = Place("gpu-1", None, None)

    assert estimates.foreseen(NEEDED, changed, "any", [OWN]).basis is Basis.GUESS
    assert estimates.foreseen(NEEDED, away, "any", [OWN]).basis is Basis.OWN_RUNS
    assert estimates.foreseen(NEEDED, away, "any", []).basis is Basis.UNKNOWN


def test_a_guess_knows_devices_and_sizes():
    """A graphics card is faster than a processor, a large model slower than a small one."""
    processor = Place("cpu-1", "cpu", "Processador")

    assert low_high(HERE, base_model=BERT) < low_high(processor, base_model=BERT)
    assert low_high(processor, base_model="e5-small-en-pt") < low_high(processor, base_model=BERT)
    assert low_high(processor, base_model="anything") == low_high(processor, base_model=BERT)


@given(st.floats(1, 1e9), st.integers(1, 100), st.integers(1, 100), st.floats(0.01, 1e7))
def test_the_longer_time_is_never_below_the_shorter(
    tokens: float, epochs: int, patience: int, speed: float
):
    """Whatever is asked for."""
    needed = Effort(tokens, epochs, min(epochs, patience))
    found = estimates.foreseen(needed, HERE, "any", [replace(OWN, tokens_per_second=speed)])

    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < found.high


@pytest.mark.parametrize(
    ("position", "busy", "seconds"),
    [
        (1, [90.0, 30.0], 30.0),
        (2, [90.0, 30.0], 90.0),
        (3, [90.0, 30.0], None),
        (1, [None, 30.0], 30.0),
        (1, [None], None),
        (1, [], None),
    ],
)
def test_a_run_that_waits_begins_when_enough_of_those_before_it_have_ended(position, busy, seconds):
    """What knows nothing of its own end promises nothing to others."""
    assert estimates.starts_in(position, busy) == seconds
