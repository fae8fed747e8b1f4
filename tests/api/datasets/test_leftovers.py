from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets import leftovers, table
from api.datasets.formats.grid import Grid
from api.datasets.leftovers import MOST_TOLD, NOTHING, USED
from api.datasets.limits import Limits
from schemas.problems import DataProblem, ProblemCode

REASONS = st.sampled_from([USED, ProblemCode.TEXT_EMPTY.value, ProblemCode.TEXT_TOO_LONG.value])
COLUMNS = {ProblemCode.TEXT_EMPTY: "texto", ProblemCode.TEXT_TOO_LONG: None}


def table_of(rows: int) -> table.Table:
    """A sheet of two columns below its header, with cells that would be cleaned to be read."""
    cells = [[f" texto {number}\x01", f"r{number % 2}"] for number in range(rows)]
    rows_of_grid = [["texto", "ramo"], *cells]
    grid = Grid(sheet=None, first_column=0, rows=rows_of_grid, passes_on=frozenset())
    return table.build(grid, Limits())


@given(st.lists(REASONS, min_size=1, max_size=40))
@settings(deadline=None)
def test_every_row_with_a_reason_is_collected(reasons: list[str]):
    """By its number in the sheet, with its cells as they stand there, and counted by reason."""
    sheet = table_of(len(reasons))
    lengths = pa.array(range(len(reasons)), pa.int32())

    found = leftovers.collect(sheet, pa.array(reasons), COLUMNS, lengths, 9)

    expected = [(n, why) for n, why in enumerate(reasons) if why != USED]
    assert [(row["row"], row["code"]) for row in found.to_pylist()] == [
        (n + 2, why) for n, why in expected
    ]
    assert found["cells"].to_pylist() == [[f" texto {n}\x01", f"r{n % 2}"] for n, _ in expected]
    assert found["characters"].to_pylist() == [n for n, _ in expected]
    assert leftovers.counts(found) == Counter(why for _, why in expected)
    assert found.schema.equals(leftovers.SCHEMA)


def test_the_columns_of_the_cells_have_names():
    """Kept with the rows; where nothing is left out there are none."""
    found = leftovers.collect(table_of(1), pa.array([ProblemCode.TEXT_EMPTY.value]), COLUMNS)

    assert leftovers.columns(found) == ["texto", "ramo"]
    assert leftovers.columns(NOTHING) == []


@pytest.mark.parametrize(
    ("code", "params"),
    [
        (ProblemCode.TEXT_EMPTY, {}),
        (ProblemCode.TEXT_TOO_LONG, {"characters": 7, "limit": 5}),
        (ProblemCode.SHORT_TEXT_DROPPED, {"characters": 7, "limit": 5}),
        (ProblemCode.LONG_TEXT_DROPPED, {"characters": 7, "limit": 5}),
        (ProblemCode.ROW_DROPPED, {}),
    ],
)
def test_a_row_is_told_with_the_figures_of_its_sentence(code: ProblemCode, params: dict[str, int]):
    """And no others."""
    row = {"row": 9, "code": code.value, "column": "texto", "characters": 7, "limit": 5}

    assert leftovers.problem(row) == DataProblem(code=code, row=9, column="texto", params=params)


def test_rows_of_the_sheet_are_counted_and_not_lines():
    """An example of several rows leaves them all out."""
    codes = ["row_dropped", "row_dropped", "text_empty"]
    found = pa.table({"code": codes, "rows": pa.array([4, 1, 1], pa.int32())})

    assert leftovers.counts(found) == {ProblemCode.ROW_DROPPED: 5, ProblemCode.TEXT_EMPTY: 1}
    assert leftovers.counts(NOTHING) == {}


def test_not_more_are_told_than_anybody_reads():
    """The first of them; the counts are of all."""
    rows = MOST_TOLD + 1
    reasons = pa.array([ProblemCode.TEXT_EMPTY.value] * rows)

    found = leftovers.collect(table_of(rows), reasons, COLUMNS)

    assert [each.row for each in leftovers.told(found)] == [*range(2, MOST_TOLD + 2)]
    assert leftovers.counts(found) == {ProblemCode.TEXT_EMPTY: rows}


@given(st.lists(st.lists(st.text(max_size=4), min_size=3, max_size=3)), st.integers(0, 3))
@settings(deadline=None)
def test_cells_are_gathered_row_by_row(rows: list[list[str]], cut: int):
    """From columns, however those are cut into chunks."""
    columns = [[row[place] for row in rows] for place in range(3)]
    chunked = [pa.chunked_array([each[:cut], each[cut:]], pa.string()) for each in columns]

    assert leftovers.cells(chunked).to_pylist() == rows
