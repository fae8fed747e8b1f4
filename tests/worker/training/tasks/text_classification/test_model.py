from pathlib import Path

import pytest
import torch

from tests.worker.training import small
from worker.training.tasks.text_classification import data, model

CPU = torch.device("cpu")
LABELS = ["azul", "verde", "vermelho"]
TEXTS = ["o mar", "a folha de jade", "fogo e sangue que um tomate", "para o mar"]


def test_the_head_knows_its_labels_by_name(base: Path, tmp_path: Path):
    """In both directions, as pipelines expect."""
    built = model.build(small.job(tmp_path, base), ["não", "sim"], CPU)

    assert built.model.config.id2label == {0: "não", 1: "sim"}
    assert built.model.config.label2id == {"não": 0, "sim": 1}
    assert built.model.config.problem_type == "single_label_classification"


def test_a_pooler_that_would_be_random_begins_where_the_texts_lie(base: Path, tmp_path: Path):
    """The base model has none: the layer begins as a stretched identity, for any texts."""
    built = model.build(small.job(tmp_path, base), LABELS, CPU)
    texts = data.tokenise(TEXTS, built.tokenizer)

    model.settle(built, texts, data.measure(texts), seed=1)

    weight = built.model.base_model.get_parameter("pooler.dense.weight")
    assert torch.equal(weight, torch.eye(len(weight)) * weight[0, 0])


@pytest.mark.parametrize("seed", [1, 2])
def test_a_pooler_that_was_trained_is_left_alone(seed: int, base: Path, tmp_path: Path):
    """What a base model brings is what it begins with."""
    built = model.build(small.job(tmp_path, base, seed=seed), LABELS, CPU)
    built.model.save_pretrained(tmp_path / "whole")
    built.tokenizer.save_pretrained(tmp_path / "whole")
    again = model.build(small.job(tmp_path, tmp_path / "whole"), LABELS, CPU)
    texts = data.tokenise(TEXTS, again.tokenizer)
    before = again.model.base_model.get_parameter("pooler.dense.weight").clone()

    model.settle(again, texts, data.measure(texts), seed=1)

    assert torch.equal(again.model.base_model.get_parameter("pooler.dense.weight"), before)
