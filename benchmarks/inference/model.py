"""A finished classifier of any size with random weights: how fast it is does not depend on them."""

from pathlib import Path

from transformers import BertConfig, BertForSequenceClassification

from tests.worker.inference.models import WORDS
from tests.worker.training import small
from worker.training import libraries

SIZES = {"small": (384, 6), "base": (768, 12)}
"""Width and layers: of a packaged encoder, and of a BERT as most people use it."""
POSITIONS = 128
LABELS = list(small.COLOURS)
TEXT = "o mar de anil e a folha de jade que " * 7
"""63 tokens, a short paragraph."""


def config(size: str) -> BertConfig:
    """A BERT of ``size``."""
    width, layers = SIZES[size]
    return BertConfig(
        vocab_size=len(WORDS),
        hidden_size=width,
        num_hidden_layers=layers,
        num_attention_heads=width // 32,
        intermediate_size=4 * width,
        max_position_embeddings=POSITIONS,
        pad_token_id=0,
        id2label=dict(enumerate(LABELS)),
        label2id={label: number for number, label in enumerate(LABELS)},
    )


def save(folder: Path, size: str) -> None:
    """A finished model in ``folder``."""
    libraries.quieten()
    BertForSequenceClassification(config(size)).save_pretrained(folder)
    small.tokenizer(WORDS, POSITIONS).save_pretrained(folder)
