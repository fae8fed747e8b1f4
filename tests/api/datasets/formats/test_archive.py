import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from api.datasets.formats import archive
from api.datasets.limits import MEBIBYTE, Limits
from api.datasets.refusal import UnusableFileError
from schemas.problems import DataProblem, ProblemCode
from tests.api.datasets.sheets import cases, codes, examples_in, prepared, refused
from tests.api.datasets.workbooks import cell, inline_rows, row, sheet_xml, xlsx


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def objection(path: Path, limits: Limits | None = None) -> DataProblem | None:
    try:
        archive.check_size(path, limits or Limits())
        archive.inspect(path, limits or Limits())
    except UnusableFileError as error:
        [problem] = error.problems
        return problem
    return None


def marked(path: Path, mark: Callable[[Worksheet], None]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for each in cases():
        sheet.append(each)
    mark(sheet)
    book.save(path)
    return path


def test_a_small_file_that_declares_much_is_not_unpacked(tmp_path: Path):
    """A hundred thousand bytes that would become a hundred million."""
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": bytes(100 * MEBIBYTE)})

    problem = objection(path)

    assert problem is not None
    assert problem.code is ProblemCode.FILE_TOO_LARGE
    assert problem.params["size_bytes"] == 100 * MEBIBYTE
    assert codes(refused(path)) == [ProblemCode.FILE_TOO_LARGE]


def test_many_members_are_counted_together(tmp_path: Path):
    """The total decides, not the largest."""
    path = zipped(tmp_path / "a.xlsx", {f"xl/media/{n}": bytes(MEBIBYTE) for n in range(70)})

    problem = objection(path)

    assert problem is not None
    assert problem.code is ProblemCode.FILE_TOO_LARGE


def test_the_limit_on_what_is_inside_holds_whatever_the_ratio(tmp_path: Path):
    """An administrator's bound is the last word."""
    path = zipped(tmp_path / "a.xlsx", {"xl/workbook.xml": b"x" * 2000})

    assert objection(path, Limits(unpacked_bytes=2000)) is None
    assert objection(path, Limits(unpacked_bytes=1999)) is not None


def test_a_cell_in_the_farthest_corner_is_refused(tmp_path: Path):
    """The grid up to it would have seventeen thousand million cells."""

    def mark(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    path = marked(tmp_path / "a.xlsx", mark)
    problem = objection(path)

    assert problem is not None
    assert problem.code is ProblemCode.TOO_MANY_COLUMNS
    assert problem.params == {"columns": 16384, "limit": 50}
    assert codes(refused(path)) == [ProblemCode.TOO_MANY_ROWS]


def test_a_far_cell_in_a_narrow_sheet_is_one_row_too_many(tmp_path: Path):
    """Here it is the rows that are too many."""

    def mark(sheet: Worksheet) -> None:
        sheet["B1048576"] = "x"

    outcome = refused(marked(tmp_path / "a.xlsx", mark))

    assert codes(outcome) == [ProblemCode.TOO_MANY_ROWS]


def test_a_far_cell_within_the_columns_is_too_many_rows(tmp_path: Path):
    """What is exceeded is what is told."""

    def mark(sheet: Worksheet) -> None:
        sheet["B1000001"] = "x"

    path = marked(tmp_path / "a.xlsx", mark)

    assert objection(path) is None
    assert objection(path, Limits(rows=10, columns=3)) == DataProblem(
        code=ProblemCode.TOO_MANY_ROWS, params={"rows": 1_000_001, "limit": 10}
    )


@pytest.mark.parametrize("far", ["XFD1048576", "XFD3", "AB1048576"])
def test_formatting_reaches_as_far_as_it_likes(tmp_path: Path, far: str):
    """Cells that are only formatted hold nothing."""

    def mark(sheet: Worksheet) -> None:
        sheet[far].font = Font(bold=True)

    assert prepared(marked(tmp_path / "a.xlsx", mark)).rows_total == 24


def test_a_far_cell_in_a_small_sheet_is_only_a_column(tmp_path: Path):
    """A stray space far to the right harms nobody."""

    def mark(sheet: Worksheet) -> None:
        sheet["CZ3"] = " "

    outcome = prepared(marked(tmp_path / "a.xlsx", mark))

    assert [column.name for column in outcome.columns] == ["texto", "ramo"]


def test_a_far_cell_is_seen_across_blocks(tmp_path: Path):
    """A sheet is looked through in pieces; what is cut by one is whole in the next."""
    for padding in range(0, 60, 7):
        filler = b"<row r='1'/>" * (MEBIBYTE // 12) + b" " * padding
        cell = b'<row r="900000"><c r="XFD900000" t="s"><v>0</v></c></row>'
        sheet = {"xl/worksheets/sheet1.xml": filler[: MEBIBYTE - 30] + cell + b"  " * MEBIBYTE}

        problem = objection(zipped(tmp_path / "a.xlsx", sheet))

        assert problem is not None
        assert problem.params == {"columns": 16384, "limit": 50}


def test_a_damaged_member_is_unreadable(tmp_path: Path):
    """Its bytes do not unpack."""
    path = zipped(tmp_path / "a.xlsx", {"xl/worksheets/sheet1.xml": bytes(range(256)) * 400})
    content = bytearray(path.read_bytes())
    content[60:90] = b"\xff" * 30
    path.write_bytes(content)

    problem = objection(path)

    assert problem is not None
    assert problem.code is ProblemCode.FILE_UNREADABLE


def test_a_text_that_is_shared_by_very_many_cells_is_too_large(tmp_path: Path):
    """A kilobyte of file for each gigabyte of text: what the cells say is counted beforehand."""
    text = f"<si><t>{'x' * 32_767}</t></si>"
    rows = "".join(row(cell(f"A{n}", "<v>0</v>", ' t="s"'), n) for n in range(1, 40_001))
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(rows), [text])

    [problem] = refused(path).problems

    assert problem.code is ProblemCode.FILE_TOO_LARGE
    assert problem.params["limit_bytes"] == 384 * MEBIBYTE
    assert codes(refused(path, limits=Limits(content_bytes=2**40, rows=10))) == [
        ProblemCode.TOO_MANY_ROWS
    ]


def test_deep_xml_takes_nobody_down(tmp_path: Path):
    """Two hundred thousand tags inside one another are only tags."""
    deep = {"xl/styles.xml": "<a>" * 200_000 + "</a>" * 200_000}
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(inline_rows(cases())), others=deep)

    assert prepared(path).rows_used == 24


def test_what_the_dimensions_say_is_not_believed(tmp_path: Path):
    """Neither too little nor far too much."""
    for reach in ("A1", "A1:XFD1048576"):
        sheet = sheet_xml(inline_rows(cases())).replace(
            "<sheetData>", f'<dimension ref="{reach}"/><sheetData>'
        )
        assert prepared(xlsx(tmp_path / "a.xlsx", sheet)).rows_used == 24


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_entities_are_not_expanded(tmp_path: Path, part: str):
    """A kilobyte of declarations that stand for gigabytes stays a kilobyte."""
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'
    sheet = sheet_xml(inline_rows([*cases(), ["&a9;", "Penal"]]))
    members = {part: bomb + sheet if "sheet1" in part else f"{bomb}<sst><si><t>&a9;</t></si></sst>"}
    if part == "xl/sharedStrings.xml":
        shared = row(cell("A1", "<v>0</v>", ' t="s"'))
        path = xlsx(tmp_path / "a.xlsx", sheet_xml(shared), others=members)
    else:
        path = xlsx(tmp_path / "a.xlsx", sheet, others=members)

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_a_part_that_holds_more_than_it_declares_is_unreadable(tmp_path: Path):
    """It is not unpacked any further."""
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(inline_rows(cases())))
    content = bytearray(path.read_bytes())
    entry = content.rindex(b"xl/worksheets/sheet1.xml") - 46
    content[entry + 24 : entry + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_a_workbook_with_macros_is_a_workbook(tmp_path: Path):
    """They are never run, and nothing is said of them."""
    path = xlsx(
        tmp_path / "a.xlsm",
        sheet_xml(inline_rows(cases())),
        others={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    )

    assert prepared(path).rows_used == 24


def test_the_longest_cells_are_read_whole(tmp_path: Path):
    """Programs allow 32,767 characters."""
    rows = [*cases(), ["é" * 32_767, "Penal"]]
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(inline_rows(rows)))

    prepared(path)

    assert examples_in(path)[-1]["text"] == "é" * 32_767


def test_hidden_rows_are_read_and_charts_are_not(tmp_path: Path):
    """A filter hides rows that are as good as any."""
    book = openpyxl.Workbook()
    book.create_chartsheet("Gráfico", 0)
    sheet = book.worksheets[0]
    for each in cases():
        sheet.append(each)
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.save(tmp_path / "a.xlsx")

    outcome = prepared(tmp_path / "a.xlsx")

    assert (outcome.rows_used, outcome.sheets) == (24, ())


def test_a_library_reads_what_is_unusual(tmp_path: Path):
    """Tags with prefixes, as some programs write them."""
    sheet = sheet_xml(inline_rows(cases()))
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", sheet).replace("xmlns=", "xmlns:x=")
    path = xlsx(tmp_path / "a.xlsx", prefixed)

    assert prepared(path).rows_used == 24
