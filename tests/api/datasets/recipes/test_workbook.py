from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from api.datasets.recipes import workbook
from api.datasets.recipes.workbook import CUT, MOST_CHARACTERS, Heading

HEADINGS = [Heading("texto", 40), Heading("linha", 12)]


def sheets_of(path: Path) -> dict[str, list[list[object]]]:
    """What openpyxl finds, formulas as they are written."""
    book = openpyxl.load_workbook(path)
    return {sheet.title: [[*row] for row in sheet.iter_rows(values_only=True)] for sheet in book}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@A1", "\t=1", "http://a.br", "1", "{=1}"],
)
def test_a_text_is_never_a_formula_nor_a_link_nor_a_number(tmp_path: Path, text: str):
    """Whatever it looks like."""
    path = tmp_path / "book.xlsx"
    workbook.write(path, HEADINGS, [[text, 2]])

    sheet = openpyxl.load_workbook(path)["Sheet1"]

    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)
    assert sheet["A2"].hyperlink is None
    assert (sheet["B2"].data_type, sheet["B2"].value) == ("n", 2)
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert read[1] == [text, 2]


def test_the_header_is_bold_and_stays_in_sight(tmp_path: Path):
    """And every column can be filtered."""
    path = tmp_path / "book.xlsx"
    workbook.write(path, HEADINGS, [["um", 2], ["dois", 3]])

    sheet = openpyxl.load_workbook(path)["Sheet1"]

    assert [cell.value for cell in sheet[1]] == ["texto", "linha"]
    assert all(cell.font.b for cell in sheet[1])
    assert not any(cell.font.b for cell in sheet[2])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.column_dimensions["A"].width == pytest.approx(40, abs=1)


@pytest.mark.parametrize(
    ("rows", "sizes"), [(0, [0]), (3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])]
)
def test_rows_go_on_on_another_sheet(tmp_path: Path, rows: int, sizes: list[int]):
    """Each sheet has the header; none is empty unless all is."""
    path = tmp_path / "book.xlsx"
    workbook.write(path, HEADINGS, ([str(row), row] for row in range(rows)), most_rows=4)

    sheets = sheets_of(path)

    assert [*sheets] == [f"Sheet{number}" for number in range(1, len(sizes) + 1)]
    assert [len(found) - 1 for found in sheets.values()] == sizes
    assert all(found[0] == ["texto", "linha"] for found in sheets.values())
    assert [row[1] for found in sheets.values() for row in found[1:]] == [*range(rows)]


@given(st.text(max_size=40), st.integers(MOST_CHARACTERS - 45, MOST_CHARACTERS + 5))
@settings(deadline=None)
def test_what_is_too_long_for_a_cell_is_cut_with_a_mark(end: str, length: int):
    """Counted as spreadsheet programs count, no letter in halves."""
    text = "ã" * length + end
    size = len(text.encode("utf-16-le")) // 2

    fitted = workbook.fitting(text)

    assert (fitted == text) == (size <= MOST_CHARACTERS)
    assert len(fitted.encode("utf-16-le")) // 2 <= MOST_CHARACTERS
    assert workbook.unfit(pa.chunked_array([[text]])) == (size > MOST_CHARACTERS)
    if fitted != text:
        assert fitted.endswith(CUT)
        assert text.startswith(fitted.removesuffix(CUT))


@given(st.lists(st.text(max_size=30), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_every_text_can_be_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]):
    """Control characters and what looks like an escape too."""
    path = tmp_path_factory.mktemp("book") / "book.xlsx"
    workbook.write(path, HEADINGS, [[text, number] for number, text in enumerate(texts)])

    [sheet] = python_calamine.load_workbook(path).sheet_names
    rows = python_calamine.load_workbook(path).get_sheet_by_name(sheet).to_python()

    assert [row[1] for row in rows[1:]] == [*range(len(texts))]
    plain = {text for text in texts if text.isprintable() and "_x" not in text}
    assert plain <= {row[0] for row in rows[1:]}
