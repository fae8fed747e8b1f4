"""Pages of examples, read from Parquet files of every task and of several row groups."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets import examples, pages
from api.datasets.pages import Page, Wanted
from schemas.tasks import Task

CLASSES = Task.TEXT_CLASSIFICATION
LABELS = ("cível", "penal", "tributário")


def labelled(path: Path, rows: list[int], labels: list[str], **more: Any) -> Path:
    columns = {
        "text": [f"texto da linha {row}" for row in rows],
        "label": labels,
        "group": pa.nulls(len(rows), pa.string()),
        "row": pa.array(rows, pa.int32()),
    }
    return examples.write(pa.table(columns | more), path)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Ten examples in three row groups, read three at a time; rows 4 and 9 are left out."""
    monkeypatch.setattr(examples, "ROW_GROUP_ROWS", 4)
    monkeypatch.setattr(pages, "BATCH_ROWS", 3)
    rows = [row for row in range(2, 14) if row not in {4, 9}]
    return labelled(tmp_path / "examples.parquet", rows, [LABELS[row % 2] for row in rows])


def rows(page: Page) -> list[int]:
    return [example.row for example in page.examples]


def test_a_page_begins_where_it_is_asked_to(path: Path):
    """And ends with its limit, or the last example; the total is of all."""
    assert rows(pages.read(path, CLASSES, Wanted(limit=3))) == [2, 3, 5]
    middle = pages.read(path, CLASSES, Wanted(limit=5, offset=3))
    assert (rows(middle), middle.total) == ([6, 7, 8, 10, 11], 10)
    assert rows(pages.read(path, CLASSES, Wanted(limit=5, offset=8))) == [12, 13]
    assert rows(pages.read(path, CLASSES, Wanted(limit=5, offset=10))) == []


def test_examples_are_told_in_words_by_their_roles(path: Path):
    """A group that is not there is not told; a file without a split is read all the same."""
    [example] = pages.read(path, CLASSES, Wanted(limit=1)).examples

    assert example.cells == {"text": "texto da linha 2", "label": "cível"}


def test_examples_of_one_label_are_found(path: Path):
    """Whatever row group they stand in; an unknown label has none."""
    found = pages.read(path, CLASSES, Wanted(label="penal", limit=3, offset=2))

    assert (rows(found), found.total) == ([7, 11, 13], 5)
    assert pages.read(path, CLASSES, Wanted(label="civel", limit=3)).total == 0


def test_the_example_of_a_row_is_found(path: Path):
    """None where the row is left out, or beyond the sheet."""
    for row in (2, 8, 13):
        assert rows(pages.read(path, CLASSES, Wanted(row=row, limit=3))) == [row]
    for row in (1, 4, 9, 14):
        assert pages.read(path, CLASSES, Wanted(row=row, limit=3)).total == 0


def test_a_row_among_several_leads_to_its_example(tmp_path: Path):
    """Where sentences stand word by word."""
    columns = {
        "tokens": [["João", "mora"], ["em", "São", "Paulo"]],
        "tags": [["B-PESSOA", "O"], ["O", "B-LOCAL", "I-LOCAL"]],
        "group": pa.nulls(2, pa.string()),
        "row": pa.array([2, 5], pa.int32()),
        "split": pa.nulls(2, pa.string()),
        "rows": pa.array([2, 3], pa.int32()),
    }
    path = examples.write(pa.table(columns), tmp_path / "examples.parquet")

    def found(**wanted: Any) -> list[int]:
        return rows(pages.read(path, Task.TOKEN_CLASSIFICATION, Wanted(limit=5, **wanted)))

    assert [found(row=row) for row in range(1, 9)] == [[], [2], [2], [], [5], [5], [5], []]
    assert (found(label="LOCAL"), found(label="PESSOA"), found(label="O")) == ([5], [2], [])


def test_an_example_with_several_labels_is_found_by_each(tmp_path: Path):
    """Once, however often the label is among them."""
    columns = {
        "text": ["um", "dois", "três"],
        "labels": [["a", "b"], ["b"], ["c"]],
        "group": pa.nulls(3, pa.string()),
        "row": pa.array([2, 3, 4], pa.int32()),
        "split": pa.nulls(3, pa.string()),
    }
    path = examples.write(pa.table(columns), tmp_path / "examples.parquet")

    found = [rows(pages.read(path, CLASSES, Wanted(label=label, limit=5))) for label in "abcd"]

    assert found == [[2], [2, 3], [4], []]


@given(
    labels=st.lists(st.sampled_from(LABELS), min_size=1, max_size=40),
    wanted=st.sampled_from([*LABELS, None]),
    size=st.integers(1, 7),
)
def test_pages_together_are_everything(labels: list[str], wanted: str | None, size: int):
    """Each example once, in the order of the sheet, whatever the size of the pages."""
    expected = [row for row, label in enumerate(labels, start=2) if wanted in {None, label}]
    with TemporaryDirectory() as folder:
        path = labelled(Path(folder) / "examples.parquet", [*range(2, 2 + len(labels))], labels)
        found = [
            row
            for offset in range(0, len(labels), size)
            for row in rows(
                pages.read(path, CLASSES, Wanted(label=wanted, limit=size, offset=offset))
            )
        ]

    assert found == expected
