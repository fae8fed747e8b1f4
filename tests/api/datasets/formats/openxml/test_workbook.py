"""Our own reader says what the library says, or leaves the workbook to it."""

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
import pytest
import xlsxwriter  # pyright: ignore[reportMissingTypeStubs]
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from api.datasets.formats.openxml.dates import Dates
from api.datasets.formats.package import UnusualError
from api.datasets.refusal import UnusableFileError
from tests.api.datasets.sheets import EXAMPLE, FILES, cases
from tests.api.datasets.workbooks import (
    by_library,
    by_libreoffice,
    cell,
    inline,
    inline_rows,
    legal_cases,
    own,
    row,
    sheet_xml,
    shown,
    xlsx,
)

REAL = Path(__file__).parents[6] / "shared" / "data"

ENTRY = re.compile(rb"<c .*?</c>|<si>.*?</si>")
FIRST, LAST = dt.datetime(1900, 3, 1), dt.datetime(9999, 12, 30)  # noqa: DTZ001  # no zone
MOMENTS = st.datetimes(FIRST, LAST)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40) | st.sampled_from(
    ["_x000D_", "_x005F_x000D_", "a &amp; b", "<t>", "]]>", " x ", "1e5", "=1+1", "x" * 32_767]
)
CELLS = (
    TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | MOMENTS.map(lambda moment: moment.replace(microsecond=0))
)


def written(path: Path, rows: Sequence[Sequence[object]], *, lean: bool) -> Path:
    """The rows as xlsxwriter writes them; a lean workbook shares no texts."""
    options = {"constant_memory": lean, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(path, options)
    sheet = book.add_worksheet()
    dated = book.add_format({"num_format": "d/m/yy h:mm"})
    for number, values in enumerate(rows):
        for index, value in enumerate(values):
            if isinstance(value, dt.datetime):
                sheet.write_datetime(number, index, value, dated)
            elif value is not None:
                sheet.write(number, index, value)
    book.close()
    return path


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELLS, max_size=5), max_size=12), st.booleans())
def test_any_cells_are_read_as_the_library_reads_them(rows: list[list[object]], lean: bool):
    """Texts with every sign, numbers of every size, dates, logical values and gaps."""
    with TemporaryDirectory() as folder:
        path = written(Path(folder) / "a.xlsx", [["texto", "ramo"], *rows], lean=lean)

        assert shown(own(path)) == shown(by_library(path))


@pytest.mark.parametrize("name", ["banking77_train", "courts_train", "lener_dev"])
def test_real_workbooks_are_read_as_the_library_reads_them(name: str):
    """Court texts, short texts, and lists as JSON."""
    path = REAL / f"{name}.xlsx"
    if not path.exists():
        pytest.skip("the real data are not here")

    assert shown(own(path)) == shown(by_library(path))


def test_the_example_is_read_as_the_library_reads_it():
    """Every cell of it."""
    assert shown(own(EXAMPLE)) == shown(by_library(EXAMPLE))


def test_libreoffice_writes_as_usual():
    """Formulas, merged cells, hidden rows and line breaks included."""
    path = FILES / "libreoffice.xlsx"

    assert shown(own(path)) == shown(by_library(path))


def test_libreoffice_of_this_computer_writes_as_usual(tmp_path: Path):
    """Whatever its version."""
    path = by_libreoffice(legal_cases(tmp_path / "a.xlsx"), "xlsx")

    assert shown(own(path)) == shown(by_library(path))


@pytest.mark.parametrize(
    "pattern",
    [
        *("d/m/yy", "[h]:mm:ss", "mm:ss", '"day"0', "[$-416]d mmm yyyy", "h:mm AM/PM", "General"),
        *("0.00", "[Red]0", "@", "yyyy", '#,##0.00 "d"', r"\d0", "mmm", "ss.0", "[mm]:ss", "0.0%"),
    ],
)
def test_a_number_is_a_date_where_its_style_says_so(tmp_path: Path, pattern: str):
    """The same styles, the same days, the same phantom day in 1900."""
    book = openpyxl.Workbook()
    [sheet] = book.worksheets
    for number in (45293.0, 45293.4375, 0.4375, 1.25, 0.0, 60.0, 59.0, 61.0, 2958465.5):
        sheet.append([number, "x"])
        sheet.cell(sheet.max_row, 1).number_format = pattern
    book.save(tmp_path / "a.xlsx")

    assert shown(own(tmp_path / "a.xlsx")) == shown(by_library(tmp_path / "a.xlsx"))


def test_days_may_count_from_1904(tmp_path: Path):
    """As on old Macintoshes."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    moment = dt.datetime(2024, 1, 2, 10, 30)  # noqa: DTZ001  # cells know no zone
    book.worksheets[0].append(["data", dt.date(2024, 1, 2), moment])
    book.save(tmp_path / "a.xlsx")

    [table] = own(tmp_path / "a.xlsx")

    assert [column.name for column in table.columns] == [
        "data",
        "2024-01-02",
        "2024-01-02 10:30:00",
    ]
    assert shown([table]) == shown(by_library(tmp_path / "a.xlsx"))


def test_rich_texts_are_read_whole(tmp_path: Path):
    """A word in bold is a word."""
    book = openpyxl.Workbook()
    rich = CellRichText("um ", TextBlock(InlineFont(b=True), "caso "), "grave")
    book.worksheets[0].append(["texto", rich])
    book.save(tmp_path / "a.xlsx")

    [table] = own(tmp_path / "a.xlsx")

    assert [column.name for column in table.columns] == ["texto", "um caso grave"]


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("<si><t>a  b</t></si>", "a  b"),
        ('<si><t xml:space="preserve"> a </t></si>', "a"),
        ("<si><t>漢</t><rPh sb='0' eb='1'><t>kan</t></rPh><phoneticPr fontId='1'/></si>", "漢"),
        ("<si><r><t>ri</t></r><r><rPr><b/></rPr><t>ch</t></r></si>", "rich"),
        ("<si><t>l_x000D_m_x005F_x000D_&amp;&#10;&#x41;&lt;</t></si>", "l\nm_x000D_&\nA<"),
        ("<si>\n <t>a</t>\n</si>", "a"),
        ("<si><t>a > b</t></si>", "a > b"),
        ("<si><t/></si>", ""),
        ("<si></si>", ""),
    ],
)
def test_a_shared_text_is_what_the_program_shows(tmp_path: Path, entry: str, text: str):
    """Without escapes, in one piece, and without what is written above it."""
    shared = cell("A2", "<v>1</v>", ' t="s"')
    rows = inline_rows([["texto", "ramo"]]) + row(shared + inline("B2", "b"), 2)
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(rows), ["<si><t>not this</t></si>", entry])

    found = shown(own(path))

    assert found == [("Plan1", 2, {"A texto": [text], "B ramo": ["b"]})]
    assert found == shown(by_library(path))


@pytest.mark.parametrize(
    "inside",
    [
        cell("A2", "<f>x</f><v>re_x000D_s&amp;</v>", ' t="str"'),
        cell("A2", "<f>x</f><v>#N/A</v>", ' t="e"'),
        cell("A2", "<v>1</v>", ' t="b"'),
        cell("A2", "<f>1+1</f>"),
        cell("A2", "<f>1+1</f><v></v>"),
        cell("A2", '<f t="shared" si="0"/><v>2</v>'),
        cell("A2", "<v>1.0</v>"),
        cell("A2", "<v>007</v>"),
        cell("A2", "<v>1E3</v>", ' s="0" t="n"'),
        cell("A2", "<v>-0.5</v>"),
        cell("A2", "<v>1234567890123456789</v>"),
        cell("A2", "<is><r><t>a</t></r><r><t>b</t></r></is>", ' t="inlineStr"'),
        '<c r="A2" s="1"/>',
        '<c r="A2"></c>',
        cell("A2", "<v>1</v>") + cell("A2", "<v>2</v>"),
    ],
)
def test_a_cell_is_read_as_the_library_reads_it(tmp_path: Path, inside: str):
    """Formulas give their result, faults and formatting nothing."""
    rows = row(inline("A1", "texto")) + row(inside + inline("B2", "x"), 2)
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(rows))

    assert shown(own(path)) == shown(by_library(path))


@pytest.mark.parametrize(
    "rows",
    [
        '<row><c t="inlineStr"><is><t>a</t></is></c></row>',
        f'<row r="1">{inline("A1", "a")}<!-- {inline("B1", "b")} --></row>',
        row(cell("A1", "<v><![CDATA[1]]></v>")),
        row(cell("A1", "<v>99</v>", ' t="s"')),
        row(cell("A1", "<v>1</v>", ' t="z"')),
        row(cell("A1", "<v>um</v>")),
        row(cell("A1", "<v>1</v><extLst/>")),
        row(cell("A0", "<v>1</v>")),
        row(cell("XFE1", "<v>1</v>")),
        row(cell("A1048577", "<v>1</v>")),
        row(cell("AAAAAAA1", "<v>1</v>")),
        row(inline("A1", "&nada;")),
        row(inline("A1", "&#1114112;")),
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1"',
        row(cell("A1", "<v>1</v>", ' a="' + "x" * 60 + '"')),
    ],
)
def test_what_is_unusual_is_left_to_the_library(tmp_path: Path, rows: str):
    """Nothing is guessed."""
    with pytest.raises(UnusualError):
        own(xlsx(tmp_path / "a.xlsx", sheet_xml(rows), ["<si><t>a</t></si>"]))


MANY = 200_000


@pytest.mark.parametrize(
    ("rows", "shared"),
    [
        (row(cell("A1", " " * MANY + "1")), "<si><t>a</t></si>"),
        (row(cell("A1", "<v>1</v>", " " * MANY + "x")), "<si><t>a</t></si>"),
        (inline_rows([["a"]]), f"<si>{'<rPh ' * MANY}<t></si>"),
        (inline_rows([["a"]]), f"<si></si>{'<?xml ' * MANY}"),
    ],
)
def test_what_never_ends_is_looked_through_once(tmp_path: Path, rows: str, shared: str):
    """A small file must not keep its reader for hours: here that is the test's own time."""
    with pytest.raises(UnusualError):
        own(xlsx(tmp_path / "a.xlsx", sheet_xml(rows), [shared]))


def test_a_pattern_of_brackets_alone_is_looked_through_once():
    """As above; it shows no date."""
    dates = Dates.of({"164": "[" * MANY}, ["164"], since_1904=False)
    assert not dates.dated


@pytest.mark.parametrize(
    "others",
    [
        {"xl/sharedStrings.xml": "<sst><si><t>a</t></si>lixo</sst>"},
        {"xl/sharedStrings.xml": "<x:sst><x:si><x:t>a</x:t></x:si></x:sst>"},
        {"xl/sharedStrings.xml": "<sst><si><t><![CDATA[a]]></t></si></sst>"},
        {"xl/sharedStrings.xml": b"<sst><si><t>\xff</t></si></sst>"},
        {"xl/sharedStrings.xml": "<sst><si><t>a</t></si></sst>".encode("utf-16")},
        {"xl/sharedStrings.xml": "<sst><t>a</t></si></sst>"},
        {"xl/sharedStrings.xml": "<sst><si><t>a</t></si><si/></sst>"},
        {"xl/sharedStrings.xml": "<sst><si><t>a</t></si><si/><si></si></sst>"},
        {"xl/styles.xml": "<styleSheet"},
        {"xl/workbook.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><workbook/>"},
        {"xl/workbook.xml": "<workbook/>"},
        {"xl/_rels/workbook.xml.rels": "<Relationships/>"},
        {"xl/worksheets/sheet1.xml": "<x:worksheet><x:sheetData/></x:worksheet>"},
        {"xl/worksheets/sheet1.xml": "<worksheet><sheetData>"},
    ],
)
def test_parts_that_are_unusual_are_left_to_the_library(
    tmp_path: Path, others: dict[str, str | bytes]
):
    """Prefixes, declarations, other encodings, and damage."""
    rows = inline_rows([["texto"]])

    with pytest.raises(UnusualError):
        own(xlsx(tmp_path / "a.xlsx", sheet_xml(rows), others=others))


def test_a_workbook_may_have_no_shared_texts(tmp_path: Path):
    """Where all stand in their cells."""
    path = xlsx(tmp_path / "a.xlsx", sheet_xml(inline_rows(cases())))

    [table] = own(path)

    assert table.rows == 24


def test_a_workbook_may_be_stored_without_compression(tmp_path: Path):
    """And its members may have odd names."""
    path = written(tmp_path / "a.xlsx", cases(), lean=False)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            odd = name.replace("/", "\\").upper() if "worksheets" in name else name
            target.writestr(odd, source.read(name), zipfile.ZIP_STORED)

    assert shown(own(tmp_path / "b.xlsx")) == shown(own(path))


def test_a_workbook_of_zip64_is_read(tmp_path: Path):
    """As programs write it that do not know beforehand how much there will be."""
    path = written(tmp_path / "a.xlsx", cases(), lean=False)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as target:
        for name in source.namelist():
            with target.open(name, "w", force_zip64=True) as member:
                member.write(source.read(name))

    assert shown(own(tmp_path / "b.xlsx")) == shown(own(path))


def test_many_blocks_are_one_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Wherever a block is cut, no cell is lost and none is read twice."""
    rows = cases(60)
    path = written(tmp_path / "a.xlsx", rows, lean=False)
    whole = shown(own(path))
    for size in (7, 64, 513, 4096):
        monkeypatch.setattr("api.datasets.formats.package.BLOCK_BYTES", size)

        assert shown(own(path)) == whole


@pytest.mark.parametrize("seed", range(300))
def test_damage_is_noticed_or_harmless(tmp_path: Path, seed: int):
    """A few wrong bytes in cells and texts: the library agrees, refuses, or is left to decide."""
    random = Random(seed)
    source = written(
        tmp_path / "a.xlsx", [["texto", "ramo"], ["um caso", 1], [True, 2.5]], lean=False
    )
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(path, "w") as target:
        for name in archive.namelist():
            content = bytearray(archive.read(name))
            if "sheet1" in name or "sharedStrings" in name:
                spans = [found.span() for found in ENTRY.finditer(content)]
                for _ in range(random.randint(0, 2)):
                    place = random.randrange(*random.choice(spans))
                    content[place] = random.choice(b"<>/\"'&;=vc1t ")
            target.writestr(name, bytes(content))
    try:
        found = shown(own(path))
    except (UnusualError, UnusableFileError):
        return
    try:
        expected = shown(by_library(path))
    except UnusableFileError:
        return

    assert found == expected
