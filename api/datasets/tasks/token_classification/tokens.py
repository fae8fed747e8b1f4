"""A token a row: its sentence is told by a number beside it, or ends at a blank row.

A number that is left blank is that of the row above. A blank row belongs to the sentence above it.
Where no tag says ``O``, a blank one does.
"""

from typing import Any

import numpy as np
import pyarrow as pa

from api.datasets.arrow import Strings
from api.datasets.arrow import compute as pc
from api.datasets.cells import clean
from api.datasets.nesting import Flat, Indices
from api.datasets.table import Column
from api.datasets.tasks.token_classification.bio import OUTSIDE, Mask
from api.datasets.tasks.token_classification.draft import Draft, joined_length, reason, used
from schemas.problems import ProblemCode


def read(tokens: Column, tags: Column, numbers: list[Column]) -> Draft:
    """The sentences of two columns; where a value of ``numbers`` changes, another begins."""
    words, marks = clean(tokens.values), clean(tags.values)
    worded, marked = _filled(words), _filled(marks)
    members = _members(worded | marked, numbers)
    rows = used(len(members))
    rows[marked & ~worded] = reason(ProblemCode.TOKENS_EMPTY)
    present = pc.filter(words, pa.array(worded)).combine_chunks()
    flat = Flat(present, members[worded], int(members.max(initial=-1)) + 1)
    told = pc.filter(marks, pa.array(worded)).combine_chunks()
    sentences = used(flat.lists)
    if pc.any(pc.equal(told, OUTSIDE)).as_py():
        sentences[np.unique(members[worded & ~marked])] = reason(ProblemCode.TAGS_EMPTY)
    return Draft(
        tokens=flat,
        tags=pc.if_else(pc.equal(told, ""), OUTSIDE, told),
        characters=joined_length(flat, pc.utf8_length(present).to_numpy(zero_copy_only=False)),
        members=members,
        sentences=sentences,
        rows=rows,
    )


def _filled(cells: Strings) -> Mask:
    return pc.not_equal(cells, "").to_numpy()


def _members(filled: Mask, numbers: list[Column]) -> Indices:
    """The sentence of each row, counted from 0."""
    if numbers:
        starts = np.any([_changes(column, filled) for column in numbers], axis=0)
    else:
        starts = filled & ~np.concatenate([[False], filled[:-1]])
    return np.maximum(np.cumsum(starts) - 1, 0)


def _changes(column: Column, filled: Mask) -> Mask:
    """Which rows have another value than the last row that is not blank."""
    cleaned = clean(column.values)
    known: Any = pc.if_else(pc.equal(cleaned, ""), pa.scalar(None, pa.string()), cleaned)
    values = pc.fill_null(pc.fill_null_forward(known), "")
    codes = pc.dictionary_encode(values).combine_chunks().indices.to_numpy()[filled]
    changes = np.zeros(len(filled), dtype=np.bool_)
    changes[np.flatnonzero(filled)] = np.concatenate([[True], codes[1:] != codes[:-1]])[
        : len(codes)
    ]
    return changes
