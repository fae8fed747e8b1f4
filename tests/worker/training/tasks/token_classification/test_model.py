from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, trainers
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from tests.worker.training import lessons
from worker.training.tasks.token_classification import data, model

ROOM = 64


def test_the_head_knows_its_tags_by_name(base: Path, tmp_path: Path):
    """In both directions, as pipelines expect."""
    job = lessons.job(lessons.ENTITIES, tmp_path, base)

    built = model.build(job, ["O", "B-LEI", "I-LEI"], torch.device("cpu"))

    assert built.model.config.id2label == {0: "O", 1: "B-LEI", 2: "I-LEI"}
    assert built.tokenizer.padding_side == "right"


def byte_level() -> PreTrainedTokenizerFast:
    """A tokenizer for which the space before a word belongs to it."""
    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<s>", "<pad>"], initial_alphabet=alphabet
    )
    inner.train_from_iterator(["a lei foi lida"] * 50, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=inner, pad_token="<pad>", cls_token="<s>")


def pieces(tokenizer: PreTrainedTokenizerFast) -> list[list[int]]:
    [words] = data.cut_words([["a", "lei", "foi", "lida"]], tokenizer, ROOM)
    return words


def test_words_are_read_as_they_stand_within_a_text(tmp_path: Path):
    """Else every word of a byte-level model would be one that begins a text, or unknown to it."""
    tokenizer = byte_level()
    whole = tokenizer(" a lei foi lida", add_special_tokens=False)["input_ids"]
    before = [piece for word in pieces(tokenizer) for piece in word]

    model.read_words(tokenizer)

    assert before != whole
    assert [piece for word in pieces(tokenizer) for piece in word] == whole
    tokenizer.save_pretrained(tmp_path)
    assert pieces(AutoTokenizer.from_pretrained(tmp_path)) == pieces(tokenizer)
