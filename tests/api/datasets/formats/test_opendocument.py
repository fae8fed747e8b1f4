import zipfile
from pathlib import Path

import pytest

from api.datasets.formats import opendocument
from api.datasets.formats.grid import Area, Formulas, Notes
from api.datasets.limits import MEBIBYTE, Limits
from api.datasets.refusal import UnusableFileError
from schemas.checks import CheckCode
from schemas.problems import DataProblem, ProblemCode
from tests.api.datasets.sheets import FILES, cases, codes, examples_in, prepared, refused
from tests.api.datasets.workbooks import (
    by_libreoffice,
    legal_cases,
    ods,
    ods_cell,
    ods_row,
    ods_rows,
    ods_table,
)

REPEATED = ' table:number-columns-repeated="{}"'
BLANK_TAIL = ods_row(
    f"<table:table-cell{REPEATED.format(16384)}/>",
    attributes=' table:number-rows-repeated="1048551"',
)


def objection(path: Path, limits: Limits | None = None) -> DataProblem | None:
    try:
        opendocument.inspect(path, limits or Limits())
    except UnusableFileError as error:
        [problem] = error.problems
        return problem
    return None


def test_a_sheet_becomes_examples(tmp_path: Path):
    """With the formatted rows that programs leave behind it."""
    outcome = prepared(ods(tmp_path / "a.ods", ods_table(ods_rows(cases()), BLANK_TAIL)))

    assert (outcome.rows_total, outcome.rows_used, outcome.sheet) == (24, 24, "Plan1")


def test_what_libreoffice_saves_is_read(tmp_path: Path):
    """Line breaks, spaces, results of formulas; its hidden sheet is not."""
    path = tmp_path / "cases.ods"
    path.write_bytes((FILES / "libreoffice.ods").read_bytes())

    outcome = prepared(path)
    texts = [row["text"] for row in examples_in(path)]

    assert (outcome.sheet, outcome.rows_used, outcome.sheets) == ("Dados & casos", 12, ())
    assert texts[:2] == ['duas linhas\ncom "aspas" e <sinais> &', "espaços   no meio"]
    assert [(label.label, label.examples) for label in outcome.labels] == [
        ("Cível", 6),
        ("Penal", 6),
    ]


@pytest.mark.parametrize("extension", ["ods", "xlsx", "xls"])
def test_what_libreoffice_of_this_computer_saves_is_read(tmp_path: Path, extension: str):
    """The same examples, in whichever of its formats."""
    path = by_libreoffice(legal_cases(tmp_path / "cases.xlsx"), extension)

    outcome = prepared(path)
    found = {finding.code: finding.params for finding in outcome.quality.findings}

    assert (outcome.rows_total, outcome.rows_used) == (12, 12)
    assert found[CheckCode.FORMULAS_READ] == {"cells": 3, "blank": 0}
    assert found[CheckCode.MERGED_CELLS] == {"ranges": 1, "cells": 1}


def test_formulas_and_merged_cells_are_told_by_sheet(tmp_path: Path):
    """Rows that stand for several count as often; a formula without a type has no result."""
    told = ods_cell("a", ' table:formula="of:=1"')
    untold = '<table:table-cell table:formula="of:=2"/>'
    wide = ods_cell("b", ' table:number-columns-spanned="2" table:number-rows-spanned="3"')
    twice = ' table:number-rows-repeated="2"'
    rows = [ods_row(told, untold, attributes=twice), ods_row(untold, wide)]
    path = ods(tmp_path / "a.ods", ods_table(*rows, name="Um &amp; só"))

    notes = opendocument.inspect(path, Limits())

    formulas = {0: Formulas(3, 1), 1: Formulas(2, 2)}
    assert notes == {"Um & só": Notes(formulas, (Area(3, 5, 1, 2),))}


def test_rows_that_a_filter_hides_are_told(tmp_path: Path):
    """However many one mark hides, as far as the sheet goes."""
    hidden = ' table:visibility="{}" table:number-rows-repeated="{}"'
    rows = [
        ods_row(ods_cell("a")),
        ods_row(ods_cell("b"), attributes=hidden.format("filter", 2)),
        ods_row(ods_cell("c"), attributes=hidden.format("collapse", 1)),
        ods_row("<table:table-cell/>", attributes=hidden.format("filter", 1_000_000)),
    ]

    notes = opendocument.inspect(ods(tmp_path / "a.ods", ods_table(*rows)), Limits())

    assert notes["Plan1"].hidden == (2, 3, 4)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ods_row(ods_cell("a", REPEATED.format(10**9))) * 4000, ProblemCode.TOO_MANY_COLUMNS),
        (
            ods_row(
                ods_cell("a", REPEATED.format(16384)),
                attributes=' table:number-rows-repeated="1000000000"',
            ),
            ProblemCode.TOO_MANY_COLUMNS,
        ),
        (
            ods_row(
                ods_cell("a", REPEATED.format(50)),
                attributes=' table:number-rows-repeated="1048576"',
            ),
            ProblemCode.TOO_MANY_ROWS,
        ),
    ],
)
def test_repeats_that_fill_the_memory_are_refused(tmp_path: Path, row: str, code: ProblemCode):
    """A thousand bytes that would become a thousand million cells."""
    path = ods(tmp_path / "a.ods", ods_table(row))

    problem = objection(path)

    assert problem is not None
    assert problem.code is code
    assert codes(refused(path)) == [code]


def test_repeats_within_the_limits_are_rows(tmp_path: Path):
    """Equal neighbours are written once."""
    twelve = ' table:number-rows-repeated="12"'
    rows = [
        ods_row(ods_cell("texto"), ods_cell("ramo")),
        ods_row(ods_cell("um caso"), ods_cell("Cível"), attributes=twelve),
        ods_row(ods_cell("outro caso"), ods_cell("Penal"), attributes=twelve),
    ]

    outcome = prepared(ods(tmp_path / "a.ods", ods_table(*rows)))

    assert [(label.label, label.examples) for label in outcome.labels] == [
        ("Cível", 12),
        ("Penal", 12),
    ]


def test_a_sheet_with_a_password_is_protected(tmp_path: Path):
    """Its manifest tells how its members are encrypted."""
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    path = ods(tmp_path / "a.ods", ods_table(ods_rows(cases())), manifest)

    assert codes(refused(path)) == [ProblemCode.FILE_PROTECTED]


def test_a_small_file_that_declares_much_is_not_unpacked(tmp_path: Path):
    """A picture of a hundred megabytes of nothing."""
    huge = {"Pictures/a.bmp": "\0" * (100 * MEBIBYTE)}
    path = ods(tmp_path / "a.ods", ods_table(ods_rows(cases())), others=huge)

    assert codes(refused(path)) == [ProblemCode.FILE_TOO_LARGE]


@pytest.mark.parametrize(
    "table",
    [
        ods_table(ods_row(ods_cell("&nada;"))),
        '<!DOCTYPE a [<!ENTITY b "bbbb">]>' + ods_table(ods_row(ods_cell("&b;&b;&b;"))),
    ],
)
def test_entities_are_not_expanded(tmp_path: Path, table: str):
    """One that is declared is as unknown as any."""
    assert codes(refused(ods(tmp_path / "a.ods", table))) == [ProblemCode.FILE_UNREADABLE]


def test_damage_is_unreadable(tmp_path: Path):
    """A member that is not what its checksum says."""
    path = ods(tmp_path / "a.ods", ods_table(ods_rows(cases())))
    with zipfile.ZipFile(path) as archive:
        [offset] = [
            each.header_offset for each in archive.infolist() if each.filename == "content.xml"
        ]
    content = bytearray(path.read_bytes())
    content[offset + 60] ^= 0xFF
    path.write_bytes(content)

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_letters_of_the_same_office_are_no_sheets(tmp_path: Path):
    """They say what they are."""
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")

    assert codes(refused(tmp_path / "a.ods")) == [ProblemCode.FILE_TYPE_UNKNOWN]
