"""What a file really is: its contents decide; its name only where they could be several things."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path, PurePath

from api.datasets.formats import conll, delimited, encoding, legacy, opendocument, parquet
from api.datasets.formats.compound import SIGNATURE, CompoundFile, DamagedError
from api.datasets.formats.package import UnusualError
from api.datasets.refusal import UnusableFileError, unusable
from schemas.problems import ProblemCode

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
SAMPLE_BYTES = 64 * 1024
TEXT_EXTENSIONS = frozenset({"", ".csv", ".tsv", ".tab", ".txt", ".xls"})
"""``.xls`` because many systems export a text table under that name."""
JSON_EXTENSIONS = frozenset({".json", ".jsonl", ".ndjson"})
CONLL_EXTENSIONS = frozenset({".conll", ".iob", ".bio"})
ACCEPTED = [
    ".xlsx",
    ".xls",
    ".ods",
    ".csv",
    ".tsv",
    ".txt",
    ".jsonl",
    ".json",
    ".parquet",
    ".conll",
]

_OBJECTS = re.compile(r"\s*(\{\s*[\"}]|\[\s*[{\]])")
"""How JSON with rows in it begins, and hardly anything else."""
_MARKUP = re.compile(rb"\s*(<|%PDF|\{\\rtf)")
_MOST_CONTROLS = 0.05
"""Share of a text's bytes; of a picture or a program it is a tenth or more."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"


class FileType(StrEnum):
    """The kinds of file that can be read."""

    XLSX = "xlsx"
    """With macros too, which are never run."""
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    PARQUET = "parquet"
    JSON = "json"
    CONLL = "conll"
    TEXT = "text"
    """A table of lines."""


_WORKBOOKS = {"xl/workbook.xml": FileType.XLSX, "xl/workbook.bin": FileType.XLSB}
"""By a member that only they have."""


def detect(path: Path, filename: str) -> FileType:
    """The kind of the file at ``path``, which its owner calls ``filename``.

    Raises:
        UnusableFileError: it is empty, protected, damaged or of no kind that can be read.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES)
    if not sample.strip(b"\0 \t\r\n"):
        raise unusable(ProblemCode.FILE_EMPTY)
    if sample.startswith(ZIP):
        return _of_archive(path, filename)
    if sample.startswith(SIGNATURE):
        return _of_compound(path, filename)
    if sample.startswith(parquet.ENCRYPTED):
        raise unusable(ProblemCode.FILE_PROTECTED)
    if sample.startswith(parquet.SIGNATURE):
        return FileType.PARQUET
    if not _is_text(sample):
        raise _unknown(filename)
    return _of_text(path, filename, encoding.decoded(sample))


def _of_archive(path: Path, filename: str) -> FileType:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    if any(member.flag_bits & 1 for member in members):
        raise unusable(ProblemCode.FILE_PROTECTED)
    names = {member.filename.lower() for member in members}
    for name, kind in _WORKBOOKS.items():
        if name in names:
            return kind
    return _of_document(path, filename)


def _of_document(path: Path, filename: str) -> FileType:
    try:
        if not opendocument.is_spreadsheet(path):
            raise _unknown(filename)
        if opendocument.is_protected(path):
            raise unusable(ProblemCode.FILE_PROTECTED)
    except UnusualError as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    return FileType.ODS


def _of_compound(path: Path, filename: str) -> FileType:
    try:
        streams = CompoundFile(path).streams
    except DamagedError as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    if "EncryptedPackage" in streams:
        raise unusable(ProblemCode.FILE_PROTECTED)
    if streams.isdisjoint(legacy.STREAMS):
        raise _unknown(filename)
    return FileType.XLS


def _of_text(path: Path, filename: str, sample: str) -> FileType:
    """Objects and tagged sentences are known by sight; tables under any name, if they are even."""
    extension = PurePath(filename).suffix.lower()
    if _OBJECTS.match(sample) or (
        extension in JSON_EXTENSIONS and sample.lstrip().startswith(("{", "["))
    ):
        return FileType.JSON
    if extension in CONLL_EXTENSIONS or conll.fits(_whole_lines(sample)):
        return FileType.CONLL
    if extension in TEXT_EXTENSIONS or delimited.is_table(path):
        return FileType.TEXT
    if extension in JSON_EXTENSIONS:
        return FileType.JSON
    raise _unknown(filename)


def _whole_lines(sample: str) -> str:
    """Without the last line, which may be cut, unless it is the only one."""
    return sample.rpartition("\n")[0] or sample


def _is_text(sample: bytes) -> bool:
    if encoding.of_wide_text(sample) is not None:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls <= _MOST_CONTROLS * len(sample) and not _MARKUP.match(sample)


def _unknown(filename: str) -> UnusableFileError:
    return unusable(ProblemCode.FILE_TYPE_UNKNOWN, filename=filename, accepted=ACCEPTED)
