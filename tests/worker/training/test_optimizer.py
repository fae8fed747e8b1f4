from copy import deepcopy
from pathlib import Path

import pytest
import torch
from torch import nn
from transformers import AutoModelForSequenceClassification

from schemas.hyperparameters import Hyperparameters, Precision, Schedule
from worker.training.failures import UpdateTornError
from worker.training.optimizer import Updater, parameter_groups, rate_factor


def test_the_rate_rises_then_falls_in_straight_lines():
    """The first step already learns, and so does the last."""
    factors = [rate_factor(step, 4, 12, Schedule.LINEAR) for step in range(1, 13)]

    assert factors == pytest.approx([0.25, 0.5, 0.75, 1.0, 1.0, *(n / 8 for n in range(7, 0, -1))])


def test_without_warmup_the_first_step_has_the_full_rate():
    """And the last one a small one."""
    assert rate_factor(1, 0, 10, Schedule.LINEAR) == 1
    assert rate_factor(10, 0, 10, Schedule.LINEAR) == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule.LINEAR, [1.0, 0.75, 0.5, 0.25]),
        (Schedule.COSINE, [1.0, 0.853553, 0.5, 0.146447]),
        (Schedule.CONSTANT, [1.0, 1.0, 1.0, 1.0]),
    ],
)
def test_after_the_warmup_the_rate_goes_on_as_scheduled(schedule: Schedule, expected: list[float]):
    """All begin at the full rate and still learn at the last step."""
    factors = [rate_factor(step, 2, 6, schedule) for step in range(3, 7)]

    assert factors == pytest.approx(expected, abs=1e-6)
    assert rate_factor(1, 2, 6, schedule) == 0.5


def test_lower_layers_learn_more_slowly(base: Path):
    """Each at a share of the rate of the one above it; the head at the full rate."""
    model = AutoModelForSequenceClassification.from_pretrained(base)

    groups = parameter_groups(model, weight_decay=0.1, layer_decay=0.5)

    shares = {id(p): group["share"] for group in groups for p in group["params"]}
    assert len(shares) == len(list(model.parameters()))
    assert shares[id(model.classifier.weight)] == 1
    assert shares[id(model.bert.encoder.layer[1].output.dense.bias)] == 0.5
    assert shares[id(model.bert.encoder.layer[0].output.dense.weight)] == 0.25
    assert shares[id(model.get_input_embeddings().weight)] == 0.125


def test_a_step_moves_each_layer_by_its_own_rate(base: Path):
    """AdamW's first step is as long as the rate, whatever the gradient."""
    model = AutoModelForSequenceClassification.from_pretrained(base)
    hyperparameters = Hyperparameters(layer_decay=0.5, learning_rate=0.01, weight_decay=0)
    before = model.bert.encoder.layer[0].output.dense.bias.detach().clone()
    updater = Updater(model, hyperparameters, total_steps=9, precision=Precision.FP32)

    updater.backward(model(torch.tensor([[2, 5, 3]])).logits.square().sum())
    updater.update(step=1)

    moved = (model.bert.encoder.layer[0].output.dense.bias - before).abs()
    assert moved.max().item() == pytest.approx(0.0025, rel=1e-3)


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

    [still] = parameter_groups(model, weight_decay=0.1)

    assert still["weight_decay"] == 0
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


def updater_of(model: nn.Module, precision: Precision = Precision.FP32) -> Updater:
    return Updater(model, Hyperparameters(learning_rate=0.1), total_steps=9, precision=precision)


def teach(updater: Updater, model: nn.Module, steps: int = 3) -> list[torch.Tensor]:
    """The weights after some steps of always the same gradients."""
    inputs = torch.linspace(-1, 1, 15).reshape(5, 3)
    for step in range(1, steps + 1):
        updater.backward(model(inputs).square().sum())
        updater.update(step)
    return [parameter.detach().clone() for parameter in model.parameters()]


def test_to_allocate_all_state_beforehand_changes_nothing():
    """Neither the weights nor what is learned afterwards, to the last bit; and it is all there."""
    model, other = nn.Linear(3, 2), nn.Linear(3, 2)
    other.load_state_dict(model.state_dict())
    before = deepcopy(model.state_dict())
    early = updater_of(model)

    early.allocate()

    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    assert len(early.state_dict()["optimizer"]["state"]) == 2
    taught = teach(early, model), teach(updater_of(other), other)
    assert all(torch.equal(one, two) for one, two in zip(*taught, strict=True))


def test_state_that_was_loaded_is_not_allocated_again():
    """It would be as if no step had been taken."""
    model = nn.Linear(3, 2)
    updater = updater_of(model)
    teach(updater, model)
    before = deepcopy(updater.state_dict())

    updater.allocate()

    moments = before["optimizer"]["state"][0]
    assert torch.equal(updater.state_dict()["optimizer"]["state"][0]["exp_avg"], moments["exp_avg"])
    assert moments["step"] == 3


def test_an_update_that_fails_in_its_middle_is_not_taken_for_one_that_did_not_begin(
    monkeypatch: pytest.MonkeyPatch,
):
    """Some weights have learned from the step: it may not be replayed."""
    model = nn.Linear(3, 2)
    updater = updater_of(model)
    teach(updater, model)

    def step(optimizer: torch.optim.AdamW) -> None:
        optimizer.state[model.weight]["step"] += 1
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(torch.optim.AdamW, "step", step)

    with pytest.raises(UpdateTornError):
        teach(updater, model, steps=1)


def test_an_update_that_failed_can_be_tried_again(monkeypatch: pytest.MonkeyPatch):
    """Its gradients are dropped, and nothing of them is learned."""
    model = nn.Linear(3, 2)
    updater = updater_of(model)
    norm = nn.utils.get_total_norm

    def fail(*_: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(nn.utils, "get_total_norm", fail)
    with pytest.raises(torch.OutOfMemoryError):
        teach(updater, model, steps=1)
    updater.abandon()
    monkeypatch.setattr(nn.utils, "get_total_norm", norm)

    assert model.weight.grad is None
    assert updater.state_dict()["optimizer"]["state"] == {}
    assert teach(updater, model, steps=1)
