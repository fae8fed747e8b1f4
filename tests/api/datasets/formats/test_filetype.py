import struct
import zipfile
from pathlib import Path

import pytest

from api.datasets.formats import filetype
from api.datasets.formats.filetype import FileType
from api.datasets.refusal import UnusableFileError
from schemas.problems import ProblemCode
from tests.api.datasets.sheets import EXAMPLE, FILES, as_parquet, as_text, cases, codes, refused

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\x06\0\0\0\x1f\xf3\xffa"
TABLE = as_text(cases()).encode()
TAGGED = b"O O\nTribunal B-ORG\nde I-ORG\nAlagoas I-ORG\n\nJulgou O\n"
PARQUET = as_parquet(cases())


def detected(path: Path, content: bytes, name: str) -> FileType | ProblemCode:
    path.write_bytes(content)
    try:
        return filetype.detect(path, name)
    except UnusableFileError as error:
        [problem] = error.problems
        return problem.code


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.csv", TABLE, FileType.TEXT),
        ("A.CSV", TABLE, FileType.TEXT),
        ("a.txt", TABLE, FileType.TEXT),
        ("a", TABLE, FileType.TEXT),
        ("a.xls", TABLE, FileType.TEXT),
        ("a.csv", TABLE.decode().encode("utf-16"), FileType.TEXT),
        ("a.csv", EXAMPLE.read_bytes(), FileType.XLSX),
        ("a.xlsx", (FILES / "excel97.xls").read_bytes(), FileType.XLS),
        ("a.xlsx", (FILES / "protected.xlsx").read_bytes(), ProblemCode.FILE_PROTECTED),
        ("a.xlsx", EXAMPLE.read_bytes()[:5000], ProblemCode.FILE_UNREADABLE),
        ("a.xls", (FILES / "excel97.xls").read_bytes()[:700], ProblemCode.FILE_UNREADABLE),
        ("a.xlsx", TABLE, FileType.TEXT),
        ("a.dat", TABLE, FileType.TEXT),
        ("a.md", b"# Title\n\nProse, with commas.\nAnd more\n", ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.py", b"a, b = 1, 2\n", ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.xlsx", PNG, ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.csv", PNG, ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.csv", b"%PDF-1.7\n1 0 obj", ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.xls", b"<html><table><tr><td>texto", ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.txt", b"{\\rtf1\\ansi texto}", ProblemCode.FILE_TYPE_UNKNOWN),
        ("a.json", b'[{"texto": "a"}]', FileType.JSON),
        ("a.CSV", b'\xef\xbb\xbf{"texto": "a"}\n', FileType.JSON),
        ("a", '{"texto": "a"}\n'.encode("utf-16"), FileType.JSON),
        ("a.jsonl", b'["a", "b"]\n["c", "d"]\n', FileType.JSON),
        ("a.csv", b'["a", "b"]\n["c", "d"]\n', FileType.TEXT),
        ("a.jsonl", b"texto\n", FileType.JSON),
        ("a.json", TABLE, FileType.TEXT),
        ("a.csv", PARQUET, FileType.PARQUET),
        ("a.parquet", b"PARE" + PARQUET[4:], ProblemCode.FILE_PROTECTED),
        ("a.conll", b"O _\ncaso _\n", FileType.CONLL),
        ("a.txt", TAGGED, FileType.CONLL),
        ("A.TSV", TAGGED.replace(b" ", b"\t"), FileType.CONLL),
        ("a.txt", b"token tag\n" + TAGGED, FileType.TEXT),
        ("a.csv", b"", ProblemCode.FILE_EMPTY),
        ("a.xlsx", b"", ProblemCode.FILE_EMPTY),
        ("a.csv", b" \r\n\r\n", ProblemCode.FILE_EMPTY),
    ],
)
def test_the_bytes_decide_before_the_name(
    tmp_path: Path, name: str, content: bytes, found: FileType | ProblemCode
):
    """A name is only believed where the bytes could be anything."""
    assert detected(tmp_path / "file", content, name) is found


def test_the_refusal_says_which_formats_are_accepted(tmp_path: Path):
    """The user learns what to save the file as."""
    path = tmp_path / "photo.png"
    path.write_bytes(PNG)

    [problem] = refused(path).problems

    assert problem.params["filename"] == "photo.png"
    assert problem.params["accepted"] == filetype.ACCEPTED


@pytest.mark.parametrize("member", ["word/document.xml", "content.xml", "mimetype"])
def test_other_archives_are_no_workbooks(tmp_path: Path, member: str):
    """Letters are archives too."""
    with zipfile.ZipFile(tmp_path / "file", "w") as archive:
        archive.writestr(member, "<x/>")

    content = (tmp_path / "file").read_bytes()

    assert detected(tmp_path / "file", content, "a.xlsx") is ProblemCode.FILE_TYPE_UNKNOWN


def test_an_encrypted_archive_is_protected(tmp_path: Path):
    """Its members are marked as such."""
    with zipfile.ZipFile(tmp_path / "file", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    content = bytearray((tmp_path / "file").read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1

    assert detected(tmp_path / "file", bytes(content), "a.xlsx") is ProblemCode.FILE_PROTECTED


def test_an_old_workbook_with_a_password_is_protected(tmp_path: Path):
    """Its stream begins with a record that says so."""
    content = (FILES / "excel97.xls").read_bytes()
    begin = content.index(struct.pack("<HH", 0x0809, 16))
    after = begin + 20
    path = tmp_path / "cases.xls"
    path.write_bytes(content[:after] + struct.pack("<H", 0x002F) + content[after + 2 :])

    assert codes(refused(path)) == [ProblemCode.FILE_PROTECTED]
