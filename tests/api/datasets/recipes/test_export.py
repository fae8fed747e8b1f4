import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.contents import EXAMPLES
from api.datasets.limits import Limits
from api.datasets.preparation import Refused
from api.datasets.reading import Reading
from api.datasets.recipes import export
from api.datasets.recipes.export import Format
from schemas.problems import DataProblem, ProblemCode
from schemas.recipe import SplitRows
from tests.api.datasets.recipes.layouts import SHEETS, Rows, classes, several_labels
from tests.api.datasets.recipes.versions import base_of, revised
from tests.api.datasets.sheets import made_of, prepared, write_csv

EACH_FORMAT = pytest.mark.parametrize("form", list(Format))
NUMBERED = ("row", "rows", "id")
"""Columns that follow the rows of a file."""


def told(path: Path) -> list[dict[str, object]]:
    """The examples that came of a file, without the numbers of its rows."""
    rows = pq.read_table(made_of(path) / EXAMPLES).to_pylist()
    return [{name: row[name] for name in row if name not in NUMBERED} for row in rows]


@EACH_FORMAT
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_version_that_is_sent_again_is_the_same(
    tmp_path: Path, sheet: Callable[[], tuple[Rows, Reading]], form: Format
):
    """Whatever the task, its layout and the format; nothing is left out."""
    rows, reading = sheet()
    path = write_csv(tmp_path / "first.csv", rows)
    first = prepared(path, reading)
    target = tmp_path / f"second.{form}"

    export.write(made_of(path) / EXAMPLES, first.reading.told(None), form, target)
    second = prepared(target, reading)

    assert told(target) == told(path)
    assert second.rows_used == second.rows_total == second.examples == first.examples
    assert second.labels == first.labels


TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "P", "S", "Zs", "N")), max_size=20)
SIGNS = st.text(st.sampled_from("'=+-@;,\"\n| a"), max_size=8)


@given(st.lists(TEXTS | SIGNS, min_size=1, max_size=12), st.sampled_from(Format))
@settings(deadline=None, max_examples=80)
def test_every_text_comes_back(texts: list[str], form: Format):
    """Signs that mean something to a format are only signs."""
    rows = [[text, "ab"[n % 2]] for n, text in enumerate([*texts, "um texto", "outro"] * 2)]
    with TemporaryDirectory() as name:
        path, target = Path(name) / "first.parquet", Path(name) / f"second.{form}"
        write_parquet(path, rows)
        first = prepared(path)
        export.write(made_of(path) / EXAMPLES, first.reading.told(None), form, target)
        prepared(target)

        assert told(target) == told(path)


def write_parquet(path: Path, rows: Rows) -> None:
    import pyarrow as pa

    texts, labels = zip(*rows, strict=True)
    pq.write_table(pa.table({"texto": [*texts], "ramo": [*labels]}), path)


def exported(tmp_path: Path, form: Format, rows: Rows, reading: Reading | None = None) -> Path:
    path = write_csv(tmp_path / "first.csv", rows)
    first = prepared(path, reading)
    target = tmp_path / f"second.{form}"
    export.write(made_of(path) / EXAMPLES, first.reading.told(None), form, target)
    return target


def test_a_text_table_holds_no_formula(tmp_path: Path):
    """Not in its header either; Excel opens it with its accents."""
    content = exported(tmp_path, Format.CSV, *classes()).read_text(encoding="utf-8")

    assert content.startswith("\ufeff")
    rows = [*csv.reader(content.removeprefix("\ufeff").splitlines(keepends=True), delimiter=";")]
    assert rows[0] == ["ementa", "'-ramo", "processo"]
    assert [row[0] for row in rows[1:5]] == ["'=1+1", "''=2", "'- item", "'@x"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_workbook_holds_no_formula(tmp_path: Path):
    """Its cells are texts and need no mark."""
    book = openpyxl.load_workbook(exported(tmp_path, Format.XLSX, *classes()))

    cells = [cell for row in book.worksheets[0].iter_rows(max_col=1) for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[1].value == "=1+1"


def test_lists_stay_lists_where_the_format_has_them(tmp_path: Path):
    """In JSON Lines and Parquet; elsewhere they are told as the sheet did."""
    lines = exported(tmp_path, Format.JSONL, *several_labels()).read_text(encoding="utf-8")
    table = pq.read_table(exported(tmp_path, Format.PARQUET, *several_labels()))
    text = exported(tmp_path, Format.CSV, *several_labels()).read_text(encoding="utf-8")

    assert json.loads(lines.splitlines()[0]) == {"texto": "um caso 0", "ramos": ["a", "b"]}
    assert table["ramos"][0].as_py() == ["a", "b"]
    assert text.splitlines()[1] == '"um caso 0";"a;b"'


def test_a_split_that_a_recipe_made_is_sent_too(tmp_path: Path):
    """And read again."""
    rows = [["texto", "ramo"], *([f"um caso {n}", "ab"[n % 2]] for n in range(20))]
    base, _ = base_of(write_csv(tmp_path / "cases.csv", rows))
    revised(base, [SplitRows(train_split=0.8, seed=1)], tmp_path / "2")
    target = tmp_path / "second.csv"

    export.write(tmp_path / "2" / EXAMPLES, base.reading, Format.CSV, target)
    prepared(target)

    sides = pq.read_table(tmp_path / "2" / EXAMPLES)["split"].to_pylist()
    assert [row["split"] for row in told(target)] == sides


def test_a_text_too_long_for_a_cell_is_not_cut_in_silence(tmp_path: Path):
    """A workbook is refused and nothing written; another format holds it all."""
    rows = [["texto", "ramo"], *([f"{n} " + "x" * 40_000 * (n < 2), "ab"[n % 2]] for n in range(8))]
    path = write_csv(tmp_path / "first.csv", rows)
    first = prepared(path, limits=Limits())
    source, reading = made_of(path) / EXAMPLES, first.reading.told(None)

    outcome = export.write(source, reading, Format.XLSX, tmp_path / "second.xlsx")
    export.write(source, reading, Format.JSONL, tmp_path / "second.jsonl")

    assert isinstance(outcome, Refused)
    assert outcome.problems == (
        DataProblem(code=ProblemCode.CELLS_TOO_LONG, params={"cells": 2, "limit": 32_767}),
    )
    assert not (tmp_path / "second.xlsx").exists()
    prepared(tmp_path / "second.jsonl")
    assert told(tmp_path / "second.jsonl") == told(path)


def test_the_outcome_tells_what_was_written(tmp_path: Path):
    """Its size and hash, for whoever sends it."""
    path = write_csv(tmp_path / "first.csv", classes()[0])
    first = prepared(path)
    target = tmp_path / "second.jsonl"

    outcome = export.write(made_of(path) / EXAMPLES, first.reading.told(None), Format.JSONL, target)

    shutil.copy(target, tmp_path / "copy.jsonl")
    assert not isinstance(outcome, Refused)
    assert outcome.size_bytes == target.stat().st_size
