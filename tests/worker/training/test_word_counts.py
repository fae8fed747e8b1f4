import time
from pathlib import Path

import numpy as np
import pytest

from schemas.split import Split
from tests.worker.training import small
from worker.training import word_counts
from worker.training.examples import Source

NOWHERE = Path("nowhere.parquet")


def source(learned: int, asked: int) -> Source:
    """The first rows are learned from."""
    return Source(NOWHERE, Split(np.arange(learned), np.arange(learned, learned + asked)), seed=5)


def test_what_words_tell_is_learned():
    """Each label has words of its own."""
    texts, labels = small.rows(240)
    numbers = np.unique(labels, return_inverse=True)[1]

    counted = word_counts.count(source(160, 80), texts)

    assert counted is not None
    assert (counted.one(numbers[counted.learned]) == numbers[counted.asked]).all()


def test_each_of_several_labels_is_learned_by_itself():
    """Also one that all rows have, and one that none has."""
    texts, labels = small.rows(240)
    marks = np.array([[label == "azul", label != "verde", True, False] for label in labels])

    counted = word_counts.count(source(160, 80), texts)

    assert counted is not None
    assert (counted.several(marks[counted.learned]) == marks[counted.asked]).all()


def test_it_repeats_itself():
    """The same seed, the same answers, on labels that mean nothing."""
    texts, _ = small.rows(300, seed=2)
    numbers = np.random.default_rng(0).integers(0, 5, 300)
    counted = [word_counts.count(source(200, 100), texts) for _ in range(2)]

    answers = [one.one(numbers[one.learned]) for one in counted if one is not None]

    assert len(answers) == 2
    assert np.array_equal(*answers)


def test_texts_without_words_teach_nothing():
    """Marks alone are no words."""
    assert word_counts.count(source(2, 1), ["…", "!!", "a"]) is None


def test_too_many_rows_and_labels_are_cut_to_what_takes_seconds(monkeypatch: pytest.MonkeyPatch):
    """Rows of each side, and rows that are learned from where the labels are many."""
    monkeypatch.setattr(word_counts, "MOST_ROWS", 100)
    monkeypatch.setattr(word_counts, "MOST_WORK", 4000)
    texts, _ = small.rows(500)
    numbers = np.arange(500) % 50

    counted = word_counts.count(source(300, 200), texts)

    assert counted is not None
    assert (len(counted.learned), len(counted.asked)) == (100, 100)
    assert set(counted.learned) <= set(range(300))
    assert set(counted.asked) <= set(range(300, 500))
    assert len(np.unique(counted.one(numbers[counted.learned]))) < 10


def test_a_large_dataset_takes_seconds():
    """Two megabytes of texts under 200 labels that mean nothing, the hardest to learn."""
    rng = np.random.default_rng(1)
    words = np.array([f"w{number}" for number in rng.zipf(1.3, size=20_000) % 30_000])
    texts = [" ".join(rng.choice(words, 40)) for _ in range(8_000)]
    numbers = rng.integers(0, 200, len(texts))
    began = time.process_time()

    counted = word_counts.count(source(7_000, 1_000), texts)

    assert counted is not None
    assert len(counted.one(numbers[counted.learned])) == 1_000
    assert time.process_time() - began < 15
