import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from worker.training import calibration
from worker.training.calibration import AnyOf, OneOf


def one_of(temperature: float, count: int = 4000, seed: int = 0) -> OneOf:
    """Logits that tell the truth once divided by ``temperature``."""
    generator = torch.Generator().manual_seed(seed)
    honest = torch.randn(count, 4, generator=generator, dtype=torch.float64) * 1.5
    truth = honest.softmax(-1).multinomial(1, generator=generator)[:, 0]
    return OneOf(honest * temperature, truth)


def any_of(temperature: float, count: int = 2000) -> AnyOf:
    generator = torch.Generator().manual_seed(1)
    honest = torch.randn(count, 3, generator=generator, dtype=torch.float64) * 1.5
    return AnyOf(honest * temperature, torch.bernoulli(honest.sigmoid(), generator=generator))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 3.0])
def test_the_temperature_of_overdone_logits_is_found(temperature: float):
    """Of choices among labels, and of labels that are judged one by one."""
    assert calibration.fit(one_of(temperature)) == pytest.approx(temperature, rel=0.1)
    assert calibration.fit(any_of(temperature)) == pytest.approx(temperature, rel=0.1)


@pytest.mark.parametrize("answered", [one_of(3.0), any_of(3.0)], ids=["one", "any"])
def test_calibrated_confidences_are_right_that_often(answered: OneOf | AnyOf):
    """The error falls from over 0.1 to what chance leaves."""
    found = calibration.measure(answered)

    assert found.error_before > 0.1
    assert found.error_after < 0.03


def test_the_error_is_the_mean_distance_of_confidence_and_right_answers():
    """Computed by hand: parts of 0.9 with 3 of 4 right, and of 0.6 with 1 of 2."""
    confidences = np.array([0.9, 0.9, 0.9, 0.9, 0.6, 0.6])
    right = np.array([True, True, True, False, True, False])

    expected = (4 * 0.15 + 2 * 0.1) / 6
    assert calibration.error(confidences, right) == pytest.approx(expected)


def test_each_part_is_told_with_its_answers():
    """Its mean confidence, how many are right, and none where there are no answers."""
    confidences = np.array([0.9, 0.92, 0.9, 0.92, 0.6, 0.6])
    right = np.array([True, True, True, False, True, False])

    less, more = calibration.parts(confidences, right)

    assert (less.confidence, less.right, less.answers) == pytest.approx((0.6, 0.5, 2))
    assert (more.confidence, more.right, more.answers) == pytest.approx((0.91, 0.75, 4))


@pytest.mark.parametrize(
    "answered",
    [
        one_of(1.0, count=calibration.FEWEST - 1),
        OneOf(torch.eye(4).repeat(10, 1), torch.arange(4).repeat(10)),
        OneOf(torch.eye(4).repeat(10, 1), torch.arange(4).roll(1).repeat(10)),
    ],
    ids=["few", "all right", "all wrong"],
)
def test_answers_that_cannot_tell_leave_the_temperature_open(answered: OneOf):
    """Then nothing is divided, and both errors are one."""
    found = calibration.measure(answered)

    assert found.temperature is None
    assert calibration.heat_of(found) == 1
    assert found.error_after == found.error_before


@settings(max_examples=25, deadline=None)
@given(
    scale=st.sampled_from([1e-6, 1e-2, 1.0, 1e2, 1e6]),
    wrong=st.integers(1, 39),
    seed=st.integers(0, 5),
)
def test_a_temperature_stays_within_reason_and_never_harms(scale: float, wrong: int, seed: int):
    """Whatever the logits and the mistakes: within its bounds, and no greater a loss."""
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(40, 3, generator=generator) * scale
    truth = logits.argmax(-1)
    truth[:wrong] = (truth[:wrong] + 1) % 3
    answered = OneOf(logits, truth)

    found = calibration.fit(answered)

    assert found is not None
    assert calibration.COLDEST <= found <= calibration.HOTTEST
    if scale == 1.0:
        assert answered.loss(found) <= answered.loss(1.0) + 1e-6


def test_of_very_many_answers_some_are_enough():
    """Spread evenly, so that sorting by length does no harm."""
    answered = one_of(2.0, count=3 * calibration.MOST)

    assert calibration.fit(answered) == pytest.approx(2.0, rel=0.05)
