"""Workbooks of every make: by other libraries, by LibreOffice, and tag by tag."""

import datetime as dt
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from api.datasets import table
from api.datasets.cells import clean
from api.datasets.formats import openxml, workbook
from api.datasets.formats.grid import Grid, Notes
from api.datasets.limits import Limits
from api.datasets.table import Table
from tests.api.datasets.sheets import Rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGES = "http://schemas.openxmlformats.org/package/2006"

_TYPES = f"""<Types xmlns="{_PACKAGES}/content-types">
<Default Extension="xml" ContentType="application/xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
</Types>"""

_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ODS_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def relations(**targets: str) -> str:
    """Relations of a kind (``worksheet1="worksheets/a.xml"``) to parts, as ``rId`` and a number."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind.rstrip("0123456789")}" '
        f'Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items(), start=1)
    )
    return f'<Relationships xmlns="{_PACKAGES}/relationships">{entries}</Relationships>'


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def cell(place: str, inside: str, attributes: str = "") -> str:
    return f'<c r="{place}"{attributes}>{inside}</c>'


def inline(place: str, text: str) -> str:
    return cell(place, f'<is><t xml:space="preserve">{text}</t></is>', ' t="inlineStr"')


def row(cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{cells}</row>'


def inline_rows(rows: Rows) -> str:
    """Rows of texts that stand in their cells."""
    return "".join(row(_inline_row(cells, number), number) for number, cells in enumerate(rows, 1))


def _inline_row(cells: Sequence[object], number: int) -> str:
    letters = "ABCDEFGH"[: len(cells)]
    return "".join(inline(f"{a}{number}", str(b)) for a, b in zip(letters, cells, strict=True))


def xlsx(
    path: Path,
    sheet: str,
    strings: Iterable[str] | None = None,
    others: Mapping[str, str | bytes] | None = None,
) -> Path:
    """A workbook of one sheet, its XML and its shared texts (``<si>…</si>``) as they are given."""
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": relations(officeDocument="xl/workbook.xml"),
        "xl/workbook.xml": (
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
            '<sheet name="Plan1" sheetId="1" r:id="rId1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
    }
    if strings is not None:
        members["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{"".join(strings)}</sst>'
    return zipped(path, members | dict(others or {}))


def ods(
    path: Path, sheets: str, manifest: str = "", others: Mapping[str, str] | None = None
) -> Path:
    """A sheet of LibreOffice's kind, its tables as XML."""
    members = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": (
            f'<manifest:manifest xmlns:manifest="{_MANIFEST}">{manifest}</manifest:manifest>'
        ),
        "content.xml": (
            f"<office:document-content {_ODS_NAMES}><office:body><office:spreadsheet>"
            f"{sheets}</office:spreadsheet></office:body></office:document-content>"
        ),
    }
    return zipped(path, members | dict(others or {}))


def ods_cell(text: str, attributes: str = "") -> str:
    told = f' office:value-type="string"{attributes}'
    return f"<table:table-cell{told}><text:p>{text}</text:p></table:table-cell>"


def ods_row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(cells)}</table:table-row>"


def ods_table(*rows: str, name: str = "Plan1") -> str:
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def ods_rows(rows: Rows) -> str:
    return "".join(ods_row(*(ods_cell(str(each)) for each in row)) for row in rows)


def _record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    sizes = len(body)
    size = b""
    while True:
        size += bytes([sizes & 0x7F | (0x80 if sizes > 0x7F else 0)])
        sizes >>= 7
        if not sizes:
            return head + size + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(path: Path, rows: Rows, *, left: int = 0, extra: bytes = b"") -> Path:
    """A binary workbook of a sheet of texts and numbers; ``extra`` records come after its rows."""
    reach = struct.pack("<4I", 0, len(rows), 0, left + 2)
    body = _record(129, b"") + _record(148, reach) + _record(145, b"")
    for number, row in enumerate(rows):
        body += _record(0, struct.pack("<I", number) + bytes(21))
        for index, value in enumerate(row, start=left):
            place = struct.pack("<II", index, 0)
            text = isinstance(value, str)
            body += (
                _record(6, place + _wide(value))
                if text
                else _record(5, place + struct.pack("<d", value))
            )
    body += extra + _record(146, b"") + _record(130, b"")
    book = (
        _record(131, b"")
        + _record(143, b"")
        + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Plan1"))
        + _record(144, b"")
        + _record(132, b"")
    )
    return zipped(
        path,
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": relations(officeDocument="xl/workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relations(worksheet="worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": body,
        },
    )


def binary_formula(row: int, column: int, text: str, *, hidden: bool = False) -> bytes:
    """A row with a formula whose stored result is a text."""
    place = struct.pack("<II", column, 0)
    formula = struct.pack("<HII", 0, 0, 0)
    shown = bytes([0x10 if hidden else 0])
    return _record(0, struct.pack("<I", row) + bytes(7) + shown + bytes(13)) + _record(
        8, place + _wide(text) + formula
    )


def binary_merge(first_row: int, last_row: int, first: int, last: int) -> bytes:
    return _record(176, struct.pack("<4I", first_row, last_row, first, last))


def legal_cases(path: Path) -> Path:
    """Twelve cases with all that a spreadsheet program can do to them."""
    book = openpyxl.Workbook()
    [sheet] = book.worksheets
    sheet.title = "Dados & casos"
    sheet.append(["texto", "ramo", "data", "processo"])
    for number in range(12):
        text = f"O autor da ação nº {number} alega, em síntese, dano moral"
        day = dt.date(2024, 1, number + 1)
        sheet.append([text, ("Cível", "Penal")[number % 2], day, number // 3 + 1])
    sheet["A2"] = 'duas linhas\ncom "aspas" e <sinais> &'
    sheet["A3"] = "  espaços   no meio  "
    sheet["B4"] = '=IF(1=1,"Cível","Penal")'
    sheet["B5"] = '=CONCATENATE("Pe","nal")'
    sheet["D6"] = "=1+1"
    sheet.merge_cells("D8:D9")
    sheet["A10"].comment = Comment("uma nota", "autor")
    sheet.row_dimensions[11].hidden = True
    hidden = book.create_sheet("Escondida")
    hidden.append(["texto", "ramo"])
    hidden.sheet_state = "hidden"
    book.save(path)
    return path


def by_libreoffice(path: Path, extension: str) -> Path:
    """The workbook as LibreOffice saves it; skips the test where there is no LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = path.parent / f"saved-{extension}"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [program, profile, "--headless", "--convert-to", extension, "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / path.with_suffix(f".{extension}").name


def own(path: Path) -> list[Table]:
    """The visible sheets as our own reader has them; raises where the workbook is unusual."""
    book = openxml.Workbook(path, Limits())
    sheets = {name: book.sheet(name) for name in book.visible}
    return [
        _built(Grid(sheet=name, blocks=iter(sheet.blocks), passes_on=workbook.NOT_THIS_SHEET))
        for name, sheet in sheets.items()
        if sheet.blocks
    ]


def by_library(path: Path) -> list[Table]:
    """The visible sheets as calamine has them."""
    return list(map(_built, workbook.grids(path, dict[str, Notes])))


def _built(grid: Grid) -> Table:
    return table.build(grid, Limits(columns=20_000))


def shown(tables: Sequence[Table]) -> list[tuple[str | None, int, dict[str, list[str]]]]:
    """What the tables say, to be compared."""
    return [
        (
            each.sheet,
            each.first_row,
            {f"{c.letter} {c.name}": clean(c.values).to_pylist() for c in each.columns},
        )
        for each in tables
    ]
