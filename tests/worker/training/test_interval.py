import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from worker.training import interval

SEED = 3


def test_a_shares_interval_is_wilsons():
    """The published example of 87 right in 100."""
    found = interval.wilson(87, 100)

    assert (found.low, found.high) == pytest.approx((0.7902, 0.9224), abs=1e-4)


@given(total=st.integers(1, 10_000), share=st.floats(0, 1))
def test_a_shares_interval_holds_the_share_and_stays_one(total: int, share: float):
    """At both ends too, where it still has a width."""
    hits = round(share * total)

    found = interval.wilson(hits, total)

    assert 0 <= found.low <= hits / total <= found.high <= 1
    assert found.low < found.high


def test_a_means_interval_is_that_of_the_normal_distribution():
    """1.96 standard errors to both sides, where there are many examples."""
    values = np.random.default_rng(1).uniform(size=2000)

    found = interval.of_mean(values, SEED)

    half = 1.96 * values.std() / np.sqrt(len(values))
    expected = (values.mean() - half, values.mean() + half)
    assert (found.low, found.high) == pytest.approx(expected, abs=half / 10)


def test_ninety_five_of_a_hundred_intervals_hold_the_true_rate():
    """Of exams of 150 examples drawn from one population: between 90 and 99 of 100."""
    rng = np.random.default_rng(2)
    population = rng.beta(2, 1, size=10_000)
    exams = [rng.choice(population, 150) for _ in range(100)]

    found = [interval.of_mean(exam, SEED) for exam in exams]

    held = sum(one.low <= population.mean() <= one.high for one in found)
    assert 90 <= held <= 99


def test_the_same_seed_draws_the_same():
    """A report is repeated with its run."""
    values = np.linspace(0, 1, 50)

    assert interval.of_mean(values, SEED) == interval.of_mean(values, SEED)
    assert interval.of_mean(values, SEED) != interval.of_mean(values, SEED + 1)


@pytest.mark.parametrize(("value", "low", "high"), [(1.0, 0.8389, 1.0), (0.0, 0.0, 0.1611)])
def test_a_perfect_exam_is_not_certain(value: float, low: float, high: float):
    """Twenty right answers of twenty promise no more than Wilson's bound."""
    found = interval.of_mean(np.full(20, value), SEED)

    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


def test_examples_without_anything_to_count_have_a_rate_of_nothing():
    """Sentences without entities in which none was named."""
    found = interval.bootstrap(np.zeros((5, 1)), lambda sums: sums[:, 0], SEED)

    assert found.low == 0
    assert 0 < found.high < 1


def test_a_large_exam_takes_less_than_a_second():
    """Of 200,000 sentences with up to eight entities each."""
    rng = np.random.default_rng(5)
    there = rng.integers(0, 9, size=200_000)
    parts = np.stack([rng.binomial(there, 0.8), there, there], axis=1).astype(float)

    began = time.process_time()
    found = interval.bootstrap(parts, lambda sums: 2 * sums[:, 0] / sums[:, 1:].sum(axis=1), SEED)

    assert time.process_time() - began < 2
    assert 0.79 < found.low < found.high < 0.81
