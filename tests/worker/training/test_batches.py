from pathlib import Path

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worker.training import small
from worker.training import batches
from worker.training.batches import Plan

lengths = st.lists(st.integers(1, 64), min_size=1, max_size=150).map(np.array)
plans = st.builds(
    Plan,
    lengths=lengths,
    examples_per_step=st.integers(1, 20),
    epochs=st.integers(1, 4),
    seed=st.integers(0, 2**31 - 1),
)


@given(plans)
@settings(deadline=None)
def test_an_epoch_takes_every_example_exactly_once(plan: Plan):
    """In steps of nearly equal size, of the size asked for on average."""
    for epoch in range(1, plan.epochs + 1):
        steps = plan.steps(epoch)
        sizes = [len(step) for step in steps]
        assert sorted(np.concatenate(steps).tolist()) == list(range(len(plan.lengths)))
        assert len(steps) == plan.steps_per_epoch
        assert max(sizes) <= plan.examples_per_step
        assert max(sizes) - min(sizes) <= 1


@given(plans)
@settings(deadline=None)
def test_the_order_follows_from_seed_and_epoch_alone(plan: Plan):
    """A child that resumes finds the steps where its predecessor left them."""
    for one, two in zip(plan.steps(2), plan.steps(2), strict=True):
        assert np.array_equal(one, two)


def test_another_epoch_and_another_seed_have_another_order():
    """Epochs are not repeats of each other."""
    base = Plan(lengths=np.arange(1, 101), examples_per_step=10, epochs=2, seed=1)
    other = Plan(lengths=np.arange(1, 101), examples_per_step=10, epochs=2, seed=2)

    orders = [np.concatenate(plan.steps(epoch)) for plan in (base, other) for epoch in (1, 2)]

    assert len({tuple(order) for order in orders}) == 4


@given(plans, st.integers(1, 30))
@settings(deadline=None)
def test_max_steps_ends_the_plan_wherever_it_falls(plan: Plan, limit: int):
    """The epochs' steps together are the limit, or all there are."""
    cut = Plan(
        lengths=plan.lengths,
        examples_per_step=plan.examples_per_step,
        epochs=plan.epochs,
        seed=plan.seed,
        max_steps=limit,
    )

    taken = [len(cut.steps(epoch)) for epoch in range(1, cut.last_epoch + 1)]

    assert sum(taken) == cut.total_steps == min(limit, plan.steps_per_epoch * plan.epochs)
    assert all(taken)


@given(lengths, st.integers(1, 300))
@settings(deadline=None)
def test_a_micro_batch_keeps_its_budget_unless_it_is_a_single_row(
    lengths: batches.Lengths, budget: int
):
    """Padding counts; no row is lost and none is out of order."""
    rows = batches.by_length(np.arange(len(lengths)), lengths)

    parts = batches.cut(rows, lengths, budget)

    assert np.array_equal(np.concatenate(parts), rows)
    for part in parts:
        assert len(part) == 1 or batches.padded_tokens(part, lengths) <= budget


@given(st.lists(st.integers(1, 20), min_size=1, max_size=9), st.integers(1, 60), st.integers(0, 30))
@settings(deadline=None)
def test_no_other_cut_is_cheaper(sizes: list[int], budget: int, part_cost: int):
    """Against all ways to cut a few rows, each micro-batch costing its tokens and a little more."""
    lengths = np.array(sorted(sizes))
    rows = np.arange(len(lengths))

    def cost(parts: list[batches.Rows]) -> int:
        return sum(batches.padded_tokens(part, lengths) + part_cost for part in parts)

    def fits(part: batches.Rows) -> bool:
        return len(part) == 1 or batches.padded_tokens(part, lengths) <= budget

    ways = (
        np.split(rows, [place + 1 for place in range(len(rows) - 1) if chosen >> place & 1])
        for chosen in range(1 << (len(rows) - 1))
    )
    best = min(cost(way) for way in ways if all(fits(part) for part in way))

    assert cost(batches.cut(rows, lengths, budget, part_cost)) == best


def test_sorting_within_windows_leaves_little_padding():
    """Lengths of 8 to 512, steps of 32: under a tenth is padding, against half without sorting."""
    lengths = np.random.default_rng(3).integers(8, 513, 5000)
    plan = Plan(lengths=lengths, examples_per_step=32, epochs=1, seed=4)

    padded = sum(batches.padded_tokens(step, lengths) for step in plan.steps(1))

    assert padded < 1.1 * lengths.sum()


def test_rows_are_padded_to_the_longest_of_their_batch(base: Path):
    """The mask marks what is text."""
    tokenizer = small.tokenizer(small.SPECIAL)

    inputs = batches.pad([np.array([5, 6, 7]), np.array([8])], tokenizer)

    assert inputs["input_ids"].tolist() == [[5, 6, 7], [8, 0, 0]]
    assert inputs["attention_mask"].tolist() == [[1, 1, 1], [1, 0, 0]]


def test_padding_goes_where_the_tokenizer_wants_it():
    """Decoders pad on the left."""
    tokenizer = small.tokenizer(small.SPECIAL)
    tokenizer.padding_side = "left"

    inputs = batches.pad([np.array([5, 6, 7]), np.array([8])], tokenizer)

    assert inputs["input_ids"].tolist() == [[5, 6, 7], [0, 0, 8]]
    assert inputs["attention_mask"].tolist() == [[1, 1, 1], [0, 0, 1]]


def test_rows_of_one_length_need_no_mask():
    """Attention without a mask is faster and gives the same numbers."""
    inputs = batches.pad([np.array([5, 6]), np.array([8, 9])], small.tokenizer(small.SPECIAL))

    assert set(inputs) == {"input_ids"}
    assert inputs["input_ids"].dtype is torch.int64


@given(lengths, st.integers(1, 9))
def test_shares_are_of_like_size(every: batches.Lengths, count: int):
    """In rows and in tokens; each row is in one of them, and each share is still in order."""
    rows = batches.by_length(np.arange(len(every)), every)

    shares = batches.share(rows, count)

    sizes = [len(share) for share in shares]
    tokens = [int(every[share].sum()) for share in shares]
    assert len(shares) == count
    assert sorted(np.concatenate(shares).tolist()) == sorted(rows.tolist())
    assert max(sizes) - min(sizes) <= 1
    assert max(tokens) - min(tokens) <= every.max()
    assert all((np.diff(every[share]) >= 0).all() for share in shares)
