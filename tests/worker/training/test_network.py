import json
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForSequenceClassification

from schemas.hyperparameters import Hyperparameters
from tests.worker.training import small
from worker.training import network
from worker.training.base_model import BaseModel
from worker.training.failures import BaseModelUnusableError
from worker.training.network import Network

CPU = torch.device("cpu")


@pytest.fixture
def built(base: Path, tmp_path: Path) -> Network:
    job = small.job(tmp_path, base, max_length=9)
    named = network.named(["não", "sim"])
    return network.load(job, AutoModelForSequenceClassification, CPU, **named)


def test_a_row_may_hold_as_many_tokens_as_the_job_says(built: Network):
    """And never more than the model has positions for."""
    assert built.tokenizer.model_max_length == 9


def test_what_began_at_random_is_known_by_name(built: Network):
    """The head, and the pooler that the base model did not bring."""
    assert {"classifier.weight", "classifier.bias"} <= built.fresh
    assert not any("encoder.layer" in name for name in built.fresh)


def test_a_batch_is_padded_and_carries_what_else_the_model_reads(built: Network):
    """Texts of two lengths, their targets and their kinds."""
    texts = [np.array([2, 4, 3], dtype=np.int32), np.array([2, 4, 5, 3], dtype=np.int32)]

    batch = built.batch(texts, torch.tensor([1, 0]), token_type_ids=torch.zeros(2, 4).long())

    assert batch.inputs["input_ids"].tolist() == [[2, 4, 3, 0], [2, 4, 5, 3]]
    assert batch.inputs["attention_mask"].tolist() == [[1, 1, 1, 0], [1, 1, 1, 1]]
    assert batch.inputs["token_type_ids"].shape == (2, 4)
    assert batch.targets.tolist() == [1, 0]


def test_its_description_counts_the_texts_at_the_limit(built: Network):
    """Those that may have been cut."""
    line = built.describe("pequeno", np.array([9, 3, 9]))

    assert line.startswith("pequeno: ")
    assert line.endswith("21 tokens an epoch, 2 texts are at the limit of 9 tokens")


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_tokenizer_cuts_where_the_hyperparameters_say(side: str, base: Path):
    """The choice is the user's, not the base model's."""
    chosen = Hyperparameters.model_validate({"truncation_side": side})

    assert network.load_tokenizer(BaseModel(str(base), None), chosen).truncation_side == side


def test_a_tokenizer_without_padding_is_refused(tmp_path: Path):
    """Texts of different lengths could not be taught together."""
    small.tokenizer(small.SPECIAL).save_pretrained(tmp_path)
    path = tmp_path / "tokenizer_config.json"
    config = json.loads(path.read_text())
    del config["pad_token"]
    path.write_text(json.dumps(config))

    with pytest.raises(BaseModelUnusableError, match="no padding token"):
        network.load_tokenizer(BaseModel(str(tmp_path), None), Hyperparameters())
