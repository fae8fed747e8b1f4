"""Which rows are examples, and why each of the others is left out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from api.datasets import leftovers
from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.nesting import Indices
from api.datasets.reading import ResolvedReading
from api.datasets.table import Table
from api.datasets.tasks.sheet import Sheet
from api.datasets.tasks.task import Rows
from api.datasets.tasks.token_classification import bio, columns, entities, sentences, tokens
from api.datasets.tasks.token_classification.bio import Mended
from api.datasets.tasks.token_classification.columns import Layout
from api.datasets.tasks.token_classification.draft import (
    NOWHERE,
    Draft,
    Reasons,
    reason,
    told,
)
from schemas.checks import CheckCode, Severity
from schemas.problems import ProblemCode
from schemas.quality import Evidence, Finding
from schemas.reading import Role

SCHEMA = pa.schema(
    [
        pa.field("tokens", pa.list_(pa.string()), nullable=False),
        pa.field("tags", pa.list_(pa.string()), nullable=False),
        pa.field("group", pa.string(), nullable=True),
        pa.field("row", pa.int32(), nullable=False),
        pa.field("rows", pa.int32(), nullable=False),
        pa.field("split", pa.string(), nullable=True),
    ]
)
_NUMBERS = (Role.SENTENCE, Role.GROUP)
"""Of rows with a token each: where one of these changes, another sentence begins."""
_SHOWN = 5
_SHOWN_CHARACTERS = 200

_COLUMNS = {
    ProblemCode.TEXT_EMPTY: (Role.TEXT,),
    ProblemCode.TEXT_TOO_LONG: (Role.TEXT, Role.TOKENS),
    ProblemCode.TOKENS_EMPTY: (Role.TEXT, Role.TOKENS),
    ProblemCode.TOKENS_UNREADABLE: (Role.TOKENS,),
    ProblemCode.TAGS_EMPTY: (Role.TAGS,),
    ProblemCode.TAGS_UNREADABLE: (Role.TAGS,),
    ProblemCode.LENGTHS_DIFFER: (Role.TAGS,),
    ProblemCode.TAG_UNKNOWN: (Role.TAGS, Role.ENTITY_TYPE),
    ProblemCode.ENTITY_EMPTY: (Role.ENTITY,),
    ProblemCode.ENTITY_TYPE_EMPTY: (Role.ENTITY_TYPE,),
    ProblemCode.ENTITY_NOT_IN_TEXT: (Role.ENTITY,),
    ProblemCode.ENTITY_AMBIGUOUS: (Role.ENTITY,),
    ProblemCode.ENTITY_OVERLAPS: (Role.ENTITY,),
}
"""The column that each reason is about: the first of these roles that the sheet has."""


@dataclass(frozen=True, slots=True)
class _Picked:
    """The sentences that become examples, in the order of their first rows."""

    sentences: Indices
    first: Indices
    """Their first rows that are used, counted from 0."""
    counts: Indices
    """Rows that are used."""


def sort_out(table: Table, reading: ResolvedReading, limits: Limits) -> Rows:
    """The examples of ``table``, and what is left out for the first reason that holds.

    Raises:
        UnusableFileError: too many entities occur several times in their texts.
    """
    sheet = Sheet(table, reading)
    draft = _draft(sheet, limits)
    mended = bio.mend(draft.tags, draft.tokens.parents)
    of_sentences = _judged(draft, mended, limits)
    of_rows = np.where(draft.rows, draft.rows, np.append(of_sentences, 0)[draft.members])
    picked = _pick(draft, of_rows)
    findings = _repairs(table, draft, mended, picked)
    return Rows(
        examples=_examples(sheet, draft, mended, picked),
        rows_used=int(picked.counts.sum()),
        left_out=_left_out(sheet, draft, of_rows, limits),
        findings=(*draft.findings, *findings),
    )


def _draft(sheet: Sheet, limits: Limits) -> Draft:
    chosen = {role: column for role in sheet.reading.columns if (column := sheet.column(role))}
    match columns.layout(sheet.table, sheet.reading):
        case Layout.SENTENCES:
            return sentences.read(chosen[Role.TOKENS], chosen[Role.TAGS])
        case Layout.TOKENS:
            numbered = Role.SENTENCE in chosen
            numbers = [chosen[role] for role in _NUMBERS if numbered and role in chosen]
            return tokens.read(chosen[Role.TOKENS], chosen[Role.TAGS], numbers)
        case Layout.ENTITIES:
            return entities.read(chosen, sheet.table.first_row, limits.text_characters)


def _judged(draft: Draft, mended: Mended, limits: Limits) -> Reasons:
    """Why each sentence is left out, if it is."""
    unknown = np.zeros(draft.tokens.lists, dtype=np.bool_)
    unknown[draft.tokens.parents[mended.unknown]] = True
    empty = np.bincount(draft.tokens.parents, minlength=draft.tokens.lists) == 0
    later = (
        (draft.characters > limits.text_characters, ProblemCode.TEXT_TOO_LONG),
        (empty, ProblemCode.TOKENS_EMPTY),
        (unknown, ProblemCode.TAG_UNKNOWN),
    )
    reasons = draft.sentences.copy()
    for holds, code in later:
        reasons[(reasons == 0) & holds] = reason(code)
    return reasons


def _pick(draft: Draft, of_rows: Reasons) -> _Picked:
    rows = np.flatnonzero(of_rows == 0)
    found, first, counts = np.unique(draft.members[rows], return_index=True, return_counts=True)
    order = np.argsort(first)
    return _Picked(found[order], rows[first[order]], counts[order])


def _examples(sheet: Sheet, draft: Draft, mended: Mended, picked: _Picked) -> Batch:
    where, first = pa.array(picked.sentences), pa.array(picked.first)
    found = pa.table(
        [
            draft.tokens.nest().take(where),
            draft.tokens.replace(mended.tags).nest().take(where),
            pc.take(sheet.groups(), first),
            pa.array(picked.first + sheet.table.first_row, pa.int32()),
            pa.array(picked.counts, pa.int32()),
            pc.take(sheet.splits(), first),
        ],
        schema=SCHEMA,
    )
    return found.combine_chunks()


def _left_out(sheet: Sheet, draft: Draft, of_rows: Reasons, limits: Limits) -> Batch:
    names = {
        code: next((name for role in roles if (name := sheet.reading.name(role))), None)
        for code, roles in _COLUMNS.items()
    }
    lengths = pa.array(np.append(draft.characters, 0)[draft.members], pa.int32())
    return leftovers.collect(sheet.table, told(of_rows), names, lengths, limits.text_characters)


def _repairs(table: Table, draft: Draft, mended: Mended, picked: _Picked) -> tuple[Finding, ...]:
    """What was mended in the sentences that are used."""
    first = np.full(draft.tokens.lists, NOWHERE, dtype=np.int64)
    first[picked.sentences] = picked.first
    parents = draft.tokens.parents
    places = np.flatnonzero(mended.repaired & (first[parents] != NOWHERE))
    if not len(places):
        return ()
    changed, where = np.unique(parents[places], return_index=True)
    some = [
        _evidence(draft, mended, int(place), table.first_row + int(first[parents[place]]))
        for place in places[np.sort(where)[:_SHOWN]]
    ]
    finding = Finding(
        code=CheckCode.TAGS_REPAIRED,
        severity=Severity.NOTE,
        params={"rows": len(changed), "tags": len(places)},
        examples=some,
    )
    return (finding,)


def _evidence(draft: Draft, mended: Mended, place: int, row: int) -> Evidence:
    """The sentence's beginning, and the token with its tag as it was and as it is."""
    sentence = int(draft.tokens.parents[place])
    begins = draft.tokens.begins
    words: Any = draft.tokens.values.slice(
        begins[sentence], begins[sentence + 1] - begins[sentence]
    )
    token, before, after = (
        values[place].as_py() for values in (draft.tokens.values, draft.tags, mended.tags)
    )
    text = " ".join(words.to_pylist())[:_SHOWN_CHARACTERS]
    return Evidence(row=row, text=text, answer=f"{token}: {before} → {after}")
