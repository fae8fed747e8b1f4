"""A classified sheet as a workbook: its own columns in their order, then the answers."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from api.datasets.recipes import workbook
from api.datasets.recipes.workbook import Heading
from api.datasets.texts import TEXT
from schemas.certainty import Band, band
from schemas.classification import Portion
from schemas.inference import Answer, Prediction

BATCH_ROWS = 1_000
BETWEEN = "; "
_CELL_WIDTH = 40
_ANSWER_WIDTH = 30
_FIGURE_WIDTH = 16

Cells = list[str | float]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """What the workbook says besides what was sent; it must be able to cross processes."""

    suffix: str
    """Of the file's name."""
    headings: tuple[str, str, str, str]
    """Answer, certainty in words, certainty in a hundred, whether a person is to look at it."""
    review_threshold: float
    """Below which certainty that is so."""
    bands: Mapping[Band, str]
    no_text: str
    """Instead of a certainty, where there is nothing to answer to."""
    nothing_found: str
    """Likewise, where the model gives no answer."""
    cut: str
    """After a certainty, where only the beginning of the text was read."""
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """Where the sheet, its texts and the answers lie, in order of the rows."""

    sheet: Path
    texts: Path
    portions: Sequence[Path]


def write(found: Classified, target: Path, words: AnswerWords) -> None:
    """Write the sheet with its answers to ``target``."""
    with pq.ParquetFile(found.sheet) as sheet, pq.ParquetFile(found.texts) as texts:
        names = [field.metadata[b"name"].decode() for field in sheet.schema_arrow]
        headings = [
            *(Heading(name, _CELL_WIDTH) for name in names),
            Heading(words.headings[0], _ANSWER_WIDTH),
            *(Heading(name, _FIGURE_WIDTH) for name in words.headings[1:]),
        ]
        predictions = chain.from_iterable(map(_predictions, found.portions))
        rows = zip(_rows(sheet), _texts(texts), predictions, strict=True)
        answered = (cells + answer_cells(text, told, words) for cells, text, told in rows)
        workbook.write(target, headings, answered)


def _predictions(portion: Path) -> Sequence[Prediction]:
    return Portion.model_validate_json(portion.read_bytes()).predictions


def _rows(sheet: Any) -> Iterator[Cells]:
    for batch in sheet.iter_batches(BATCH_ROWS):
        for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            yield [cell or "" for cell in cells]


def _texts(texts: Any) -> Iterator[str]:
    for batch in texts.iter_batches(BATCH_ROWS, columns=[TEXT]):
        yield from batch.column(0).to_pylist()


def answer_cells(text: str, told: Prediction, words: AnswerWords) -> Cells:
    """The four cells that a row gets; it is as certain as the least certain of its answers."""
    if not text:
        return ["", words.no_text, "", words.yes]
    shown = BETWEEN.join(_shown(answer, text) for answer in told.answers[: told.given])
    review = words.yes if told.is_doubted(words.review_threshold) else words.no
    return [shown, _certainty(told, words), _in_a_hundred(told.sureness), review]


def _certainty(told: Prediction, words: AnswerWords) -> str:
    """In words, with what else is to be known of the answer."""
    said = [] if told.given else [words.nothing_found]
    said += [] if told.sureness is None else [words.bands[band(told.sureness)]]
    return " · ".join([*said, words.cut] if told.is_cut else said)


def _in_a_hundred(sureness: float | None) -> str | float:
    """Cut off, not rounded: what is below a limit looks so."""
    return "" if sureness is None else math.floor(round(10_000 * sureness, 6)) / 100


def _shown(answer: Answer, text: str) -> str:
    """The label; of an entity its words before it."""
    if answer.start is None or answer.end is None:
        return answer.label
    return f"{text[answer.start : answer.end]} ({answer.label})"
