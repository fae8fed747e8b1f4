import pytest

from schemas.hyperparameters import Hyperparameters
from worker.training.cadence import Cadence


@pytest.mark.parametrize(
    ("steps", "seconds", "is_due"), [(99, 59.9, False), (100, 0, True), (0, 60, True)]
)
def test_whichever_comes_first(steps: int, seconds: float, is_due: bool):
    """Every 100 steps, and every minute."""
    chosen = Hyperparameters(checkpoint_steps=100, checkpoint_minutes=1)

    assert Cadence.of(chosen).is_due(steps, seconds) is is_due


def test_usually_it_is_the_clock():
    """Ten minutes of work are the most that a crash may cost."""
    usual = Cadence.of(Hyperparameters())

    assert not usual.is_due(1_000_000, 599)
    assert usual.is_due(1, 600)


def test_none_keeps_nothing_within_an_epoch():
    """Whoever wants only the epochs' own checkpoints gets only these."""
    never = Cadence.of(Hyperparameters(checkpoint_steps=None, checkpoint_minutes=None))

    assert not never.is_due(10_000_000, 1e9)
