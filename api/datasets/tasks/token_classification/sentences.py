"""A sentence a row: its tokens in one cell and its tags in another, as lists or with spaces."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, cast

import numpy as np
import pyarrow as pa

from api.datasets import lists
from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.nesting import Flat
from api.datasets.table import Column
from api.datasets.tasks.token_classification.draft import Draft, joined_length, reason, used
from schemas.problems import ProblemCode

BATCH_ROWS = 10_000
"""What is held as Python's own strings at a time."""
_SAMPLE = 200


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What one row says, or why it says nothing."""

    tokens: Sequence[str] = ()
    tags: Sequence[str] = ()
    code: ProblemCode | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two columns."""

    cells: Strings
    listed: bool
    """Whether most cells are lists; else spaces stand between their words."""

    def words(self, cell: str) -> list[str] | None:
        return lists.read(cell) if self.listed else cell.split()


def read(tokens: Column, tags: Column) -> Draft:
    """The sentences of two columns, one a row."""
    words: list[Any] = []
    marks: list[Any] = []
    counts: list[int] = []
    codes: list[int] = []
    for batch in _batches(_side(tokens), _side(tags)):
        words.append(_strings([each.tokens for each in batch]))
        marks.append(_strings([each.tags for each in batch]))
        counts += [len(each.tokens) for each in batch]
        codes += [reason(each.code) if each.code else 0 for each in batch]
    return _draft(_whole(words), _whole(marks), counts, codes)


def _draft(words: Strings, marks: Strings, counts: list[int], codes: list[int]) -> Draft:
    """Tokens that hold nothing are gone, with their tags."""
    rows = len(counts)
    lengths = pc.utf8_length(words).to_numpy(zero_copy_only=False)
    some = lengths > 0
    tokens = Flat(words, np.repeat(np.arange(rows), counts), rows).keep(some)
    return Draft(
        tokens=tokens,
        tags=marks.filter(pa.array(some)),
        characters=joined_length(tokens, lengths[some]),
        members=np.arange(rows),
        sentences=np.array(codes, dtype=np.int16),
        rows=used(rows),
    )


def _side(column: Column) -> _Side:
    sample = column.first_values(_SAMPLE)
    listed = sum(lists.read(value) is not None for value in sample)
    return _Side(clean(column.values), 2 * listed > len(sample))


def _strings(words: Sequence[Sequence[str]]) -> Any:
    """All words one after another."""
    return pa.array(list(chain.from_iterable(words)), pa.string())


def _whole(chunks: list[Any]) -> Strings:
    return clean(pa.chunked_array(chunks, pa.string())).combine_chunks()


def _batches(tokens: _Side, tags: _Side) -> Iterator[list[_Sentence]]:
    for start in range(0, len(tokens.cells), BATCH_ROWS):
        cells = (side.cells.slice(start, BATCH_ROWS).to_pylist() for side in (tokens, tags))
        pairs = zip(*(cast("list[str]", each) for each in cells), strict=True)
        yield [_sentence(words, marks, tokens, tags) for words, marks in pairs]


def _sentence(words: str, marks: str, tokens: _Side, tags: _Side) -> _Sentence:
    if not words:
        return _Sentence(code=ProblemCode.TOKENS_EMPTY)
    if not marks:
        return _Sentence(code=ProblemCode.TAGS_EMPTY)
    told, meant = tokens.words(words), tags.words(marks)
    if told is None:
        return _Sentence(code=ProblemCode.TOKENS_UNREADABLE)
    if meant is None:
        return _Sentence(code=ProblemCode.TAGS_UNREADABLE)
    if len(told) != len(meant):
        return _Sentence(code=ProblemCode.LENGTHS_DIFFER)
    return _Sentence(told, meant)
