from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.worker.training import small
from worker.training.examples import Sides
from worker.training.failures import ExamplesUnusableError
from worker.training.tasks.text_classification import data
from worker.training.tasks.text_classification.data import Examples

WORDS = [*small.SPECIAL, "um", "dois", "três", "quatro"]


def examples(texts: list[str], labels: list[str]) -> Examples:
    return Examples(texts, labels, Sides([None] * len(texts)))


def test_rows_come_in_the_files_order(tmp_path: Path):
    """Texts, labels and groups, nulls among these."""
    path = small.save_examples(tmp_path / "x.parquet", ["p", "q"], ["b", "a"], ["g", None])

    read = data.read(path)

    assert read == Examples(["p", "q"], ["b", "a"], Sides(["g", None]))
    assert data.names(read) == ["a", "b"]


def test_texts_kept_as_dictionaries_are_read_as_texts(tmp_path: Path):
    """Parquet writers compress repeated labels so."""
    labels = pa.array(["a", "b", "a"]).dictionary_encode()
    nothing = pa.nulls(3, pa.string())
    columns = {"text": ["p", "q", "r"], "label": labels, "group": nothing, "row": [2, 3, 4]}
    pq.write_table(pa.table(columns), tmp_path / "x.parquet")

    assert data.read(tmp_path / "x.parquet").labels == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"text": ["p", "q"], "label": ["a", "b"]}, "group"),
        ({"text": ["p", "q"], "label": ["a", "b"], "group": ["g", "h"]}, "row"),
        (
            {"text": ["p", "q"], "label": ["a", None], "group": ["g", "h"]},
            "a value in label",
        ),
        ({"text": ["p", "q"], "label": ["a", "a"], "group": ["g", "h"]}, "nothing to tell apart"),
    ],
)
def test_a_file_that_teaches_nothing_is_refused(
    columns: dict[str, list[str | None]], reason: str, tmp_path: Path
):
    """The refusal says what is wrong with it."""
    rows = {"row": [2, 3]} if reason != "row" else {}
    pq.write_table(pa.table(columns | rows), tmp_path / "x.parquet")

    with pytest.raises(ExamplesUnusableError, match=reason):
        data.read(tmp_path / "x.parquet")


@pytest.mark.parametrize("content", [None, b"", b"PAR1 but not really PAR1"])
def test_a_file_that_is_no_parquet_is_refused(content: bytes | None, tmp_path: Path):
    """Missing, empty or broken."""
    if content is not None:
        (tmp_path / "x.parquet").write_bytes(content)

    with pytest.raises(ExamplesUnusableError, match=r"x\.parquet"):
        data.read(tmp_path / "x.parquet")


@pytest.mark.parametrize(("side", "kept"), [("right", [4, 5]), ("left", [6, 7])])
def test_long_texts_are_cut_at_the_chosen_side(side: str, kept: list[int]):
    """Between the special tokens."""
    tokenizer = small.tokenizer(WORDS)
    tokenizer.truncation_side = side
    tokenizer.model_max_length = 4

    [tokens] = data.tokenise(["um dois três quatro"], tokenizer)

    assert tokens.tolist() == [2, *kept, 3]


def test_rows_are_encoded_in_the_order_asked_for():
    """Labels as their place in the alphabet."""
    rows = examples(["um", "um dois três", "dois"], ["b", "c", "a"])

    encoded = data.encode(rows, np.array([1, 0]), small.tokenizer(WORDS))

    assert [text.tolist() for text in encoded.texts] == [[2, 4, 5, 6, 3], [2, 4, 3]]
    assert encoded.labels.tolist() == [2, 1]
    assert encoded.lengths.tolist() == [5, 3]


def test_many_texts_are_cut_as_few_are(monkeypatch: pytest.MonkeyPatch):
    """Slices leave no trace."""
    monkeypatch.setattr(data, "TEXTS_AT_A_TIME", 2)
    texts = ["um", "dois", "três", "quatro", "um dois"]

    tokens = data.tokenise(texts, small.tokenizer(WORDS))

    assert [text.tolist()[1:-1] for text in tokens] == [[4], [5], [6], [7], [4, 5]]


def test_balanced_weights_give_every_label_the_same_say():
    """Rows times weight is the same for each label, and the mean weight of a row is 1."""
    labels = np.array([0] * 6 + [1] * 3 + [2])

    weights = data.balanced_weights(labels, 3)

    sums = [weights[number] * (labels == number).sum() for number in range(3)]
    assert sums == pytest.approx([sums[0]] * 3)
    assert weights[labels].mean() == pytest.approx(1)


def test_a_label_that_only_the_exam_has_weighs_one():
    """A fixed split may keep all of its rows for the exam; the others share the weight."""
    weights = data.balanced_weights(np.array([0, 0, 0, 1]), 3)

    assert weights.tolist() == pytest.approx([2 / 3, 2, 1])
