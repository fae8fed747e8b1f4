from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.worker.training import small
from worker.training import reader
from worker.training.reader import Reader
from worker.training.tasks.question_answering import data as questions
from worker.training.tasks.text_classification import data as texts
from worker.training.tasks.token_classification import data as sentences

WORDS = [*small.SPECIAL, "um", "dois", "três", "quatro", "cinco"]
TEXTS = ["um dois três", "quatro", "", "cinco cinco"]


@pytest.fixture(autouse=True)
def everything_is_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reader, "WORTHWHILE_CHARACTERS", 0)


def never() -> pa.Table:
    raise AssertionError("it was to be remembered")


def some() -> pa.Table:
    return pa.table({"ids": [[1, 2], [3]]})


def refuse(*_: Any, **__: Any) -> None:
    raise AssertionError("nothing was to be cut again")


def test_what_was_cut_once_is_remembered(tmp_path: Path):
    """By whoever cuts the same texts by the same rules."""
    Reader(small.tokenizer(WORDS), tmp_path).recall("texts", TEXTS, some)

    again = Reader(small.tokenizer(WORDS), tmp_path).recall("texts", TEXTS, never)

    assert again.equals(some())


def test_earlier_calls_of_the_tokenizer_change_nothing(tmp_path: Path):
    """It keeps the limits of its last call, which are no rules."""
    fresh, used = small.tokenizer(WORDS), small.tokenizer(WORDS)
    used("um dois", truncation=True, max_length=3, padding="max_length")
    Reader(fresh, tmp_path).recall("texts", TEXTS, some)

    assert Reader(used, tmp_path).recall("texts", TEXTS, never).equals(some())


def limited(tokenizer: Any) -> None:
    tokenizer.model_max_length = 7


def sided(tokenizer: Any) -> None:
    tokenizer.truncation_side = "left"


@pytest.mark.parametrize("change", [limited, sided])
def test_other_rules_make_other_tokens(change: Callable[[Any], None], tmp_path: Path):
    """Another limit, or another side to cut at."""
    Reader(small.tokenizer(WORDS), tmp_path).recall("texts", TEXTS, some)
    tokenizer = small.tokenizer(WORDS)
    change(tokenizer)

    with pytest.raises(AssertionError):
        Reader(tokenizer, tmp_path).recall("texts", TEXTS, never)


def test_another_vocabulary_other_texts_and_other_kinds_are_told_apart(tmp_path: Path):
    """Also texts whose letters are the same, but not their borders."""
    kept = Reader(small.tokenizer(WORDS), tmp_path)
    kept.recall("texts", TEXTS, some)
    other = Reader(small.tokenizer([*WORDS, "seis"]), tmp_path)

    for reader_, kind, given in (
        (kept, "texts", ["um", *TEXTS]),
        (kept, "texts", ["um dois ", "trêsquatro", "", "cinco cinco"]),
        (kept, "words", TEXTS),
        (other, "texts", TEXTS),
    ):
        with pytest.raises(AssertionError):
            reader_.recall(kind, given, never)


@pytest.mark.parametrize("damage", [b"", b"ARROW1 and nonsense"])
def test_a_damaged_file_is_made_again(damage: bytes, tmp_path: Path):
    """And is whole afterwards."""
    kept = Reader(small.tokenizer(WORDS), tmp_path)
    kept.recall("texts", TEXTS, some)
    [path] = tmp_path.iterdir()
    path.write_bytes(damage)

    assert kept.recall("texts", TEXTS, some).equals(some())
    assert kept.recall("texts", TEXTS, never).equals(some())


def test_what_was_used_longest_ago_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """When all together takes too much room."""
    kept = Reader(small.tokenizer(WORDS), tmp_path)
    kept.recall("first", TEXTS, some)
    [first] = tmp_path.iterdir()
    monkeypatch.setattr(reader, "KEPT_BYTES", int(first.stat().st_size * 1.5))

    kept.recall("second", TEXTS, some)

    [left] = tmp_path.iterdir()
    assert left != first


def test_a_small_set_is_not_worth_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Nothing is written for it."""
    monkeypatch.setattr(reader, "WORTHWHILE_CHARACTERS", 1_000)

    Reader(small.tokenizer(WORDS), tmp_path).recall("texts", TEXTS, some)

    assert not list(tmp_path.iterdir())


def test_texts_come_back_as_they_were_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Empty ones too."""
    tokenizer = small.tokenizer(WORDS)
    first = texts.recall(TEXTS, tokenizer, tmp_path)
    monkeypatch.setattr(texts, "tokenise", refuse)

    again = texts.recall(TEXTS, tokenizer, tmp_path)

    for one, other in zip(first, again, strict=True):
        assert np.array_equal(one, other)
        assert one.dtype == other.dtype == np.int32


def test_words_come_back_as_they_were_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Each with its own pieces."""
    tokenizer = small.tokenizer(WORDS)
    given = [["um", "dois"], ["três"]]
    first = list(sentences.recall(given, tokenizer, tmp_path))
    monkeypatch.setattr(sentences, "cut_words", refuse)

    assert list(sentences.recall(given, tokenizer, tmp_path)) == first == [[[4], [5]], [[6]]]


def test_windows_of_questions_come_back_as_they_were_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """With their answers' places."""
    tokenizer = small.tokenizer(WORDS)
    tokenizer.model_max_length = 9
    asked = [
        questions.Question("um dois", "três quatro cinco " * 3, (questions.Answer("três", 0),))
    ]
    first = questions.encode(asked, tokenizer, tmp_path)
    monkeypatch.setattr(questions, "_windows", refuse)

    again = questions.encode(asked, tokenizer, tmp_path)

    assert len(first.windows) == len(again.windows) > 1
    assert np.array_equal(first.targets, again.targets)
    for one, other in zip(first.windows, again.windows, strict=True):
        assert np.array_equal(one.tokens, other.tokens)
        assert np.array_equal(one.places, other.places)
        assert one.context == other.context
