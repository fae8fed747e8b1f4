import struct
from pathlib import Path
from random import Random

import pytest

from api.datasets.formats import legacy
from api.datasets.formats.compound import CompoundFile, DamagedError
from api.datasets.formats.grid import Area, Formulas, Notes
from api.datasets.limits import Limits
from api.datasets.refusal import UnusableFileError
from schemas.problems import ProblemCode
from tests.api.datasets.sheets import FILES, codes, refused

WORKBOOK = FILES / "excel97.xls"


def objections(path: Path) -> list[ProblemCode]:
    try:
        legacy.inspect(path, Limits())
    except UnusableFileError as error:
        return [problem.code for problem in error.problems]
    return []


def test_the_streams_are_found():
    """Old workbooks and protected new ones are told apart by what they hold."""
    assert CompoundFile(WORKBOOK).streams == {"Workbook"}
    assert "EncryptedPackage" in CompoundFile(FILES / "protected.xlsx").streams


def test_a_stream_is_read_along_its_chain():
    """An Excel 97 stream begins with the record that says so and ends with the one that ends it."""
    content = CompoundFile(WORKBOOK).read("Workbook")

    assert content[:4] == struct.pack("<HH", 0x0809, 16)
    assert struct.pack("<HH", 0x000A, 0) in content


def test_a_small_stream_is_read_from_the_small_sectors():
    """Streams below four kilobytes share sectors."""
    content = CompoundFile(FILES / "protected.xlsx").read("EncryptionInfo")

    assert b"<encryption" in content
    assert content.rstrip().endswith(b"</encryption>")


def test_a_sound_workbook_passes():
    """Nothing to object to."""
    assert objections(WORKBOOK) == []


@pytest.mark.parametrize(
    ("kind", "size", "at", "value"),
    [
        (0x00FD, 10, 2, struct.pack("<H", 60_000)),
        (0x027E, 10, 2, struct.pack("<H", 256)),
        (0x0200, 14, 4, struct.pack("<I", 65_537)),
        (0x0200, 14, 0, struct.pack("<I", 50_000_000)),
        (0x0200, 14, 10, struct.pack("<H", 257)),
        (0x0200, 14, 8, struct.pack("<H", 3)),
    ],
)
def test_what_lies_beyond_every_sheet_is_refused(
    tmp_path: Path, kind: int, size: int, at: int, value: bytes
):
    """One such number and the reader would ask for hundreds of gigabytes."""
    content = bytearray(WORKBOOK.read_bytes())
    record = content.index(struct.pack("<HH", kind, size)) + 4
    content[record + at : record + at + len(value)] = value
    path = tmp_path / "cases.xls"
    path.write_bytes(content)

    assert codes(refused(path)) == [ProblemCode.FILE_UNREADABLE]


def test_chains_that_run_in_circles_end(tmp_path: Path):
    """Each sector of the table leads to itself."""
    content = bytearray(WORKBOOK.read_bytes())
    [table] = struct.unpack_from("<I", content, 76)
    start = (table + 1) * 512
    content[start : start + 512] = struct.pack("<128I", *range(128))
    path = tmp_path / "cases.xls"
    path.write_bytes(content)

    with pytest.raises(DamagedError):
        CompoundFile(path)


def test_a_list_of_tables_that_runs_in_a_circle_ends(tmp_path: Path):
    """A sector that says that it goes on in itself."""
    content = bytearray(WORKBOOK.read_bytes())
    struct.pack_into("<I", content, 68, 0)
    struct.pack_into("<128I", content, 512, *[1] * 127, 0)
    path = tmp_path / "cases.xls"
    path.write_bytes(content)

    with pytest.raises(DamagedError):
        CompoundFile(path)


@pytest.mark.parametrize("size", [8, 100, 511, 512, 600])
def test_a_file_that_is_cut_off_is_damaged(tmp_path: Path, size: int):
    """Wherever it was cut."""
    path = tmp_path / "cases.xls"
    path.write_bytes(WORKBOOK.read_bytes()[:size])

    with pytest.raises(DamagedError):
        CompoundFile(path)


@pytest.mark.parametrize("seed", range(300))
def test_damage_is_refused_or_harmless(tmp_path: Path, seed: int):
    """A few wrong bytes anywhere never end in anything but an answer."""
    random = Random(seed)
    content = bytearray(WORKBOOK.read_bytes())
    for _ in range(random.randint(1, 12)):
        content[random.randrange(len(content))] = random.randrange(256)
    path = tmp_path / "cases.xls"
    path.write_bytes(content)

    assert objections(path) in ([], [ProblemCode.FILE_UNREADABLE])


def test_formulas_merged_cells_and_hidden_rows_are_told_by_sheet():
    """As LibreOffice keeps them."""
    notes = legacy.inspect(FILES / "libreoffice.xls", Limits())

    assert notes["Dados & casos"] == Notes(
        {1: Formulas(2), 3: Formulas(1)}, (Area(8, 9, 3, 3),), (11,)
    )
    assert notes["Escondida"] == Notes()


def test_a_row_that_is_not_shown_is_told(tmp_path: Path):
    """By the mark that Excel gives it."""
    content = WORKBOOK.read_bytes()
    kept = CompoundFile(WORKBOOK).read("Workbook")
    at = kept.index(struct.pack("<HHH", 0x0208, 16, 2))
    record = bytearray(kept[at : at + 20])
    record[4 + 12] |= 0x20
    path = tmp_path / "cases.xls"
    path.write_bytes(content.replace(kept[at : at + 20], record, 1))

    [notes] = legacy.inspect(path, Limits()).values()

    assert notes.hidden == (3,)
