"""A tiny encoder with random weights, and rows that it can learn in seconds."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import pyarrow as pa
import pyarrow.parquet as pq
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from worker.messages import ChildMessage, Job

Message = TypeVar("Message")

SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
COLOURS = {
    "azul": ("mar", "céu", "anil", "safira"),
    "verde": ("folha", "mata", "limão", "jade"),
    "vermelho": ("sangue", "rubi", "tomate", "fogo"),
}
FILLING = ("o", "a", "de", "e", "que", "um", "para", "com")
POSITIONS = 32
EMPHASIS = 2.0


def save_base(folder: Path, seed: int = 0, positions: int = POSITIONS) -> Path:
    """A two-layer BERT without pooler, and a tokenizer of whole words."""
    torch.manual_seed(seed)
    words = [*SPECIAL, *FILLING, *(word for colour in COLOURS.values() for word in colour)]
    config = BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=positions,
        pad_token_id=0,
        initializer_range=0.2,
    )
    encoder = BertModel(config, add_pooling_layer=False)
    _teach_colours(encoder.embeddings.word_embeddings, words)
    encoder.save_pretrained(folder)
    tokenizer(words, positions).save_pretrained(folder)
    return folder


def _teach_colours(embeddings: torch.nn.Embedding, words: list[str]) -> None:
    """What pre-training would know: words of one colour are alike."""
    with torch.no_grad():
        for number, colour in enumerate(COLOURS.values()):
            for word in colour:
                embeddings.weight[words.index(word), number] += EMPHASIS


def tokenizer(words: Sequence[str], positions: int = POSITIONS) -> PreTrainedTokenizerFast:
    inner = Tokenizer(
        models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]")
    )
    inner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    inner.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(
        tokenizer_object=inner,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        model_max_length=positions,
    )


def rows(count: int, seed: int = 0) -> tuple[list[str], list[str]]:
    """Texts of 3 to 12 words, and their labels: the colour that some of the words speak of."""
    rng = random.Random(seed)
    labels = [rng.choice(list(COLOURS)) for _ in range(count)]
    texts = [_text(rng, label) for label in labels]
    return texts, labels


def _text(rng: random.Random, label: str) -> str:
    words = rng.choices(COLOURS[label], k=2) + rng.choices(FILLING, k=rng.randint(1, 10))
    rng.shuffle(words)
    return " ".join(words)


def save_examples(
    path: Path, texts: Sequence[str], labels: Sequence[str], groups: Sequence[str | None]
) -> Path:
    table = pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "label": pa.array(labels, pa.string()),
            "group": pa.array(groups, pa.string()),
            "row": pa.array(range(2, len(texts) + 2), pa.int32()),
        }
    )
    pq.write_table(table, path)
    return path


def job(folder: Path, base: Path, count: int = 60, **chosen: Any) -> Job:
    """A job of a second or two under ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    texts, labels = rows(count)
    hyperparameters = {"learning_rate": 1e-2, "epochs": 2, "batch_size": 8, "max_length": 16}
    return Job(
        run_id=UUID(int=7),
        task=Task.TEXT_CLASSIFICATION,
        base_model=str(base),
        hyperparameters=Hyperparameters.model_validate(hyperparameters | chosen),
        examples=save_examples(folder / "examples.parquet", texts, labels, [None] * count),
        work_dir=folder / "work",
        model_dir=folder / "model",
        cache_dir=folder / "cache",
    )


def never() -> bool:
    """Nobody asks to stop."""
    return False


class Ear:
    """Keeps what a session tells."""

    def __init__(self) -> None:
        self.messages: list[ChildMessage] = []

    def __call__(self, message: ChildMessage) -> None:
        self.messages.append(message)

    def heard(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.messages if isinstance(message, kind)]
