"""Files of every format, damaged as transfers, disks and ill will damage them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from tests.api.datasets.corpus import CORPUS
from tests.api.datasets.sheets import FILES, cases, write_xlsx

EXTENSIONS = [".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".jsonl", ".json", ".parquet", ""]
MOST_CHANGES = 8
Originals = Sequence[tuple[str, bytes]]
_MOST_REPEATS = 50
_LONGEST_REPEATED = 1_000


@dataclass(frozen=True, slots=True)
class Mutant:
    """A damaged file."""

    filename: str
    content: bytes


@cache
def originals() -> Originals:
    """Small files that are whole, by a name that suits them."""
    corpus = [(each.filename, each.build()) for each in CORPUS.values() if not each.large]
    files = [(path.name, path.read_bytes()) for path in sorted(FILES.iterdir())]
    return [each for each in corpus + files if each[1]]


def workbook_in(folder: Path) -> tuple[str, bytes]:
    """A workbook as openpyxl writes it."""
    return "a.xlsx", write_xlsx(folder / "a.xlsx", cases()).read_bytes()


@st.composite
def mutants(draw: st.DrawFn, more: Originals = ()) -> Mutant:
    """One of the originals, or of ``more``, after some changes."""
    whole = [*originals(), *more]
    filename, content = draw(st.sampled_from(whole))
    if zipfile.is_zipfile(io.BytesIO(content)) and draw(st.booleans()):
        content = _changed_inside(draw, content, whole)
    else:
        content = _changed(draw, content, whole)
    if draw(st.integers(0, 4)) == 0:
        filename = "a" + draw(st.sampled_from(EXTENSIONS))
    return Mutant(filename, content)


def _changed(draw: st.DrawFn, content: bytes, whole: Originals) -> bytes:
    for _ in range(draw(st.integers(1, MOST_CHANGES))):
        change: Callable[..., bytes] = draw(
            st.sampled_from([_flip, _cut, _splice, _repeat, _insert])
        )
        content = change(draw, content, whole)
    return content


def _changed_inside(draw: st.DrawFn, content: bytes, whole: Originals) -> bytes:
    """One member of the archive damaged, and packed again so that its sum is right."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = draw(st.sampled_from(sorted(members)))
    members[name] = _changed(draw, members[name], whole)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, inside in members.items():
            archive.writestr(each, inside)
    return packed.getvalue()


def _place(draw: st.DrawFn, content: bytes) -> int:
    return draw(st.integers(0, len(content)))


def _flip(draw: st.DrawFn, content: bytes, _whole: Originals) -> bytes:
    if not content:
        return content
    place = draw(st.integers(0, len(content) - 1))
    bit = 1 << draw(st.integers(0, 7))
    return content[:place] + bytes([content[place] ^ bit]) + content[place + 1 :]


def _cut(draw: st.DrawFn, content: bytes, _whole: Originals) -> bytes:
    first, last = sorted((_place(draw, content), _place(draw, content)))
    return content[:first] + content[last:] if draw(st.booleans()) else content[:last]


def _splice(draw: st.DrawFn, content: bytes, whole: Originals) -> bytes:
    """The beginning of this file, then the end of another."""
    _, other = draw(st.sampled_from(whole))
    return content[: _place(draw, content)] + other[_place(draw, other) :]


def _repeat(draw: st.DrawFn, content: bytes, _whole: Originals) -> bytes:
    first, last = sorted((_place(draw, content), _place(draw, content)))
    again = content[first:last][:_LONGEST_REPEATED] * draw(st.integers(1, _MOST_REPEATS))
    return content[:last] + again + content[last:]


def _insert(draw: st.DrawFn, content: bytes, _whole: Originals) -> bytes:
    place = _place(draw, content)
    return content[:place] + draw(st.binary(max_size=40)) + content[place:]


CHANGES: Sequence[Callable[[st.DrawFn, bytes, Originals], bytes]] = [
    _flip,
    _cut,
    _splice,
    _repeat,
    _insert,
]
