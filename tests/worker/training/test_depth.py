from pathlib import Path

from torch import nn
from transformers import AutoModelForSequenceClassification

from worker.training import depth


def test_layers_are_counted_from_the_head_down(base: Path):
    """Two layers: the head at 0, then the upper one, the lower one and the embeddings."""
    model = AutoModelForSequenceClassification.from_pretrained(base)

    heights = depth.heights(model)

    assert set(heights) == {name for name, _ in model.named_parameters()}
    assert heights["classifier.weight"] == heights["bert.pooler.dense.bias"] == 0
    assert heights["bert.encoder.layer.1.output.dense.weight"] == 1
    assert heights["bert.encoder.layer.0.output.dense.weight"] == 2
    assert heights["bert.embeddings.word_embeddings.weight"] == 3
    assert heights["bert.embeddings.LayerNorm.bias"] == 3


def test_a_model_without_layers_is_all_head():
    """Its weights are all taught at one rate."""
    assert depth.heights(nn.Linear(2, 2)) == {}
