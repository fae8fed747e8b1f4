"""A column while its rows come in, with the figures that tell what it is."""

from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa

from api.datasets import names
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import chunks, clean_text, lengths, trim

COUNTED_DISTINCT = 10_000
"""Of a column with more different values it only matters that they are many."""
_FEW = 50
_REPEATS = 5


@dataclass(slots=True)
class Gathering:
    """What is known so far of the column under ``heading``."""

    heading: str
    """The header's cell as it stands there."""
    letter: str
    chunks: list[Any] = field(default_factory=list)
    rows: int = 0
    seen: set[int] = field(default_factory=set)
    """Hashes of values: the values themselves could be large."""
    filled: int = 0
    counted: int = 0
    """Filled cells among which ``seen`` was counted."""
    characters: int = 0
    size_bytes: int = 0
    last_filled: int = 0
    """Rows down to the last one that is not blank."""

    @property
    def name(self) -> str:
        """The heading as a name."""
        return " ".join(clean_text(self.heading[: names.LONGEST]).split())

    @property
    def repeats_its_name(self) -> bool:
        """Whether its few and frequent values include the header's own."""
        few = len(self.seen) < _FEW and self.filled >= _REPEATS * len(self.seen)
        return bool(self.name) and few and hash(self.heading.strip()) in self.seen

    @property
    def is_live(self) -> bool:
        """Whether it has a name or a value; else it is only formatting."""
        return bool(self.heading.strip() or self.filled)

    def fill_up(self, rows: int) -> None:
        """Make it ``rows`` long: the rows that it had no value in are blank."""
        if rows > self.rows:
            self.chunks.append(pa.repeat("", rows - self.rows))
            self.rows = rows

    def take(self, values: Strings) -> None:
        """The next rows."""
        characters = lengths(values)
        filled = characters.to_numpy().nonzero()[0]
        if len(filled):
            self.last_filled = self.rows + int(filled[-1]) + 1
            self.characters += pc.sum(characters).as_py()
            self._count(values, len(filled))
        self.chunks += chunks(values)
        self.rows += len(values)
        self.size_bytes += values.nbytes

    def _count(self, values: Strings, filled: int) -> None:
        self.filled += filled
        if len(self.seen) < COUNTED_DISTINCT:
            different = trim(pc.unique(values)).to_pylist()
            self.seen.update(hash(value) for value in different if value)
            self.counted += filled

    def take_heading_as_row(self) -> None:
        """The heading names nothing: it is the first value."""
        self.chunks.insert(0, pa.array([self.heading], pa.string()))
        self.rows += 1
        self.filled += bool(self.name)
        self.characters += len(self.heading.strip())
        self.last_filled += 1
        self.heading = ""
