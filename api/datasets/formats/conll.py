"""Tagged sentences as CoNLL writes them: a token a line, its tag last, a blank line in between."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from api.datasets.formats.grid import Grid
from api.datasets.formats.textfile import TextFile
from api.datasets.refusal import UnusableFileError, problem
from schemas.problems import DataProblem, ProblemCode

HEADER = ("sentence", "token", "tag")
FEWEST_LINES = 3
"""With fewer tokens it could be anything."""
SAMPLE_LINES = 1_000
MOST_BROKEN_LINES = 20

_TAG = re.compile(r"O|[BIESLU]-\S+")
_SPACES = re.compile(r"[ \t]+")
_DOCUMENT = "-DOCSTART-"


class Columns:
    """How many columns the lines have, and what divides them."""

    def __init__(self, sample: Sequence[str]) -> None:
        told = [line for line in sample if line.strip() and not line.startswith(("#", _DOCUMENT))]
        self._tabs = bool(told) and all("\t" in line for line in told)
        widths = Counter(len(self.split(line)) for line in told)
        self.width = max(widths, key=lambda width: widths[width], default=0)

    def split(self, line: str) -> list[str]:
        """The columns of a line."""
        return line.split("\t") if self._tabs else _SPACES.split(line.strip(" \t"))

    def is_comment(self, line: str) -> bool:
        """Whether the line only says something about what follows: ``#`` is a token too."""
        if not line.startswith("#"):
            return False
        columns = self.split(line)
        return len(columns) != self.width or not _TAG.fullmatch(columns[-1])


def fits(sample: str) -> bool:
    """Whether the text, the beginning of a file, can be nothing else: all lines end in BIO tags."""
    lines = sample.replace("\r", "\n").split("\n")
    columns = Columns(lines)
    told = [columns.split(line) for line in lines if line.strip() and not _is_aside(line, columns)]
    tags = {found[-1] for found in told}
    even = columns.width > 1 and {len(found) for found in told} == {columns.width}
    return even and len(told) >= FEWEST_LINES and all(map(_TAG.fullmatch, tags)) and tags != {"O"}


def grids(path: Path) -> Iterator[Grid]:
    """A row a token, numbered from 1; comments and the marks of documents are passed over."""
    text = TextFile(path)
    yield Grid(
        sheet=None,
        rows=_rows(text),
        named=True,
        share_read=text.share_read,
        passes_on=frozenset(),
    )


def _rows(text: TextFile) -> Iterator[Sequence[str]]:
    """The header and every token.

    Raises:
        UnusableFileError: lines have other columns than the rest; ``row`` is the line in the file.
    """
    with text.opened() as file:
        columns = Columns([line.rstrip("\r\n") for line in islice(file, SAMPLE_LINES)])
    broken: list[DataProblem] = []
    yield HEADER
    with text.opened() as file:
        for sentence, number, line in _tokens(file, columns):
            found = columns.split(line)
            if 1 < len(found) == columns.width:
                yield str(sentence), found[0], found[-1]
                continue
            broken.append(_broken(number, len(found), columns.width))
            if len(broken) == MOST_BROKEN_LINES:
                break
    if broken:
        raise UnusableFileError(broken)


def _tokens(file: Iterable[str], columns: Columns) -> Iterator[tuple[int, int, str]]:
    """The number of the sentence, the number of the line and the line of each token."""
    sentence, begun = 1, False
    for number, line in enumerate(file, start=1):
        told = line.rstrip("\r\n")
        if columns.is_comment(told):
            continue
        begins = not told.strip() or told.startswith(_DOCUMENT)
        if not begins:
            yield sentence, number, told
        sentence += begins and begun
        begun = not begins


def _is_aside(line: str, columns: Columns) -> bool:
    return line.startswith(_DOCUMENT) or columns.is_comment(line)


def _broken(row: int, cells: int, columns: int) -> DataProblem:
    return problem(ProblemCode.FILE_UNREADABLE, row=row, cells=cells, columns=columns)
