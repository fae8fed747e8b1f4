from pathlib import Path

import numpy as np
import pytest

from schemas.split import Split
from tests.worker.training import corpora
from worker.training import examples
from worker.training.examples import Sides, Source
from worker.training.failures import ExamplesUnusableError

SETS = [{0}, {1}, {0, 1}, {0}, {1}, {0}]
TEXTS = list("abcdef")


def test_a_fixed_split_is_obeyed(tmp_path: Path):
    """Whatever the labels, the groups and the seed."""
    sides = ["train", "validation", "train", "train", "train", "validation"]
    path = corpora.save(tmp_path / "x.parquet", text=TEXTS, group=["g"] * 6, split=sides)

    split = examples.read(path, ["text"]).sides.divide(SETS, TEXTS, share=0.5, seed=7)

    assert split.training.tolist() == [0, 2, 3, 4]
    assert split.held_out.tolist() == [1, 5]


def test_files_of_older_versions_fix_no_split(base: Path, tmp_path: Path):
    """They have no such column."""
    from tests.worker.training import small

    path = small.save_examples(tmp_path / "x.parquet", TEXTS, TEXTS, [None] * 6)

    assert examples.read(path, ["text"]).sides.fixed is None


def test_rows_of_one_group_stay_together():
    """And every label is learned from."""
    sides = Sides(["g", "g", "h", "h", "i", "i"])

    split = sides.divide(SETS, TEXTS, share=0.7, seed=1)

    assert len(split.held_out) == 2
    assert split.held_out[0] // 2 == split.held_out[1] // 2


def test_rows_that_all_hang_together_are_refused():
    """Nothing could be held out."""
    with pytest.raises(ExamplesUnusableError, match="no rows can be held out"):
        Sides(["g"] * 6).divide(SETS, TEXTS, share=0.7, seed=1)


def test_only_what_may_be_missing_may_be_missing(tmp_path: Path):
    """A value that a task needs is in every row, or the file is refused by the column's name."""
    path = corpora.save(tmp_path / "x.parquet", question=["p", None], type=["t", None])

    assert examples.read(path, [], ["question", "type"]).columns["type"] == ["t", None]
    with pytest.raises(ExamplesUnusableError, match="without a value in question"):
        examples.read(path, ["question"])


def test_a_column_that_is_not_there_is_named(tmp_path: Path):
    """So that somebody can tell what was sent."""
    path = corpora.save(tmp_path / "x.parquet", text=TEXTS)

    with pytest.raises(ExamplesUnusableError, match="lacks the columns tags, tokens"):
        examples.read(path, ["tokens", "tags"])


def test_a_lesson_remembers_where_its_exam_stands_in_the_sheet(tmp_path: Path):
    """The sheet's own numbers, which need not be those of the examples."""
    path = corpora.save(tmp_path / "x.parquet", text=TEXTS, row=[2, 3, 7, 8, 11, 12])

    source = Source(path, Split(np.array([0, 2, 3]), np.array([1, 4, 5])), seed=1)

    assert source.sheet_rows().tolist() == [3, 11, 12]


def test_a_sample_keeps_the_order_of_the_rows():
    """None twice; all where there are no more than asked for; the same again."""
    rows = np.arange(100, 200)
    source = Source(Path("nowhere"), Split(rows, rows), seed=1)

    some = source.sample(rows, 30)

    assert len(some) == 30
    assert (np.diff(some) > 0).all()
    assert np.array_equal(source.sample(rows, 30), some)
    assert np.array_equal(source.sample(rows, 100), rows)
