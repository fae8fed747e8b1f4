from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSequenceClassification, PreTrainedModel

from worker.training import pooler

Inputs = dict[str, torch.Tensor]


@pytest.fixture
def model(base: Path) -> PreTrainedModel:
    return AutoModelForSequenceClassification.from_pretrained(base, num_labels=3)


@pytest.fixture
def inputs() -> list[Inputs]:
    generator = torch.Generator().manual_seed(3)
    return [{"input_ids": torch.randint(4, 20, (8, 6), generator=generator)} for _ in range(4)]


def first_vectors(model: PreTrainedModel, inputs: list[Inputs]) -> torch.Tensor:
    with torch.inference_mode():
        outputs = [model.base_model(**batch).last_hidden_state[:, 0] for batch in inputs]
    return torch.cat(outputs)


def test_texts_come_out_spread_around_zero(model: PreTrainedModel, inputs: list[Inputs]):
    """Before the tanh: mean 0 in every direction, and the wanted deviation over all."""
    pooler.fit(model, inputs)

    with torch.inference_mode():
        spread = model.get_submodule("bert.pooler.dense")(first_vectors(model, inputs))

    torch.testing.assert_close(spread.mean(dim=0), torch.zeros(16), atol=1e-5, rtol=0)
    assert float(spread.std()) == pytest.approx(pooler.SPREAD, rel=0.01)


def test_directions_are_kept(model: PreTrainedModel, inputs: list[Inputs]):
    """The layer is the identity but for one scale and one move: nothing is mixed."""
    before = first_vectors(model, inputs)
    pooler.fit(model, inputs)
    after = model.get_submodule("bert.pooler.dense")(before)

    ratio = (after[1:] - after[0]) / (before[1:] - before[0])

    torch.testing.assert_close(ratio, ratio[0, 0].expand_as(ratio), rtol=1e-2, atol=0)


def test_it_can_be_learned_further(model: PreTrainedModel, inputs: list[Inputs]):
    """The weights are still parameters that take gradients."""
    pooler.fit(model, inputs)

    model(**inputs[0]).logits.sum().backward()

    assert model.get_parameter("bert.pooler.dense.weight").grad is not None


def test_a_pooler_that_came_with_the_model_is_left_alone():
    """It knows more than the identity does."""
    assert not pooler.is_fresh({"classifier.weight", "classifier.bias"})
    assert pooler.is_fresh({"classifier.weight", "bert.pooler.dense.weight"})
