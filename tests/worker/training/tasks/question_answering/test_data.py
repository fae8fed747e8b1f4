from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import AutoModelForQuestionAnswering, PreTrainedTokenizerFast

from tests.worker.training import corpora, small
from worker.training.failures import ExamplesUnusableError
from worker.training.network import Network
from worker.training.tasks.question_answering import data
from worker.training.tasks.question_answering.data import NOWHERE, Answer, Encoded, Question

WORDS = ["um", "dois", "três", "quatro", "cinco"]


def tokenizer(max_length: int) -> PreTrainedTokenizerFast:
    made = small.tokenizer([*small.SPECIAL, *WORDS])
    made.model_max_length = max_length
    return made


def asked(context: str, answer: str | None, question: str = "um dois") -> Question:
    answers = () if answer is None else (Answer(answer, context.index(answer)),)
    return Question(question, context, answers)


def pointed_at(encoded: Encoded, row: int) -> str | None:
    """The stretch of the context that a window's targets point at."""
    first, last = encoded.targets[row]
    window = encoded.windows[row]
    if (first, last) == (NOWHERE, NOWHERE):
        return None
    start, end = window.places[first][0], window.places[last][1]
    return encoded.questions[window.question].context[start:end]


def test_question_and_context_are_one_window():
    """And the targets are the answer's first and last token."""
    encoded = data.encode([asked("três quatro cinco", "quatro cinco")], tokenizer(20))

    [window] = encoded.windows
    assert window.tokens.tolist() == [2, 4, 5, 3, 6, 7, 8, 3]
    assert window.context == slice(4, 7)
    assert encoded.targets.tolist() == [[5, 6]]
    assert data.longest_answer(encoded) == 2


def test_models_that_tell_question_and_context_apart_are_told(base: Path):
    """Where the tokenizer says so; padding is of the first kind."""
    made = tokenizer(20)
    made.model_input_names = ["input_ids", "token_type_ids", "attention_mask"]
    encoded = data.encode([asked("três quatro", "três"), asked("três", "três")], made)
    model = AutoModelForQuestionAnswering.from_pretrained(base)

    batch = encoded.batch(Network(model, made, torch.device("cpu"), frozenset()), np.arange(2))

    assert batch.inputs["token_type_ids"].tolist() == [[0, 0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 1, 0]]
    assert batch.inputs["attention_mask"].tolist() == [[1] * 7, [*[1] * 6, 0]]
    assert batch.targets.tolist() == [[4, 4], [4, 4]]


def test_a_question_without_answer_points_nowhere():
    """At the first token."""
    encoded = data.encode([asked("três quatro", None)], tokenizer(20))

    assert encoded.targets.tolist() == [[NOWHERE, NOWHERE]]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=60), st.data())
@settings(max_examples=60, deadline=None)
def test_every_answer_that_fits_an_overlap_is_whole_in_some_window(
    words: list[str], drawn: st.DataObject
):
    """Windows that hold only a part of it, or nothing, point nowhere."""
    first = drawn.draw(st.integers(0, len(words) - 1))
    last = drawn.draw(st.integers(first, min(first + 3, len(words) - 1)))
    start = len("".join(f"{word} " for word in words[:first]))
    answer = Answer(" ".join(words[first : last + 1]), start)
    encoded = data.encode([Question("um", " ".join(words), (answer,))], tokenizer(20))

    told = [pointed_at(encoded, row) for row in range(len(encoded.windows))]

    assert set(told) <= {answer.text, None}
    assert answer.text in told
    assert all(len(window.tokens) <= 20 for window in encoded.windows)


def test_a_long_question_leaves_the_context_half_of_the_window():
    """Its end is left unread."""
    encoded = data.encode([asked("cinco " * 9, "cinco", question="um " * 30)], tokenizer(19))

    for window in encoded.windows:
        assert window.context.start == 10
        assert len(window.tokens) <= 19
    assert len(encoded.windows) > 1


def test_a_context_without_tokens_is_still_asked():
    """There is no answer in it."""
    encoded = data.encode([Question("um", " ")], tokenizer(20))

    assert encoded.targets.tolist() == [[NOWHERE, NOWHERE]]
    assert encoded.windows[0].places[encoded.windows[0].context].shape == (0, 2)


def test_many_questions_are_cut_as_few_are(monkeypatch: pytest.MonkeyPatch):
    """Slices leave no trace."""
    questions = [asked("três quatro cinco " * count, "cinco") for count in range(1, 8)]
    whole = data.encode(questions, tokenizer(14))
    monkeypatch.setattr(data, "PAIRS_AT_A_TIME", 2)

    sliced = data.encode(questions, tokenizer(14))

    assert np.array_equal(sliced.targets, whole.targets)
    assert [one.question for one in sliced.windows] == [one.question for one in whole.windows]
    assert [one.tokens.tolist() for one in sliced.windows] == [
        one.tokens.tolist() for one in whole.windows
    ]


def question(context: str, answers: list[dict[str, str | int]]) -> corpora.Asked:
    return {"context": context, "question": "um", "answers": answers, "type": "quem"}


def test_rows_come_in_the_files_order(tmp_path: Path):
    """With all their answers, or with none."""
    told = [{"text": "dois", "start": 3}, {"text": "um", "start": 0}]
    rows = [question("um dois", told), question("três", [])]
    path = corpora.save_questions(tmp_path / "x.parquet", rows)

    read = data.read(path)

    assert read.questions == [
        Question("um", "um dois", (Answer("dois", 3), Answer("um", 0)), "quem"),
        Question("um", "três", (), "quem"),
    ]
    assert read.has_unanswerable


def test_a_file_without_answers_is_refused(tmp_path: Path):
    """Nothing can be learned from it."""
    path = corpora.save_questions(tmp_path / "x.parquet", [question("um", [])])

    with pytest.raises(ExamplesUnusableError, match="no question has an answer"):
        data.read(path)


def test_questions_on_one_context_stay_together(tmp_path: Path):
    """Three on each of 20; some contexts have no answer, and both kinds are learned from."""
    answers = [{"text": "um", "start": 0}]
    rows = [question(f"um {row // 3}", answers if row // 3 % 4 else []) for row in range(60)]
    path = corpora.save_questions(tmp_path / "x.parquet", rows)

    split = data.divide(data.read(path), share=0.75, seed=5)

    sides = [{row // 3 for row in side} for side in (split.training, split.held_out)]
    assert not sides[0] & sides[1]
    assert len(split.held_out) == pytest.approx(15, abs=3)
    assert {context % 4 == 0 for context in sides[0]} == {True, False}
