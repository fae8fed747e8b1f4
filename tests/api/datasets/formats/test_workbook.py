import datetime as dt
import struct
import zipfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from api.datasets.formats import legacy, workbook
from api.datasets.limits import Limits
from schemas.problems import ProblemCode
from schemas.reading import Role
from tests.api.datasets.sheets import (
    EXAMPLE,
    FILES,
    Rows,
    cases,
    codes,
    examples_in,
    prepared,
    refused,
    write_csv,
    write_xlsx,
)


def write_sheets(path: Path, sheets: Mapping[str, Rows], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name == hidden else "visible"
    book.save(path)
    return path


def test_the_example_is_read_whole(tmp_path: Path):
    """The columns, the groups and the counts that its page tells."""
    path = tmp_path / EXAMPLE.name
    path.write_bytes(EXAMPLE.read_bytes())

    outcome = prepared(path)

    reading = outcome.reading
    named = {role: column.name for role, column in reading.columns.items()}
    assert named == {Role.TEXT: "texto", Role.LABEL: "ramo", Role.GROUP: "documento"}
    assert (outcome.rows_total, outcome.rows_used, outcome.rows_left_out) == (2222, 2222, 0)
    assert outcome.sheet == "Triagem"
    assert [(label.label, label.examples) for label in outcome.labels] == [
        ("Justiça do Trabalho", 537),
        ("Justiça Estadual", 451),
        ("STF e STJ", 378),
        ("Justiça Militar", 315),
        ("Justiça Eleitoral", 215),
        ("Tribunal de Contas", 206),
        ("Legislação", 120),
    ]
    assert len({row["group"] for row in examples_in(path)}) == 70


def test_old_workbooks_are_read():
    """Those of Excel 97, with numbers as labels."""
    path = FILES / "excel97.xls"
    [grid] = workbook.grids(path, partial(legacy.inspect, path, Limits()))

    rows = list(grid.rows)

    assert rows[:3] == [
        ["texto", "ramo"],
        ["O autor pede a revisão do contrato número 1", 1.0],
        ["O autor pede a revisão do contrato número 2", 0.0],
    ]
    assert len(rows) == 41


def test_an_old_workbook_becomes_examples(tmp_path: Path):
    """Numbers are labels without a fraction, whatever the file calls itself."""
    path = tmp_path / "cases.csv"
    path.write_bytes((FILES / "excel97.xls").read_bytes())

    outcome = prepared(path)

    assert [(label.label, label.examples) for label in outcome.labels] == [("0", 20), ("1", 20)]


def test_cells_become_text(tmp_path: Path):
    """Numbers, dates and logical values are labels like any other; formulas give their result."""
    labels = [1, 1.0, True, True, dt.date(2024, 1, 2), dt.date(2024, 1, 2), "NA", "NA"]
    rows = [
        ["texto", "label"],
        *([f"um caso de número {n}", cell] for n, cell in enumerate(labels)),
    ]

    outcome = prepared(write_xlsx(tmp_path / "cells.xlsx", rows))

    assert {label.label: label.examples for label in outcome.labels} == {
        "1": 2,
        "TRUE": 2,
        "2024-01-02": 2,
        "NA": 2,
    }


def test_a_formula_without_a_result_is_a_blank_cell(tmp_path: Path):
    """Nothing is computed here."""
    rows = cases()
    rows[1][0] = "=1+1"

    outcome = prepared(write_xlsx(tmp_path / "cases.xlsx", rows))

    assert [(left.code, left.row) for left in outcome.left_out] == [(ProblemCode.TEXT_EMPTY, 2)]


def test_a_table_may_stand_anywhere(tmp_path: Path):
    """Rows and columns keep the numbers and letters that the program shows."""
    path = write_xlsx(tmp_path / "cases.xlsx", cases(), top=5, left=3)

    outcome = prepared(path)

    assert [(column.name, column.letter) for column in outcome.columns] == [
        ("texto", "C"),
        ("ramo", "D"),
    ]
    assert outcome.sample[0].row == 6


def test_a_cover_is_passed_over(tmp_path: Path):
    """The first sheet that has examples is read, and named."""
    cover = [["Instruções de preenchimento"], ["Preencha a outra aba"]]
    path = write_sheets(tmp_path / "cases.xlsx", {"Capa": cover, "Dados": cases()})

    assert prepared(path).sheet == "Dados"


def test_a_fault_of_the_sheet_with_examples_is_told(tmp_path: Path):
    """A cover does not hide it."""
    wrong = cases(labels=["Cível"])
    path = write_sheets(tmp_path / "cases.xlsx", {"Capa": [["Instruções"]], "Dados": wrong})

    outcome = refused(path)

    assert codes(outcome) == [ProblemCode.ONE_CLASS_ONLY]
    assert outcome.sheet == "Dados"


def test_hidden_sheets_are_not_read(tmp_path: Path):
    """What the user does not see is not what the user sends."""
    sheets = {"Lista": cases(labels=["x", "y"]), "Dados": cases()}
    path = write_sheets(tmp_path / "cases.xlsx", sheets, hidden="Lista")

    assert prepared(path).sheet == "Dados"


def test_a_workbook_without_a_cell_is_empty(tmp_path: Path):
    """It has sheets, but nothing on them."""
    path = tmp_path / "cases.xlsx"
    openpyxl.Workbook().save(path)

    assert codes(refused(path)) == [ProblemCode.FILE_EMPTY]


@pytest.mark.parametrize(
    "cells", [cases(), [["texto", "ramo"], *([["  a\u00a0", "1"], ["b", "2"]] * 4)]]
)
def test_a_workbook_and_a_text_table_give_the_same_bytes(tmp_path: Path, cells: Rows):
    """The examples depend on what the cells say, not on the program that wrote them."""
    from_workbook = prepared(write_xlsx(tmp_path / "cases.xlsx", cells))
    from_text = prepared(write_csv(tmp_path / "cases.csv", cells))

    assert from_workbook.examples_file == from_text.examples_file


def test_a_fault_that_the_reader_trips_over_is_a_refusal(tmp_path: Path):
    """Its panics are no ordinary exceptions, and end nothing here."""
    content = bytearray((FILES / "excel97.xls").read_bytes())
    begin = content.index(struct.pack("<HH", 0x0809, 16))
    content[begin + 2] = 0
    path = tmp_path / "cases.xls"
    path.write_bytes(content)

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_an_archive_that_only_calls_itself_a_workbook_is_unreadable(tmp_path: Path):
    """It has the right member, with nothing in it."""
    path = tmp_path / "cases.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_control_characters_are_dropped(tmp_path: Path):
    """Workbooks hold them escaped, and hand them over as they are."""
    import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]

    path = tmp_path / "cases.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(cases()):
        sheet.write_row(number, 0, row)
    sheet.write_string(1, 0, " um\x01 caso\r\ndifícil\x0b ")
    book.close()

    prepared(path)

    assert examples_in(path)[0]["text"] == "um caso\ndifícil"
