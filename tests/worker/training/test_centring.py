from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import (
    AutoModelForTokenClassification,
    BertConfig,
    BertForTokenClassification,
    DistilBertConfig,
    DistilBertForTokenClassification,
    GPT2Config,
    GPT2ForTokenClassification,
    PreTrainedModel,
)

from tests.worker.training import lessons
from worker.training import batches, centring
from worker.training.tasks.token_classification import model as tagger

FAR = 3.0
"""Where the vectors of a model that needs centring lie, in every direction."""


def bert(offset: float) -> PreTrainedModel:
    """Its last normalisation puts all vectors near ``offset``."""
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    made = BertForTokenClassification(config)
    with torch.no_grad():
        made.base_model.get_parameter("encoder.layer.1.output.LayerNorm.bias").fill_(offset)
    return made


def sample() -> list[dict[str, torch.Tensor]]:
    """Two batches, one of them padded."""
    ids = torch.from_numpy(np.random.default_rng(2).integers(4, 50, (6, 12)))
    mask = torch.ones_like(ids)
    mask[:, 8:] = 0
    return [{"input_ids": ids[:3]}, {"input_ids": ids[3:], "attention_mask": mask[3:]}]


def vectors(model: PreTrainedModel) -> torch.Tensor:
    """Of the sample's tokens, padding left out."""
    model.eval()
    with torch.inference_mode():
        parts = [model.base_model(**one).last_hidden_state for one in sample()]
    return torch.cat([parts[0].flatten(0, 1), parts[1][:, :8].flatten(0, 1)])


def test_vectors_that_lie_close_together_are_spread_around_zero():
    """Moved and stretched alike in all directions: what is near stays near."""
    model = bert(FAR)
    before = vectors(model)

    assert centring.fit(model, sample())

    after = vectors(model)
    assert after.mean(dim=0).abs().max() < 1e-4
    assert after.std() == pytest.approx(centring.SPREAD, rel=0.01)
    moved = before - before.mean(dim=0)
    torch.testing.assert_close(after, moved * centring.SPREAD / moved.std(), rtol=0, atol=1e-3)


def test_vectors_that_are_apart_are_left_alone():
    """Centring is for encoders that need it."""
    model = bert(0.0)
    before = vectors(model)

    assert not centring.fit(model, sample())
    assert torch.equal(vectors(model), before)


def distilbert() -> PreTrainedModel:
    config = DistilBertConfig(vocab_size=50, dim=16, n_layers=2, n_heads=2, hidden_dim=32)
    made = DistilBertForTokenClassification(config)
    with torch.no_grad():
        made.base_model.get_parameter("transformer.layer.1.output_layer_norm.bias").fill_(FAR)
    return made


def gpt2() -> PreTrainedModel:
    made = GPT2ForTokenClassification(GPT2Config(vocab_size=50, n_embd=16, n_layer=2, n_head=2))
    with torch.no_grad():
        made.base_model.get_parameter("ln_f.bias").fill_(FAR)
    return made


@pytest.mark.parametrize("make", [distilbert, gpt2])
def test_the_last_normalisation_of_other_families_is_found(make: Callable[[], PreTrainedModel]):
    """By where the vectors come from, not by its name."""
    torch.manual_seed(1)
    model = make()

    assert centring.fit(model, sample())
    assert vectors(model).mean(dim=0).abs().max() < 1e-3


def test_an_encoder_that_does_not_end_with_a_normalisation_is_left_alone():
    """Something else would be moved."""
    model = bert(FAR)
    normalisation = model.base_model.get_submodule("encoder.layer.1.output")
    normalisation.register_forward_hook(lambda _module, _given, out: out * 2)
    before = vectors(model)

    assert not centring.fit(model, sample())
    assert torch.equal(vectors(model), before)


def test_a_head_that_was_taught_keeps_what_it_knows(base: Path, tmp_path: Path):
    """Only a new head is given a beginning."""
    job = lessons.job(lessons.ENTITIES, tmp_path, base)
    fresh = tagger.build(job, ["O", "B-x", "I-x"], torch.device("cpu"))
    fresh.model.save_pretrained(tmp_path / "taught")
    _, loading = AutoModelForTokenClassification.from_pretrained(
        tmp_path / "taught", output_loading_info=True
    )

    assert centring.is_needed(fresh.model, fresh.fresh)
    assert not centring.is_needed(fresh.model, loading["missing_keys"])


def test_the_sample_is_the_same_for_the_same_seed():
    """A run can be repeated; texts are padded to the longest of their batch."""
    texts = [np.arange(2, 2 + length, dtype=np.int32) for length in range(1, 90)]
    lengths = np.array([len(text) for text in texts])
    from tests.worker.training import small

    tokenizer = small.tokenizer(small.SPECIAL)
    one, again, other = (
        [part["input_ids"] for part in batches.sample(texts, lengths, tokenizer, seed)]
        for seed in (1, 1, 2)
    )

    assert sum(map(len, one)) == batches.SAMPLE
    assert all(part.numel() <= batches.SAMPLE_TOKENS for part in one)
    assert all(torch.equal(*pair) for pair in zip(one, again, strict=True))
    assert [part.shape for part in one] != [part.shape for part in other]
