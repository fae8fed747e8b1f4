"""What a file really is: its first bytes decide, its name only tells texts apart."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path, PurePath

from api.datasets.formats import encoding, legacy
from api.datasets.formats.compound import SIGNATURE, CompoundFile, DamagedError
from api.datasets.refusal import UnusableFileError, unusable
from schemas.problems import ProblemCode

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
SAMPLE_BYTES = 64 * 1024
TEXT_EXTENSIONS = frozenset({"", ".csv", ".tsv", ".tab", ".txt", ".xls"})
"""``.xls`` because many systems export a text table under that name."""
ACCEPTED = [".xlsx", ".xls", ".csv", ".tsv", ".txt"]

_MARKUP = re.compile(rb"\s*(<|%PDF|\{\\rtf)")
_MOST_CONTROLS = 0.05
"""Share of a text's bytes; of a picture or a program it is a tenth or more."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r")) + b"\x7f"


class FileType(StrEnum):
    """The kinds of spreadsheet that can be read."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


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
    if PurePath(filename).suffix.lower() in TEXT_EXTENSIONS and _is_text(sample):
        return FileType.TEXT
    raise _unknown(filename)


def _of_archive(path: Path, filename: str) -> FileType:
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise unusable(ProblemCode.FILE_UNREADABLE) from error
    if any(member.flag_bits & 1 for member in members):
        raise unusable(ProblemCode.FILE_PROTECTED)
    if any(member.filename.lower() == "xl/workbook.xml" for member in members):
        return FileType.XLSX
    raise _unknown(filename)


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


def _is_text(sample: bytes) -> bool:
    if encoding.of_wide_text(sample) is not None:
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls <= _MOST_CONTROLS * len(sample) and not _MARKUP.match(sample)


def _unknown(filename: str) -> UnusableFileError:
    return unusable(ProblemCode.FILE_TYPE_UNKNOWN, filename=filename, accepted=ACCEPTED)
