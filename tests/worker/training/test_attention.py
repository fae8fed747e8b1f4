from pathlib import Path
from typing import Any

import pytest
import torch
from torch import nn
from transformers import BertConfig, BertModel, LlamaConfig, LlamaModel

from tests.worker.training import small
from worker.training import attention, dropout

HEADS, FEATURES, SCALE = 4, 8, 0.3


class Bidirectional(nn.Module):
    is_causal = False


def heads(batch: int, length: int) -> list[torch.Tensor]:
    """Query, key and value as a model makes them."""
    shape = (batch, length, HEADS, FEATURES)
    return [torch.randn(shape).transpose(1, 2).requires_grad_() for _ in range(3)]


def padding(batch: int, length: int) -> torch.Tensor:
    """Each text one token shorter than the one before."""
    lengths = length - torch.arange(batch)
    visible = torch.arange(length)[None] < lengths[:, None]
    return visible[:, None, None, :].expand(batch, 1, length, length)


def plainly(given: list[torch.Tensor], mask: torch.Tensor | None, p: float) -> torch.Tensor:
    """The textbook's attention, with the mask of dropout that torch's generator gives now."""
    query, key, value = given
    scores = query * SCALE @ key.transpose(2, 3)
    keep = torch.from_numpy(dropout.draw((scores.shape[0] * HEADS, *scores.shape[2:]), p))
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(-1) * keep.view_as(scores) * dropout.scale(p)
    return (weights @ value).transpose(1, 2)


@pytest.mark.parametrize("cached", [40, 700, 5_000])
@pytest.mark.parametrize("masked", [True, False])
def test_it_is_the_textbooks_attention_forth_and_back(
    cached: int, masked: bool, monkeypatch: pytest.MonkeyPatch
):
    """Whether a part of a text's heads, one text or several are computed at a time."""
    monkeypatch.setattr(attention, "CACHED_SCORES", cached)
    given = heads(5, 9)
    mask = padding(5, 9) if masked else None
    above = torch.randn(5, 9, HEADS, FEATURES)

    torch.manual_seed(3)
    attended, _ = attention.attend(Bidirectional(), *given, mask, dropout=0.2, scaling=SCALE)
    gradients = torch.autograd.grad(attended, given, above)
    torch.manual_seed(3)
    expected = plainly(given, mask, 0.2)

    torch.testing.assert_close(attended, expected)
    for one, other in zip(gradients, torch.autograd.grad(expected, given, above), strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("asked", [{"dropout": 0.0}, {"dropout": 0.2, "is_causal": True}])
def test_what_torch_does_as_well_or_alone_is_left_to_torch(asked: dict[str, Any]):
    """Judging, and models that only look back."""
    given = heads(2, 6)

    torch.manual_seed(3)
    ours, _ = attention.attend(Bidirectional(), *given, None, scaling=SCALE, **asked)
    torch.manual_seed(3)
    expected = nn.functional.scaled_dot_product_attention(
        *given,
        dropout_p=asked["dropout"],
        is_causal=asked.get("is_causal", False),
        scale=SCALE,
    )

    torch.testing.assert_close(ours, expected.transpose(1, 2))


def test_a_model_answers_as_before(base: Path):
    """Installing changes nothing that is judged, with padding and without."""
    model = BertModel.from_pretrained(base).eval()
    ids = torch.randint(4, 20, (3, 7))
    mask = torch.ones_like(ids).index_fill(1, torch.tensor([6]), 0)
    before = [model(input_ids=ids, attention_mask=m).last_hidden_state for m in (None, mask)]

    attention.install(model)

    after = [model(input_ids=ids, attention_mask=m).last_hidden_state for m in (None, mask)]
    assert model.config._attn_implementation == attention.NAME
    torch.testing.assert_close(after, before)


def test_a_model_that_attends_in_a_way_of_its_own_keeps_it():
    """Eager attention was asked for, and stays."""
    config = BertConfig(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, vocab_size=9)
    model = BertModel._from_config(config, attn_implementation="eager")

    attention.install(model)

    assert model.config._attn_implementation == "eager"


def test_a_model_that_only_looks_back_still_does():
    """A decoder with dropout: what comes later changes nothing that came before."""
    config = LlamaConfig(
        vocab_size=30,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        attention_dropout=0.5,
    )
    torch.manual_seed(0)
    model = LlamaModel(config).train()
    attention.install(model)
    one, other = torch.tensor([[4, 5, 6, 7]]), torch.tensor([[4, 5, 6, 9]])

    hidden: list[torch.Tensor] = []
    for ids in (one, other):
        torch.manual_seed(1)
        hidden.append(model(input_ids=ids).last_hidden_state[:, :3])

    torch.testing.assert_close(*hidden)


def test_the_way_of_attending_is_not_written_into_the_saved_model(base: Path, tmp_path: Path):
    """Whoever loads the model need not know of it."""
    model = BertModel.from_pretrained(base)
    attention.install(model)

    model.save_pretrained(tmp_path)

    assert attention.NAME not in (tmp_path / "config.json").read_text()
    assert model.config.max_position_embeddings == small.POSITIONS
