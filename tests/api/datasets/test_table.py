from itertools import repeat

import pytest

from api.datasets import blocks, table
from api.datasets.cells import Cell
from api.datasets.formats.grid import Grid
from api.datasets.limits import Limits
from api.datasets.progress import Stage
from api.datasets.refusal import UnusableFileError
from api.datasets.table import Table
from schemas.problems import DataProblem, ProblemCode


def built(
    *rows: list[Cell], limits: Limits | None = None, even: bool = False, wanted: str = ""
) -> Table:
    grid = Grid(
        sheet=None, first_column=0, rows=iter(rows), even=even, passes_on=frozenset[ProblemCode]()
    )
    return table.build(grid, limits or Limits(), [wanted] if wanted else [])


def problems(
    *rows: list[Cell], limits: Limits | None = None, even: bool = False
) -> list[DataProblem]:
    with pytest.raises(UnusableFileError) as refusal:
        built(*rows, limits=limits, even=even)
    return refusal.value.problems


def values(sheet: Table) -> dict[str, list[str]]:
    return {column.name: column.values.to_pylist() for column in sheet.columns}


def test_rows_become_columns():
    """Short rows end in blank cells."""
    sheet = built(["texto", "ramo"], ["a", 1], ["b"], [], ["c", 2.0, " "])

    assert values(sheet) == {"texto": ["a", "b", "", "c"], "ramo": ["1", "", "", "2"]}
    assert (sheet.first_row, sheet.rows) == (2, 4)


def test_the_figures_are_of_cells_that_are_not_blank():
    """White space around a value makes no new value."""
    [texts, _] = built(
        ["texto", "ramo"], ["ab", "x"], [" ab ", "x"], ["", "x"], ["cdef", "x"]
    ).columns

    assert (texts.filled, texts.distinct, texts.counted) == (3, 2, 3)
    assert texts.mean_characters == pytest.approx(8 / 3)
    assert texts.first_values(2) == ["ab", "ab"]


def test_blank_rows_count_unless_nothing_follows():
    """Also where they fill whole blocks."""
    blank: list[list[Cell]] = list(repeat([], 3 * blocks.BLOCK_ROWS))
    sheet = built(["texto"], ["a"], *blank, ["b"], *blank)

    assert sheet.rows == 2 + len(blank)
    assert sheet.columns[0].filled == 2


def test_a_column_without_a_name_is_called_by_its_letter():
    """Without a value either it is only formatting."""
    sheet = built(["texto", "", " "], ["a", "x", ""], ["b", "y", " "])

    assert values(sheet) == {"texto": ["a", "b"], "B": ["x", "y"]}


def test_names_are_cleaned():
    """Headers have line breaks and stray signs."""
    sheet = built([" Tipo\nde \u200bação ", "\ufefftexto"], ["a", "b"])

    assert [column.name for column in sheet.columns] == ["Tipo de \u200bação", "texto"]


def test_an_example_in_the_place_of_the_header_is_an_example():
    """Its label comes again below: the first row is row 1, and the columns go by their letters."""
    rows: list[list[Cell]] = [[f"bom dia {n}", "ab"[n % 2]] for n in range(20)]
    sheet = built(*rows)

    assert values(sheet)["A"][:2] == ["bom dia 0", "bom dia 1"]
    assert (sheet.first_row, sheet.rows) == (1, 20)
    assert sheet.columns[1].filled == 20


def test_a_header_that_comes_again_on_each_page_is_a_header():
    """Not an example, though its names are found among the values."""
    page: list[list[Cell]] = [
        ["Manifesto", "Lado"],
        *([f"bom dia {n}", "ab"[n % 2]] for n in range(9)),
    ]
    sheet = built(*page, *page)

    assert [column.name for column in sheet.columns] == ["Manifesto", "Lado"]
    assert (sheet.first_row, sheet.rows) == (2, 19)


def test_an_example_in_the_place_of_the_header_may_come_again_whole():
    """Its label also stands beside other texts, so it is no header of another page."""
    rows: list[list[Cell]] = [[f"bom dia {n}", "ab"[n % 2]] for n in range(20)]

    assert built(*rows, rows[0]).first_row == 1


def test_a_whole_text_is_no_name():
    """A header of more than two hundred characters is an example."""
    sheet = built(["x" * 201, "a"], ["y", "b"])

    assert (sheet.first_row, sheet.rows) == (1, 2)


def test_a_header_that_was_asked_for_is_a_header():
    """Even if it looks like a value."""
    rows: list[list[Cell]] = [["bom dia", "a"], *([f"bom dia {n}", "ab"[n % 2]] for n in range(20))]

    assert built(*rows).first_row == 1
    assert built(*rows, wanted="A").first_row == 2


def test_the_limits_are_exact():
    """As many as allowed pass, one more does not."""
    rows: list[list[Cell]] = [["a", "b"], ["1", "2"], ["3", "4"]]

    assert built(*rows, limits=Limits(rows=2, columns=2)).rows == 2
    assert problems(*rows, limits=Limits(rows=1)) == [
        DataProblem(code=ProblemCode.TOO_MANY_ROWS, params={"limit": 1})
    ]
    assert problems(*rows, limits=Limits(columns=1)) == [
        DataProblem(code=ProblemCode.TOO_MANY_COLUMNS, params={"columns": 2, "limit": 1})
    ]


def test_blank_rows_do_not_break_the_limit():
    """A sheet that was once longer has a million of them."""
    blank: list[list[Cell]] = list(repeat([], 5 * blocks.BLOCK_ROWS))

    assert built(["a"], ["1"], *blank, limits=Limits(rows=1)).rows == 1


def test_reading_stops_at_the_limit():
    """What lies beyond is never read, so that it costs nothing."""
    endless = repeat(["x", "y"])
    grid = Grid(sheet=None, first_column=0, rows=iter(endless), passes_on=frozenset[ProblemCode]())

    with pytest.raises(UnusableFileError) as refusal:
        table.build(grid, Limits(rows=10_000))

    assert refusal.value.problems[0].code is ProblemCode.TOO_MANY_ROWS


def test_rows_wider_than_the_header_are_told_each():
    """Up to twenty of them, with their numbers."""
    wide: list[Cell] = ["1", "2", "3"]

    found = problems(["a", "b"], *repeat(wide, 30))

    assert [problem.row for problem in found] == list(range(2, 22))
    assert {problem.code for problem in found} == {ProblemCode.FILE_UNREADABLE}


def test_narrow_rows_show_a_misreading_only_where_marks_are_ignored():
    """Else a row may end early."""
    assert built(["a", "b"], ["1"]).rows == 1
    assert problems(["a", "b"], ["1"], [], even=True)[0].row == 2


def test_nothing_is_an_empty_file():
    """Blank cells are nothing."""
    assert problems([], ["", " "])[0].code is ProblemCode.FILE_EMPTY


def test_a_grid_with_names_of_its_own_has_no_row_above_row_1():
    """Records name their columns themselves: a value like a name makes no header of them."""
    rows = iter([["a", ""], ["a", "1"], ["b", "2"]])

    grid = Grid(sheet=None, first_column=0, rows=rows, named=True, passes_on=frozenset())
    sheet = table.build(grid, Limits())

    assert (sheet.first_row, sheet.rows) == (1, 2)
    assert [column.name for column in sheet.columns] == ["a", "B"]


def test_progress_is_told_batch_by_batch():
    """With the share of the file that the reader says it has consumed."""
    shares, told = iter([0.25, 0.5, 1.0]), []
    rows = iter([["texto"], *([str(n)] for n in range(2 * blocks.BLOCK_ROWS + 1))])
    grid = Grid(
        sheet=None,
        first_column=0,
        rows=rows,
        share_read=lambda: next(shares),
        passes_on=frozenset(),
    )

    table.build(grid, Limits(), progress=lambda *news: told.append(news))

    assert told == [(Stage.READING, share) for share in (0.25, 0.5, 1.0)]
