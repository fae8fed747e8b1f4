"""Which column holds the texts, which the labels, and which keeps rows together.

What the user names is taken. What is left is judged by the values and by the name; where two
columns are about equally good, the user is asked.
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import log1p, sqrt

from api.datasets import names
from api.datasets.reading import ChosenColumn, Reading, ResolvedReading, Role
from api.datasets.refusal import UnusableFileError, problem
from api.datasets.table import Column, Table
from schemas.problems import DataProblem, ProblemCode

LONG_TEXT = 50
"""Mean characters from which the length alone says that a column holds texts."""
FEW_LABELS = 50
LABEL_SHARE = 0.10
"""Labels over rows, below which the values alone say that a column holds labels."""
SHORT_LABEL = 50
"""Mean characters."""
AS_GOOD = 0.9
"""A runner-up with this share of the best score is as good."""

_SMALL_SHEET = 500
"""Rows up to which a label may have a share far above ``LABEL_SHARE``."""
_TINY_SHEET = 20
_SHORTEST_TEXT = 12
_LONGEST_NAMED_LABEL = 100
_LONG_ENOUGH = 1000
"""Mean characters beyond which a text is no better for being longer."""
_SAMPLE = 200
_SAMPLE_CHARACTERS = 200
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(frozen=True, slots=True)
class _Choice:
    column: Column
    confidence: float

    @property
    def told(self) -> ChosenColumn:
        return ChosenColumn(self.column.name, self.column.letter, self.confidence)


_Found = _Choice | DataProblem
_Scored = list[tuple[float, Column]]


def resolve(table: Table, reading: Reading) -> ResolvedReading:
    """The columns to read.

    Raises:
        UnusableFileError: a column is missing, doubled, in two roles, or the choice is not clear.
    """
    found = {role: _asked_for(table, role, name) for role, name in reading.wanted.items()}
    if Role.TEXT not in found:
        free = _without(table.columns, found.values())
        found[Role.TEXT] = _pick(Role.TEXT, [(_as_text(column), column) for column in free], table)
    if Role.LABEL not in found:
        free = _without(table.columns, found.values())
        found[Role.LABEL] = _pick(Role.LABEL, _labels(free, table), table)
    problems = [each for each in found.values() if isinstance(each, DataProblem)]
    chosen = {role: each for role, each in found.items() if isinstance(each, _Choice)}
    problems += _in_two_roles(chosen)
    if problems:
        raise UnusableFileError(problems)
    group = chosen.get(Role.GROUP) or _group(table, chosen)
    return ResolvedReading(
        task=reading.task,
        text=chosen[Role.TEXT].told,
        label=chosen[Role.LABEL].told,
        group=group and group.told,
    )


def _without(columns: Iterable[Column], found: Iterable[_Found]) -> list[Column]:
    taken = {each.column.letter for each in found if isinstance(each, _Choice)}
    return [column for column in columns if column.letter not in taken]


def _asked_for(table: Table, role: Role, name: str) -> _Found:
    """The column of this name; else by the folded name, else by its letter."""
    folded = names.fold(name)
    matches = (
        [column for column in table.columns if column.name == name.strip()]
        or [column for column in table.columns if names.fold(column.name) == folded]
        or [column for column in table.columns if column.letter == name.strip()]
    )
    matches = [column for column in matches if column.filled] or matches[:1]
    if not matches:
        available = [column.name for column in table.columns]
        code = ProblemCode.COLUMN_NOT_FOUND
        return problem(code, column=name, role=role.value, wanted=name, available=available)
    return _Choice(matches[0], 1.0) if len(matches) == 1 else _doubled(role, matches)


def _doubled(role: Role, columns: Collection[Column]) -> DataProblem:
    [name, *_] = [column.name for column in columns]
    letters = [column.letter for column in columns]
    code = ProblemCode.COLUMN_DUPLICATED
    return problem(code, column=name, role=role.value, name=name, letters=letters)


def _in_two_roles(chosen: dict[Role, _Choice]) -> list[DataProblem]:
    roles: dict[str, list[Role]] = {}
    for role, choice in chosen.items():
        roles.setdefault(choice.column.letter, []).append(role)
    return [
        _equal(chosen[shared[0]].column.name, shared)
        for shared in roles.values()
        if len(shared) > 1
    ]


def _equal(name: str, roles: list[Role]) -> DataProblem:
    shared = [role.value for role in roles]
    return problem(ProblemCode.COLUMNS_EQUAL, column=name, name=name, roles=shared)


def _pick(role: Role, scored: _Scored, table: Table) -> _Found:
    """The best of the columns that score at all, unless another is as good."""
    ranking = sorted(
        (each for each in scored if each[0] > 0), key=lambda each: each[0], reverse=True
    )
    if not ranking:
        return _not_found(role, table)
    best, column = ranking[0]
    rivals = [rival for score, rival in scored if score >= AS_GOOD * best]
    namesakes = [other for other in table.columns if other.name == column.name and other.filled]
    if len(namesakes) > 1:
        return _doubled(role, namesakes)
    if len(rivals) > 1:
        candidates = [rival.name for rival in rivals]
        return problem(ProblemCode.COLUMNS_AMBIGUOUS, role=role.value, candidates=candidates)
    pressure = ranking[1][0] / best if len(ranking) > 1 else 0.0
    return _Choice(column, round((0.5 + 0.5 * best) * (1 - 0.3 * pressure), 2))


def _not_found(role: Role, table: Table) -> DataProblem:
    code = (
        ProblemCode.TEXT_COLUMN_NOT_FOUND
        if role is Role.TEXT
        else ProblemCode.LABEL_COLUMN_NOT_FOUND
    )
    return problem(code, available=[column.name for column in table.columns])


def _as_text(column: Column) -> float:
    """How well the column would do as texts, from 0 (not at all) to 1."""
    known = names.weight(column.name, Role.TEXT)
    if not column.filled:
        return 0.0
    words = [
        sum(map(bool, map(_WORD.search, value[:_SAMPLE_CHARACTERS].split())))
        for value in column.first_values(_SAMPLE)
    ]
    if known < names.SURE and _share(words, 1) < 0.5:
        return 0.0
    long = column.mean_characters >= LONG_TEXT and column.varied >= 0.2
    wordy = column.mean_characters >= _SHORTEST_TEXT and _share(words, 2) >= 0.5
    if not (known or long or (wordy and column.varied >= 0.5)):
        return 0.0
    length = min(1.0, log1p(column.mean_characters) / log1p(_LONG_ENOUGH))
    return 0.5 * length * sqrt(column.varied) + 0.5 * known


def _share(counts: list[int], least: int) -> float:
    return sum(count >= least for count in counts) / len(counts) if counts else 0.0


def _labels(columns: list[Column], table: Table) -> _Scored:
    filled = [column for column in columns if column.filled]
    alone = len(filled) == 1
    return [(_as_label(column, table, alone=alone), column) for column in filled]


def _as_label(column: Column, table: Table, *, alone: bool) -> float:
    """How well the column would do as labels, from 0 (not at all) to 1.

    ``alone`` says that no other column is left.
    """
    known = names.weight(column.name, Role.LABEL)
    fit = _label_fit(column, table)
    if fit == 0 and not _may_be_label(column, known, alone=alone):
        return 0.0
    return 0.5 * max(fit, 0.2) * (column.filled / table.rows) + 0.5 * known


def _label_fit(column: Column, table: Table) -> float:
    """What the values alone say."""
    if column.distinct < 2 or column.mean_characters > SHORT_LABEL:
        return 0.0
    if column.distinct < FEW_LABELS and column.varied < LABEL_SHARE:
        return 1.0
    if table.rows <= _SMALL_SHEET and column.varied <= 0.5:
        return 0.6
    return 0.5 if column.varied < LABEL_SHARE / 5 else 0.0


def _may_be_label(column: Column, known: float, *, alone: bool) -> bool:
    """Whether its name, or the lack of any other, makes up for what the values do not say."""
    if column.mean_characters > _LONGEST_NAMED_LABEL or not (known or alone):
        return False
    return known == names.SURE or column.varied <= 0.5 or column.filled < _TINY_SHEET


def _group(table: Table, chosen: dict[Role, _Choice]) -> _Choice | None:
    """The coarsest column that is named like one and holds more groups than there are labels."""
    labels = chosen[Role.LABEL].column.distinct
    fitting = [
        (column.distinct, column, names.weight(column.name, Role.GROUP))
        for column in _without(table.columns, chosen.values())
        if labels < column.distinct < column.counted and 2 * column.filled >= table.rows
    ]
    named = sorted((each for each in fitting if each[2]), key=lambda each: each[0])
    return _Choice(named[0][1], 0.5 + 0.4 * named[0][2]) if named else None
