"""Finished models that nobody trained: what is tested is how they are asked."""

from pathlib import Path

import torch
from transformers import (
    BertConfig,
    BertForQuestionAnswering,
    BertForSequenceClassification,
    BertForTokenClassification,
    PreTrainedModel,
)

from schemas.tasks import Task
from tests.worker.training import small

WORDS = [
    *small.SPECIAL,
    *small.FILLING,
    *(word for each in small.COLOURS.values() for word in each),
]
LABELS = {
    Task.TEXT_CLASSIFICATION: [*small.COLOURS, "roxo"],
    Task.TOKEN_CLASSIFICATION: ["O", "B-cor", "I-cor"],
    Task.QUESTION_ANSWERING: ["start", "end"],
}
HEADS: dict[Task, type[PreTrainedModel]] = {
    Task.TEXT_CLASSIFICATION: BertForSequenceClassification,
    Task.TOKEN_CLASSIFICATION: BertForTokenClassification,
    Task.QUESTION_ANSWERING: BertForQuestionAnswering,
}


def save(folder: Path, task: Task = Task.TEXT_CLASSIFICATION, **more: object) -> Path:
    """A model for ``task`` with random weights, as a training leaves it."""
    torch.manual_seed(0)
    labels = LABELS[task]
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=small.POSITIONS,
        pad_token_id=0,
        initializer_range=0.5,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        **more,
    )
    HEADS[task](config).save_pretrained(folder)
    small.tokenizer(WORDS).save_pretrained(folder)
    return folder
