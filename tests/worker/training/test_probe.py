from collections.abc import Callable

import pytest
import torch

from tests.worker.training.test_loop import ROWS, Points, loop
from worker.training import probe
from worker.training.loop import Position
from worker.training.probe import Sample

BEFORE, EACH = 1000, 7


class Meter:
    """A gauge of a device on which each token takes 7 bytes."""

    def __init__(self, unit: Points) -> None:
        self.unit = unit

    def __call__(self, work: Callable[[], None]) -> int:
        seen = len(self.unit.seen)
        work()
        rows = self.unit.seen[seen:]
        return BEFORE + EACH * len(rows) * int(self.unit.training_lengths[rows].max())


def test_the_longest_rows_are_probed_in_two_sizes():
    """Two of them, and eight; what they take grows with their tokens."""
    unit = Points()
    longest = int(unit.training_lengths.max())

    found = probe.samples(loop(unit), Meter(unit))

    assert found == [
        Sample(2 * longest, BEFORE + EACH * 2 * longest),
        Sample(8 * longest, BEFORE + EACH * 8 * longest),
    ]
    assert probe.fitting_tokens(found, BEFORE + EACH * 12_345) == 12_345


def test_a_probe_leaves_nothing_behind():
    """Neither in weights nor gradients nor generators: the run is the same with it and without."""
    straight = Points(dropout=0.3)
    list(loop(straight).run(Position()))
    probed = Points(dropout=0.3)
    taught = loop(probed)
    state = torch.get_rng_state()

    assert len(probe.samples(taught, Meter(probed))) == 2

    assert torch.equal(torch.get_rng_state(), state)
    assert all(parameter.grad is None for parameter in probed.model.parameters())
    list(taught.run(Position()))
    assert torch.equal(probed.weights(), straight.weights())


def test_what_does_not_fit_is_left_out():
    """One sample says nothing of the rest, and so does a device that takes no more for more."""
    unit = Points(room=100)

    found = probe.samples(loop(unit), Meter(unit))

    assert len(found) == 1
    assert probe.fitting_tokens(found, 1 << 30) is None
    assert probe.fitting_tokens([Sample(10, 99), Sample(20, 99)], 1 << 30) is None


def test_a_device_that_is_full_already_has_room_for_nothing():
    """Not for less than nothing."""
    assert probe.fitting_tokens([Sample(10, 200), Sample(20, 300)], 50) == 0


def test_a_processor_is_not_probed():
    """The peak of a process never falls again."""
    assert probe.gauge_of(torch.device("cpu")) is None


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_gpu_tells_what_work_took():
    """The most, not what is left of it."""
    gauge = probe.gauge_of(torch.device("cuda"))
    assert gauge is not None

    assert gauge(lambda: None) + (64 << 20) <= gauge(
        lambda: torch.empty(64 << 20, dtype=torch.uint8, device="cuda").sum()
    )


def test_there_are_enough_points_to_probe():
    """Or the tests above would compare a sample with itself."""
    assert max(probe.ROWS) < ROWS
