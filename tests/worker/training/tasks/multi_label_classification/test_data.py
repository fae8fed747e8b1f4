from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from tests.worker.training import corpora, small
from worker.training.failures import ExamplesUnusableError
from worker.training.tasks.multi_label_classification import data

TEXTS = ["um", "dois", "um dois"]
LABELS = [["a"], ["b", "c"], ["a", "c"]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return corpora.save(tmp_path / "x.parquet", text=TEXTS, labels=LABELS)


def test_every_label_of_any_text_has_a_number(path: Path):
    """Its place in the alphabet."""
    assert data.names(data.read(path)) == ["a", "b", "c"]


def test_a_row_is_marked_with_each_of_its_labels(path: Path):
    """In the order asked for."""
    tokenizer = small.tokenizer([*small.SPECIAL, "um", "dois"])

    encoded = data.encode(data.read(path), np.array([2, 1]), tokenizer)

    assert encoded.marks.tolist() == [[True, False, True], [False, True, True]]
    assert [text.tolist() for text in encoded.texts] == [[2, 4, 5, 3], [2, 5, 3]]
    assert encoded.lengths.tolist() == [4, 3]


def test_one_label_over_all_teaches_nothing(tmp_path: Path):
    """There is nothing to tell apart."""
    path = corpora.save(tmp_path / "x.parquet", text=TEXTS, labels=[["a"]] * 3)

    with pytest.raises(ExamplesUnusableError, match="nothing to tell apart"):
        data.read(path)


def test_every_label_keeps_its_share_of_the_exam(tmp_path: Path):
    """Not only each row's first one: c always comes second or third."""
    rng = np.random.default_rng(2)
    draws = (rng.choice(list("abc"), rng.integers(1, 4), replace=False) for _ in range(200))
    labels = list(map(sorted, draws))
    path = corpora.save(tmp_path / "x.parquet", text=list(map(str, range(200))), labels=labels)
    examples = data.read(path)

    split = data.divide(examples, share=0.8, seed=1)

    counts = Counter(label for row in labels for label in row)
    held_out = Counter(label for row in split.held_out for label in labels[row])
    assert all(abs(held_out[label] - count / 5) <= 1 for label, count in counts.items())


def test_balanced_weights_let_having_a_label_weigh_as_much_as_not_having_it():
    """One in four has it: it weighs three times as much. Common labels are not weighed down."""
    marks = np.array([[True, True], [False, True], [False, True], [False, False]])

    assert data.balanced_weights(marks).tolist() == [3, 1]


def test_a_label_that_only_the_exam_has_weighs_one():
    """A fixed split may keep all of its rows for the exam."""
    marks = np.array([[True, False], [False, False], [False, False]])

    assert data.balanced_weights(marks).tolist() == [2, 1]
