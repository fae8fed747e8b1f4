import pytest
import torch
from torch import nn

from schemas.hyperparameters import Hyperparameters, Precision
from worker.training.optimizer import Updater, parameter_groups, rate_factor


def test_the_rate_rises_then_falls_in_straight_lines():
    """The first step already learns, and so does the last."""
    factors = [rate_factor(step, warmup_steps=4, total_steps=12) for step in range(1, 13)]

    assert factors == pytest.approx([0.25, 0.5, 0.75, 1.0, 1.0, *(n / 8 for n in range(7, 0, -1))])


def test_without_warmup_the_first_step_has_the_full_rate():
    """And the last one a small one."""
    assert rate_factor(1, warmup_steps=0, total_steps=10) == 1
    assert rate_factor(10, warmup_steps=0, total_steps=10) == pytest.approx(0.1)


def test_a_warmup_longer_than_the_run_ends_with_it():
    """100 warm-up steps asked for in a run of 4: the rate still reaches its full value."""
    hyperparameters = Hyperparameters(warmup_steps=100, learning_rate=1e-3)
    updater = Updater(nn.Linear(2, 2), hyperparameters, total_steps=4, precision=Precision.FP32)

    assert updater.learning_rate(4) == pytest.approx(1e-3)


def test_biases_and_normalisations_do_not_decay():
    """Each parameter is in one group, and only matrices decay."""
    model = nn.Sequential(nn.Embedding(3, 4), nn.Linear(4, 4), nn.LayerNorm(4))

    decaying, still = parameter_groups(model, weight_decay=0.1)

    assert decaying["weight_decay"] == 0.1
    assert still["weight_decay"] == 0
    assert {tuple(p.shape) for p in decaying["params"]} == {(3, 4), (4, 4)}
    assert len(still["params"]) == 3


def test_frozen_parameters_are_left_alone():
    """What needs no gradient gets no state either."""
    model = nn.Linear(3, 3)
    model.weight.requires_grad_(False)

    decaying, still = parameter_groups(model, weight_decay=0.1)

    assert not decaying["params"]
    assert len(still["params"]) == 1


def test_a_huge_gradient_is_clipped():
    """No gradient enters AdamW's means with a norm above 1, and none is left after the step."""
    model = nn.Linear(1, 1, bias=False)
    updater = Updater(model, Hyperparameters(), total_steps=1, precision=Precision.FP32)

    updater.backward(model(torch.tensor([[1e7]])).sum())
    updater.update(step=1)

    [state] = updater.state_dict()["optimizer"]["state"].values()
    assert state["exp_avg"].item() == pytest.approx(0.1)
    assert model.weight.grad is None
