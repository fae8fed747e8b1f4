"""The examples as every check looks at them, worked out once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.quality import equality
from api.datasets.quality.equality import Numbers
from api.datasets.reading import ResolvedReading
from api.datasets.tasks.task import DatasetTask, Rows
from schemas.checks import CheckCode
from schemas.events.dataset import LabelCount
from schemas.examples import ROW, SPLIT, VALIDATION
from schemas.quality import Evidence
from schemas.reading import Role
from schemas.recipe import Keep

SHOWN = 4
"""Rows that stand for all."""
BEGINNING = 160
"""Characters of a text that is shown."""
ANSWER_BEGINNING = 80


_ANSWERS = (Role.LABEL, Role.TAGS, Role.ANSWER, Role.COMPLETION)
"""What a person reads as the answer, in whichever role an example has it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be judged."""

    task: DatasetTask
    rows: Rows
    reading: ResolvedReading
    base_model: str | None = None
    kept: tuple[Keep, ...] = ()
    """What its owner has seen and wants to leave as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Examples with what several checks need of them; arrays have one value an example."""

    judged: Judged
    texts: Strings
    answers: Strings
    labels: tuple[LabelCount, ...]
    characters: Numbers
    text_numbers: Numbers
    """Equal for equal texts."""
    answer_numbers: Numbers
    held_out: NDArray[np.bool_] | None
    """By the file's own split; None where it has none."""

    @classmethod
    def of(cls, judged: Judged) -> "Material":
        """What ``judged`` consists of."""
        task, examples = judged.task, judged.rows.examples
        texts, answers = _whole(task.texts(examples)), _whole(task.answers(examples))
        return cls(
            judged=judged,
            texts=texts,
            answers=answers,
            labels=task.labels(examples),
            characters=np.asarray(pc.utf8_length(texts), dtype=np.int64),
            text_numbers=equality.numbers(texts),
            answer_numbers=equality.numbers(answers),
            held_out=_held_out(examples),
        )

    @property
    def examples(self) -> int:
        return len(self.texts)

    def share(self, part: float) -> float:
        """Of the examples, in percent."""
        return percent(part, self.examples)

    def shown(self, positions: Iterable[int]) -> list[Evidence]:
        """The first few of the rows at ``positions``."""
        return [self._evidence(int(position)) for position, _ in zip(positions, range(SHOWN))]  # noqa: B905

    def is_kept(self, code: CheckCode) -> bool:
        """Whether the owner wants to hear nothing of it."""
        return any(keep.check is code and not keep.labels for keep in self.judged.kept)

    def kept_labels(self, code: CheckCode) -> frozenset[str]:
        """Labels that the owner wants to hear nothing of in this respect."""
        kept = (keep.labels for keep in self.judged.kept if keep.check is code)
        return frozenset(label for labels in kept for label in labels)

    def _evidence(self, position: int) -> Evidence:
        [example] = self.judged.rows.examples.slice(position, 1).to_pylist()
        shown = self.judged.task.shown(example)
        compared = self.answers[position].as_py()
        answer = next((shown[role] for role in _ANSWERS if role in shown), compared)
        return Evidence(
            row=example[ROW],
            text=beginning(self.texts[position].as_py(), BEGINNING),
            answer=beginning(answer, ANSWER_BEGINNING),
        )


def percent(part: float, whole: float) -> float:
    """With two decimals; never 0 or 100 unless it is none or all."""
    if not whole:
        return 0.0
    share = round(100 * part / whole, 2)
    return min(max(share, 0.01), 99.99) if 0 < part < whole else share


def beginning(text: str, characters: int) -> str:
    """At most so many characters; a cut is marked."""
    return text if len(text) <= characters else text[: characters - 1].rstrip() + "…"


def _whole(column: Any) -> Strings:
    """As a chunked array without nulls."""
    chunked = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    return pc.fill_null(chunked, "") if chunked.null_count else chunked


def _held_out(examples: Batch) -> NDArray[np.bool_] | None:
    split = examples[SPLIT]
    if split.null_count == len(split):
        return None
    return np.asarray(pc.fill_null(pc.equal(split, VALIDATION), False))  # noqa: FBT003
