"""The character encoding of a text file, by a strict rule instead of statistics.

A byte-order mark decides. Else it is UTF-8 if it can be: text of another encoding hardly ever is
valid UTF-8 by chance. Else it is what Brazilian Windows programs write.
"""

import codecs
from dataclasses import dataclass
from pathlib import Path

_CHUNK_CHARACTERS = 1024 * 1024
_SAMPLE_BYTES = 64 * 1024
_DAMAGE = 0.02
"""Share of the non-ASCII characters that may be broken in a file that still counts as UTF-8."""
_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to open a text file."""

    name: str
    errors: str = "strict"


def of_wide_text(sample: bytes) -> Encoding | None:
    """UTF-16 or UTF-32, by its mark or by the zeros beside letters; None for the rest."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return Encoding(name, "replace")
    half = len(sample) // 2
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros, others = sample[offset::2].count(0), sample[1 - offset :: 2].count(0)
        if half and zeros >= 0.7 * half and others == 0:
            return Encoding(name, "replace")
    return None


def decoded(sample: bytes) -> str:
    """The beginning of a text file, as far as its characters are plain."""
    wide = of_wide_text(sample)
    return sample.decode("utf-8" if wide is None else wide.name, "replace").lstrip("\ufeff")


def detect(path: Path) -> Encoding:
    """The encoding with which the whole file can be decoded."""
    with path.open("rb") as file:
        wide = of_wide_text(file.read(_SAMPLE_BYTES))
    if wide is not None:
        return wide
    if _decodes(path, "utf-8-sig"):
        return Encoding("utf-8-sig")
    if _is_damaged_utf8(path):
        return Encoding("utf-8-sig", "replace")
    return Encoding("cp1252" if _decodes(path, "cp1252") else "latin-1")


def _decodes(path: Path, name: str) -> bool:
    try:
        with path.open(encoding=name, newline="") as file:
            while file.read(_CHUNK_CHARACTERS):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(path: Path) -> bool:
    """Whether nearly all beyond ASCII is UTF-8: a few broken bytes should not garble the rest."""
    broken = beyond_ascii = 0
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        while text := file.read(_CHUNK_CHARACTERS):
            broken += text.count("\ufffd")
            beyond_ascii += len(text) - len(text.encode("ascii", "ignore"))
    return broken <= _DAMAGE * beyond_ascii
