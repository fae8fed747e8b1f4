import json
import shutil
from pathlib import Path

import httpx
import pytest
import torch
from huggingface_hub.errors import OfflineModeIsEnabled
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModelForSequenceClassification,
    PreTrainedModel,
    RobertaConfig,
    RobertaForSequenceClassification,
)

from tests.worker.training import small
from worker.training import base_model
from worker.training.base_model import BaseModel
from worker.training.failures import BaseModelUnavailableError, BaseModelUnusableError

HUB_NAME = "neuralmind/bert-base-portuguese-cased"


def load(folder: Path) -> PreTrainedModel:
    base = BaseModel(str(folder), None)
    return base_model.load_model(base, AutoModelForSequenceClassification, num_labels=3)[0]


@pytest.fixture
def copy(base: Path, tmp_path: Path) -> Path:
    """A base model that a test may spoil."""
    return Path(shutil.copytree(base, tmp_path / "copy"))


def change_weights(folder: Path, **changed: torch.Tensor | None) -> None:
    """Replace tensors of the model, or with None take them out."""
    weights = load_file(folder / "model.safetensors") | changed
    kept = {name: tensor for name, tensor in weights.items() if tensor is not None}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})


def test_a_folder_is_taken_as_it_is(base: Path, tmp_path: Path):
    """No copy, no cache."""
    assert base_model.resolve(str(base), tmp_path) == BaseModel(str(base), None)


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path):
    """And never looked for on a hub."""
    for name in (str(tmp_path / "nowhere"), "./nowhere"):
        with pytest.raises(BaseModelUnavailableError, match="no folder") as refusal:
            base_model.resolve(name, tmp_path)
        assert not refusal.value.retryable


def test_other_names_are_the_hubs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Downloads go into the worker's cache."""
    for variable in base_model.HUB_CACHE_VARIABLES:
        monkeypatch.delenv(variable, raising=False)

    assert base_model.resolve(HUB_NAME, tmp_path) == BaseModel(HUB_NAME, tmp_path / "hub")


def test_the_hubs_own_settings_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Who has set HF_HOME has a cache already."""
    monkeypatch.setenv("HF_HOME", str(tmp_path))

    assert base_model.resolve(HUB_NAME, tmp_path).hub_cache is None


def test_a_silent_hub_may_answer_the_next_attempt(tmp_path: Path):
    """Offline, and not in the cache."""
    base = BaseModel(HUB_NAME, tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
        patch.setattr("transformers.utils.hub.is_offline_mode", lambda: True)
        with pytest.raises(BaseModelUnavailableError) as refusal:
            base_model.load_tokenizer(base)

    assert refusal.value.retryable


def chained(cause: Exception) -> OSError:
    """As transformers raises it: the hub's error within its own."""
    error = OSError("We couldn't connect to 'https://huggingface.co'")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "cause", [OfflineModeIsEnabled("offline"), ConnectionError("reset"), httpx.ConnectTimeout("")]
)
def test_a_lost_connection_is_known_by_its_cause(cause: Exception):
    """Whatever words transformers finds for it."""
    refusal = base_model.refusal(BaseModel(HUB_NAME, None), chained(cause))

    assert isinstance(refusal, BaseModelUnavailableError)
    assert refusal.retryable


def test_a_whole_encoder_gets_a_new_head(base: Path):
    """In fp32, with as many outputs as labels; the pooler is learned with the head."""
    model = load(base)

    assert model.config.num_labels == 3
    assert {parameter.dtype for parameter in model.parameters()} == {torch.float32}
    assert model.get_parameter("bert.pooler.dense.weight").shape == (16, 16)


def test_an_encoder_with_missing_weights_is_refused(copy: Path):
    """Left to itself, transformers would go on with random numbers."""
    change_weights(copy, **{"encoder.layer.1.output.dense.weight": None})

    with pytest.raises(BaseModelUnusableError, match="1 weights of the encoder"):
        load(copy)


def test_an_encoder_with_misshapen_weights_is_refused(copy: Path):
    """So would it here."""
    change_weights(copy, **{"embeddings.word_embeddings.weight": torch.zeros(7, 16)})

    with pytest.raises(BaseModelUnusableError, match="word_embeddings"):
        load(copy)


def test_a_head_for_other_labels_is_replaced(base: Path, tmp_path: Path):
    """A model that was trained before can be taught something else."""
    AutoModelForSequenceClassification.from_pretrained(base, num_labels=9).save_pretrained(tmp_path)

    assert load(tmp_path).config.num_labels == 3


def test_weights_in_a_format_that_can_hold_code_are_refused(copy: Path):
    """A pickle is never opened."""
    weights = load_file(copy / "model.safetensors")
    (copy / "model.safetensors").unlink()
    torch.save(weights, copy / "pytorch_model.bin")

    with pytest.raises(BaseModelUnusableError, match="safetensors"):
        load(copy)


def test_a_model_that_brings_its_own_code_is_refused(copy: Path):
    """It would have to be trusted; its code is not even imported."""
    (copy / "own.py").write_text("raise SystemExit('code of the model was run')")
    config = json.loads((copy / "config.json").read_text())
    own = {"AutoConfig": "own.Config", "AutoModelForSequenceClassification": "own.Model"}
    (copy / "config.json").write_text(json.dumps(config | {"model_type": "own", "auto_map": own}))

    with pytest.raises(BaseModelUnusableError):
        load(copy)


def test_the_longest_input_is_what_the_model_has_positions_for(base: Path):
    """BERT uses all of its positions."""
    assert base_model.max_tokens(load(base), small.tokenizer(small.SPECIAL)) == small.POSITIONS


def test_roberta_keeps_some_positions_for_itself():
    """Its positions begin after the padding's: 514 are 512."""
    config = RobertaConfig(
        vocab_size=9,
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=8,
        max_position_embeddings=20,
        pad_token_id=1,
    )
    tokenizer = small.tokenizer(small.SPECIAL)

    assert base_model.max_tokens(RobertaForSequenceClassification(config), tokenizer) == 18
