"""Sentences as a sheet has them: tokens and tags, and which rows they came from."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from api.datasets.arrow import Strings
from api.datasets.leftovers import USED
from api.datasets.nesting import Flat, Indices
from schemas.problems import ProblemCode
from schemas.quality import Finding

REASONS: tuple[str, ...] = (USED, *(code.value for code in ProblemCode))
Reasons = NDArray[np.int16]
"""Places in ``REASONS``."""
NOWHERE = -1
"""The sentence of a row that belongs to none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that a sheet holds, before it is known what can be used."""

    tokens: Flat
    """Of each sentence, in the order of their first rows."""
    tags: Strings
    """One a token, in whatever form."""
    characters: Indices
    """``(sentences,)``: of the text as the model reads it."""
    members: Indices
    """``(rows,)``: the sentence of each row, ``NOWHERE`` for a row of none."""
    sentences: Reasons
    """``(sentences,)``: why a sentence with all its rows is left out."""
    rows: Reasons
    """``(rows,)``: why a row is left out whatever becomes of its sentence."""
    findings: tuple[Finding, ...] = ()


def reason(code: ProblemCode) -> int:
    """The place of ``code`` in ``REASONS``."""
    return REASONS.index(code.value)


def used(count: int) -> Reasons:
    """No reason to leave anything out."""
    return np.zeros(count, dtype=np.int16)


def told(reasons: Reasons) -> Strings:
    """The codes themselves."""
    return pa.array(REASONS, pa.string()).take(pa.array(reasons))


def joined_length(tokens: Flat, lengths: Indices) -> Indices:
    """``(sentences,)``: characters of each sentence with a space between its tokens."""
    counts = np.bincount(tokens.parents, minlength=tokens.lists)
    characters = np.bincount(tokens.parents, weights=lengths, minlength=tokens.lists)
    return characters.astype(np.int64) + np.maximum(counts - 1, 0)
