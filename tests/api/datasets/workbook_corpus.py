"""Nasty workbooks of every make, made on the spot."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from api.datasets.reading import Reading
from schemas.problems import ProblemCode
from tests.api.datasets.sheets import EXAMPLE, FILES, cases, write_xlsx
from tests.api.datasets.specimen import Specimen
from tests.api.datasets.workbooks import (
    binary_formula,
    cell,
    inline,
    inline_rows,
    legal_cases,
    ods,
    ods_row,
    ods_rows,
    ods_table,
    row,
    sheet_xml,
    xlsb,
    xlsx,
)

CASES = cases()
ALL_USED = (24, 0)


def made(make: Callable[[Path], object]) -> Callable[[], bytes]:
    """The bytes of the file that ``make`` writes."""

    def build() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "file"
            make(path)
            return path.read_bytes()

    return build


def by_openpyxl(change: Callable[[Worksheet], object]) -> Callable[[], bytes]:
    """The cases with something done to their sheet."""

    def make(path: Path) -> None:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for each in CASES:
            sheet.append(each)
        change(sheet)
        book.save(path)

    return made(make)


def by_xlsxwriter(**options: object) -> Callable[[], bytes]:
    def make(path: Path) -> None:
        book = xlsxwriter.Workbook(path, options)
        sheet = book.add_worksheet()
        for number, each in enumerate(CASES):
            sheet.write_row(number, 0, each)
        book.close()

    return made(make)


def raw(rows: str, **parts: object) -> Callable[[], bytes]:
    return made(lambda path: xlsx(path, sheet_xml(rows), **parts))  # pyright: ignore[reportArgumentType]


def document(*tables: str, manifest: str = "") -> Callable[[], bytes]:
    return made(lambda path: ods(path, "".join(tables), manifest))


def several(sheet: Worksheet) -> None:
    """A second sheet that is as good as the first."""
    other = sheet.parent.create_sheet("Outra")
    for each in CASES:
        other.append(each)


def put(place: str, value: object) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[place] = value  # pyright: ignore[reportIndexIssue]

    return change


def far_format(sheet: Worksheet) -> None:
    for place in ("XFD1", "XFD1048576", "C1048576"):
        sheet[place].font = Font(bold=True)


def cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


MORE = inline_rows(CASES)
NOT_AVAILABLE = row(inline("A26", "mais um") + cell("B26", "<v>#N/A</v>", ' t="e"'), 26)
BLANK_FORMULA = row(inline("A26", "mais um") + cell("B26", "<f>A1</f>"), 26)
LOGICAL = "".join(
    row(inline(f"A{n}", f"um caso {n}") + cell(f"B{n}", f"<v>{n % 2}</v>", ' t="b"'), n)
    for n in range(2, 26)
)
NUMBERS = "".join(
    row(inline(f"A{n}", f"um caso {n}") + cell(f"B{n}", f"<v>{n % 2}{'.0' * (n % 3 == 0)}</v>"), n)
    for n in range(2, 26)
)
HEADER = inline_rows(CASES[:1])
REPEATED = ' table:number-columns-repeated="16384" table:number-rows-repeated="1048576"'
TWO = Reading(sheet="Outra")

_SPECIMENS = {
    "openpyxl": ("a.xlsx", by_openpyxl(lambda _: None), ALL_USED),
    "xlsxwriter": ("A.XLSX", by_xlsxwriter(), ALL_USED),
    "xlsxwriter, texts in their cells": ("a.xlsx", by_xlsxwriter(constant_memory=True), ALL_USED),
    "with macros": ("a.xlsm", raw(MORE, others={"xl/vbaProject.bin": b"\xd0"}), ALL_USED),
    "tag by tag": ("a.xlsx", raw(MORE), ALL_USED),
    "no extension": ("a", raw(MORE), ALL_USED),
    "a fault as a label": ("a.xlsx", raw(MORE + NOT_AVAILABLE), (24, 1)),
    "a formula without a result": ("a.xlsx", raw(MORE + BLANK_FORMULA), (24, 1)),
    "logical labels": ("a.xlsx", raw(HEADER + LOGICAL), ALL_USED),
    "numbers as labels": ("a.xlsx", raw(HEADER + NUMBERS), ALL_USED),
    "a comment in the XML": ("a.xlsx", raw(MORE + "<!-- nada -->"), ALL_USED),
    "no cells": ("a.xlsx", raw(""), ProblemCode.FILE_EMPTY),
    "a shared text that is missing": (
        "a.xlsx",
        raw(MORE + row(cell("A26", "<v>9</v>", ' t="s"'), 26), strings=["<si><t>a</t></si>"]),
        ProblemCode.FILE_UNREADABLE,
    ),
    "further down and right": (
        "a.xlsx",
        made(lambda path: write_xlsx(path, CASES, top=7, left=5)),
        ALL_USED,
    ),
    "formatting everywhere": ("a.xlsx", by_openpyxl(far_format), ALL_USED),
    "a stray value far right": ("a.xlsx", by_openpyxl(put("XFD3", "x")), ALL_USED),
    "a stray value far down": (
        "a.xlsx",
        by_openpyxl(put("A1048576", "x")),
        ProblemCode.TOO_MANY_ROWS,
    ),
    "two sheets": ("a.xlsx", by_openpyxl(several), ProblemCode.SHEETS_AMBIGUOUS),
    "two sheets, one named": ("a.xlsx", by_openpyxl(several), ALL_USED, TWO),
    "no such sheet": (
        "a.xlsx",
        by_openpyxl(several),
        ProblemCode.SHEET_NOT_FOUND,
        Reading(sheet="Nenhuma"),
    ),
    "everything at once": ("a.xlsx", made(legal_cases), (10, 2)),
    "LibreOffice, xlsx": ("a.xlsx", (FILES / "libreoffice.xlsx").read_bytes, (12, 0)),
    "LibreOffice, ods": ("a.ods", (FILES / "libreoffice.ods").read_bytes, (12, 0)),
    "LibreOffice, xls": ("a.xls", (FILES / "libreoffice.xls").read_bytes, (12, 0)),
    "Excel 97": ("a.xls", (FILES / "excel97.xls").read_bytes, (40, 0)),
    "the example": ("a.xlsx", EXAMPLE.read_bytes, (2222, 0)),
    "with a password": (
        "a.xlsx",
        (FILES / "protected.xlsx").read_bytes,
        ProblemCode.FILE_PROTECTED,
    ),
    "cut off": (
        "a.xlsx",
        lambda: cut(EXAMPLE.read_bytes(), 0.7),
        ProblemCode.FILE_UNREADABLE,
    ),
    "cut off, xls": (
        "a.xls",
        lambda: cut((FILES / "libreoffice.xls").read_bytes(), 0.5),
        ProblemCode.FILE_UNREADABLE,
    ),
    "binary": ("a.xlsb", made(lambda path: xlsb(path, CASES)), ALL_USED),
    "binary with a far cell": (
        "a.xlsb",
        made(lambda path: xlsb(path, CASES, extra=binary_formula(1_048_575, 16_383, "x"))),
        ProblemCode.TOO_MANY_COLUMNS,
    ),
    "OpenDocument": ("a.ods", document(ods_table(ods_rows(CASES))), ALL_USED),
    "OpenDocument, two sheets": (
        "a.ods",
        document(ods_table(ods_rows(CASES)), ods_table(ods_rows(CASES), name="Outra")),
        ProblemCode.SHEETS_AMBIGUOUS,
    ),
    "OpenDocument with a password": (
        "a.ods",
        document(ods_table(ods_rows(CASES)), manifest="<manifest:encryption-data/>"),
        ProblemCode.FILE_PROTECTED,
    ),
    "OpenDocument, blank to the last row": (
        "a.ods",
        document(
            ods_table(
                ods_rows(CASES),
                ods_row(
                    '<table:table-cell table:number-columns-repeated="16384"/>',
                    attributes=' table:number-rows-repeated="1048551"',
                ),
            )
        ),
        ALL_USED,
    ),
    "OpenDocument, repeated beyond all bounds": (
        "a.ods",
        document(ods_table(ods_row(f"<table:table-cell{REPEATED}><a/></table:table-cell>") * 4000)),
        ProblemCode.TOO_MANY_COLUMNS,
    ),
}

WORKBOOKS = {
    name: Specimen(
        filename=filename,
        build=build,
        outcome=outcome,
        reading=reading[0] if reading else Reading(),
    )
    for name, (filename, build, outcome, *reading) in _SPECIMENS.items()
}
