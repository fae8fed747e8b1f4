"""An entity a row, beside the text that it is in; the rows of the same text are one example.

A row with a text alone says that nothing is named there. A row without a text has that of its
group, where the group has one text only. A row whose entity has no place is left out; in the text
of its other rows the entity's words are words like others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, cast

import numpy as np
import pyarrow as pa

from api.datasets.cells import clean
from api.datasets.nesting import Flat
from api.datasets.offsets import Verdict
from api.datasets.refusal import unusable
from api.datasets.table import Column
from api.datasets.tasks.token_classification import spans, words
from api.datasets.tasks.token_classification.draft import (
    NOWHERE,
    Draft,
    Reasons,
    reason,
    used,
)
from api.datasets.tasks.token_classification.spans import Mention, Missed, Placed
from schemas.checks import CheckCode, Severity
from schemas.problems import ProblemCode
from schemas.quality import Evidence, Finding
from schemas.reading import Role

FEW_AMBIGUOUS = 5
"""Rows that are left out without a question because nothing tells which place they mean."""
AMBIGUOUS_SHARE = 0.05
"""The same, of all rows with an entity.

In sentences of court decisions whose places are known, 2 of 100 entities are like that.
"""
_SHOWN = 5
_SHOWN_CHARACTERS = 200


@dataclass(slots=True)
class _Passage:
    """A text, the rows that it stands on and what they name."""

    text: str
    rows: list[int] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Tagged:
    """A text as tokens and tags, and what became of its mentions."""

    text: str
    tokens: Sequence[str]
    tags: Sequence[str]
    outcomes: Sequence[Placed | Missed]


def read(columns: Mapping[Role, Column], first_row: int, longest: int) -> Draft:
    """The texts as sentences.

    Args:
        columns: text, entity and type, with start and group where there are such.
        first_row: the number that a spreadsheet program shows beside the first row.
        longest: characters beyond which a text's entities are not looked for.

    Raises:
        UnusableFileError: many entities occur several times in their texts, and no column says
            where they start.
    """
    cells = {
        role: cast("list[str]", clean(each.values).to_pylist()) for role, each in columns.items()
    }
    texts = _texts(cells)
    rows = used(len(texts))
    passages = _passages(texts, cells, rows)
    tagged = [_tag(each) if len(each.text) <= longest else _untagged(each) for each in passages]
    outcomes = [outcome for each in tagged for outcome in each.outcomes]
    for outcome in outcomes:
        if isinstance(outcome, Missed):
            rows[outcome.mention.row] = reason(outcome.code)
    if Role.ENTITY_START not in columns:
        _refuse_ambiguous(outcomes)
    return _draft(passages, tagged, rows, first_row)


def _texts(cells: Mapping[Role, Sequence[str]]) -> list[str]:
    """The text of each row; a blank one is its group's, if that has only one."""
    texts, groups = list(cells[Role.TEXT]), cells.get(Role.GROUP)
    if groups is None or "" not in texts:
        return texts
    of_group: dict[str, set[str]] = {}
    for group, text in zip(groups, texts, strict=True):
        if group and text:
            of_group.setdefault(group, set()).add(text)
    only = {group: next(iter(found)) for group, found in of_group.items() if len(found) == 1}
    return [text or only.get(group, "") for group, text in zip(groups, texts, strict=True)]


def _passages(
    texts: Sequence[str], cells: Mapping[Role, Sequence[str]], rows: Reasons
) -> list[_Passage]:
    """The texts in the order of the sheet; what is amiss with a row is written into ``rows``."""
    passages: dict[str, _Passage] = {}
    starts = cells.get(Role.ENTITY_START) or [""] * len(texts)
    named = zip(texts, cells[Role.ENTITY], cells[Role.ENTITY_TYPE], starts, strict=True)
    for row, (text, entity, kind, start) in enumerate(named):
        if code := _amiss(text, entity, kind):
            rows[row] = reason(code)
        if not text:
            continue
        passage = passages.setdefault(text, _Passage(text))
        passage.rows.append(row)
        if entity and kind:
            passage.mentions.append(Mention(row, entity, kind, _number(start)))
    return list(passages.values())


def _amiss(text: str, entity: str, kind: str) -> ProblemCode | None:
    if not text:
        return ProblemCode.TEXT_EMPTY
    if kind and not entity:
        return ProblemCode.ENTITY_EMPTY
    return ProblemCode.ENTITY_TYPE_EMPTY if entity and not kind else None


def _number(cell: str) -> int | None:
    return int(cell) if cell.isdecimal() else None


def _tag(passage: _Passage) -> _Tagged:
    cut = words.cut(passage.text)
    outcomes = spans.place(passage.text, cut, passage.mentions)
    placed = [each for each in outcomes if isinstance(each, Placed)]
    return _Tagged(passage.text, cut.tokens, spans.tags(cut, placed), outcomes)


def _untagged(passage: _Passage) -> _Tagged:
    """A text that is too long to be used."""
    return _Tagged(passage.text, (), (), ())


def _refuse_ambiguous(outcomes: Sequence[Placed | Missed]) -> None:
    """Ask for a column of starts, where too many entities cannot be placed without one."""
    missed = [each for each in outcomes if isinstance(each, Missed)]
    doubtful = [each for each in missed if each.code is ProblemCode.ENTITY_AMBIGUOUS]
    if len(doubtful) > max(FEW_AMBIGUOUS, AMBIGUOUS_SHARE * len(outcomes)):
        examples = [each.mention.words for each in doubtful[:_SHOWN]]
        code = ProblemCode.ENTITY_STARTS_NEEDED
        raise unusable(code, rows=len(doubtful), total=len(outcomes), examples=examples)


def _draft(
    passages: Sequence[_Passage], tagged: Sequence[_Tagged], rows: Reasons, first_row: int
) -> Draft:
    members = np.full(len(rows), NOWHERE, dtype=np.int64)
    for number, passage in enumerate(passages):
        members[passage.rows] = number
    counts = [len(each.tokens) for each in tagged]
    parents = np.repeat(np.arange(len(tagged)), counts)
    return Draft(
        tokens=Flat(_strings(each.tokens for each in tagged), parents, len(tagged)),
        tags=_strings(each.tags for each in tagged),
        characters=np.array([len(each.text) for each in tagged], dtype=np.int64),
        members=members,
        sentences=used(len(tagged)),
        rows=rows,
        findings=tuple(_findings(tagged, first_row)),
    )


def _strings(words_of: Iterator[Sequence[str]]) -> Any:
    return pa.array(list(chain.from_iterable(words_of)), pa.string())


def _findings(tagged: Sequence[_Tagged], first_row: int) -> Iterator[Finding]:
    """That places were found, and that some were mended."""
    outcomes = [(each.text, outcome) for each in tagged for outcome in each.outcomes]
    placed = [(text, each) for text, each in outcomes if isinstance(each, Placed)]
    for verdict, code in _CODES.items():
        fitting = [pair for pair in placed if pair[1].verdict is verdict]
        if fitting:
            yield Finding(
                code=code,
                severity=Severity.NOTE,
                params={"answers": len(fitting), "total": len(outcomes)},
                examples=[_evidence(text, one, first_row) for text, one in fitting[:_SHOWN]],
            )


def _evidence(text: str, placed: Placed, first_row: int) -> Evidence:
    mention = placed.mention
    answer = f"{mention.words} ({mention.kind})"
    return Evidence(row=first_row + mention.row, text=text[:_SHOWN_CHARACTERS], answer=answer)


_CODES = {Verdict.FOUND: CheckCode.OFFSETS_FOUND, Verdict.MENDED: CheckCode.OFFSETS_MENDED}
