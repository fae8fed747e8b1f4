import pytest

from worker.training import early_stopping


@pytest.mark.parametrize(
    ("scores", "stalled"),
    [
        ([], 0),
        ([0.5], 0),
        ([0.5, 0.6], 0),
        ([0.5, 0.5], 1),
        ([0.5, 0.505, 0.512], 0),
        ([0.5, 0.505, 0.509], 2),
        ([0.5, 0.4, 0.3, 0.6], 0),
    ],
)
def test_only_a_gain_above_the_delta_counts(scores: list[float], stalled: int):
    """Small gains do not add up unless together they pass the delta over the best that counted."""
    assert early_stopping.stalled_for(scores, min_delta=0.01) == stalled


def test_patience_runs_out_after_that_many_epochs_without_gain():
    """Two epochs of patience: the second one without gain is the last."""
    assert not early_stopping.is_due([0.5, 0.4], patience=2, min_delta=0)
    assert early_stopping.is_due([0.5, 0.4, 0.5], patience=2, min_delta=0)


def test_without_patience_nothing_stops_early():
    """None means never."""
    assert not early_stopping.is_due([0.5] * 50, patience=None, min_delta=0)
