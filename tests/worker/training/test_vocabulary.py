from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from transformers import AutoModelForMaskedLM, AutoModelForSequenceClassification, RobertaConfig
from transformers import RobertaForSequenceClassification as Roberta

from tests.worker.training import small
from tests.worker.training.small import Ear, never
from worker.messages import Finished, Job
from worker.training import session, vocabulary
from worker.training.network import Network

SOME = [np.array([2, 12, 15, 3], dtype=np.int32)]


def narrowed(model: Any, texts: list[np.ndarray] = SOME) -> vocabulary.Vocabulary | None:
    return vocabulary.narrow(model, small.tokenizer(small.SPECIAL), texts)


def finish(job: Job) -> Finished:
    last = session.run(job, Ear(), never)
    assert isinstance(last, Finished)
    return last


def test_used_rows_answer_as_the_whole_embedding_does(base: Path):
    """Whatever the text says with them."""
    model = AutoModelForSequenceClassification.from_pretrained(base).eval()
    before = model(torch.tensor([[2, 15, 12, 3]])).logits

    found = narrowed(model)

    assert found is not None
    assert model.get_input_embeddings().weight.shape[0] == 7
    ids = torch.from_numpy(found.translate(np.array([[2, 15, 12, 3]])))
    assert torch.equal(model(ids).logits, before)


def test_what_no_text_uses_comes_back_as_it_was(base: Path):
    """But for the weight decay, which the row of ones has felt as well."""
    model = AutoModelForSequenceClassification.from_pretrained(base)
    whole = model.get_input_embeddings().weight.detach().clone()
    found = narrowed(model)
    assert found is not None
    learned = model.get_input_embeddings().weight.detach().clone()
    learned[-1] *= 0.5
    learned[found.places[12]] = 7.0

    wide = found.widen(learned)

    assert torch.equal(wide[12], torch.full_like(wide[12], 7.0))
    assert torch.equal(wide[15], whole[15])
    assert torch.equal(wide[14], whole[14] * 0.5)


@pytest.mark.parametrize("weight_decay", [0.0, 0.1])
def test_a_run_ends_with_the_very_weights_of_one_that_kept_all_rows(
    weight_decay: float, base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Bit for bit without weight decay; with it, unread rows differ by rounding alone."""
    chosen: dict[str, Any] = {"weight_decay": weight_decay, "count": 12}
    narrow = finish(small.job(tmp_path / "narrow", base, **chosen))
    monkeypatch.setattr(Network, "narrowed", lambda self, texts: self)
    wide = finish(small.job(tmp_path / "wide", base, **chosen))

    ours, theirs = (
        load_file(Path(done.model.path, "model.safetensors")) for done in (narrow, wide)
    )
    tolerance = 1e-6 if weight_decay else 0
    for name, weights in theirs.items():
        torch.testing.assert_close(ours[name], weights, rtol=tolerance, atol=0)
    assert narrow.report.validation_loss == wide.report.validation_loss


def test_padding_keeps_its_number():
    """RoBERTa counts positions by it."""
    config = RobertaConfig(
        vocab_size=30,
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        pad_token_id=5,
    )
    model = Roberta(config).eval()
    tokenizer = small.tokenizer([*small.SPECIAL[1:], "a", "b", small.SPECIAL[0]])
    texts = [np.array([2, 20, 25, 3], dtype=np.int32)]
    given = torch.tensor([[2, 20, 3, 5], [2, 25, 20, 3]])
    before = model(given, attention_mask=given.ne(5)).logits

    found = vocabulary.narrow(model, tokenizer, texts)

    assert found is not None
    ids = torch.from_numpy(found.translate(given.numpy()))
    assert ids[0, 3] == 5
    torch.testing.assert_close(model(ids, attention_mask=given.ne(5)).logits, before)


def test_a_model_that_also_writes_with_its_embedding_keeps_all_rows(base: Path):
    """They are the weights of its head."""
    model = AutoModelForMaskedLM.from_pretrained(base)

    assert narrowed(model) is None


def test_where_nearly_all_rows_are_used_nothing_is_left_out(base: Path):
    """It would spare next to nothing."""
    model = AutoModelForSequenceClassification.from_pretrained(base)
    size = model.get_input_embeddings().weight.shape[0]

    assert narrowed(model, [np.arange(size, dtype=np.int32)]) is None
    assert model.get_input_embeddings().weight.shape[0] == size
