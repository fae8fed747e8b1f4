import json
from pathlib import Path

import pytest

from schemas.hyperparameters import Hyperparameters
from tests.worker.training import small
from worker.training.base_model import BaseModel
from worker.training.failures import BaseModelUnusableError
from worker.training.tasks.text_classification import model


def test_the_head_knows_its_labels_by_name(base: Path):
    """In both directions, as pipelines expect."""
    built, _ = model.build(BaseModel(str(base), None), ["não", "sim"])

    assert built.config.id2label == {0: "não", 1: "sim"}
    assert built.config.label2id == {"não": 0, "sim": 1}


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_tokenizer_cuts_where_the_hyperparameters_say(side: str, base: Path):
    """The choice is the user's, not the base model's."""
    chosen = Hyperparameters.model_validate({"truncation_side": side})

    assert model.build_tokenizer(BaseModel(str(base), None), chosen).truncation_side == side


def test_a_tokenizer_without_padding_is_refused(tmp_path: Path):
    """Texts of different lengths could not be taught together."""
    small.tokenizer(small.SPECIAL).save_pretrained(tmp_path)
    path = tmp_path / "tokenizer_config.json"
    config = json.loads(path.read_text())
    del config["pad_token"]
    path.write_text(json.dumps(config))

    with pytest.raises(BaseModelUnusableError, match="no padding token"):
        model.build_tokenizer(BaseModel(str(tmp_path), None), Hyperparameters())
