"""Which column has which role.

What the user names is taken. What is left is judged by the task's own rules; where two columns are
about equally good, the user is asked.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.datasets import names
from api.datasets.reading import ChosenColumn
from api.datasets.refusal import UnusableFileError, problem
from api.datasets.table import Column, Table
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role

AS_GOOD = 0.9
"""A runner-up with this share of the best score is as good."""

Score = Callable[[Column, Table, Sequence[Column]], float]
"""How well a column would do, from 0 (not at all) to 1, among the columns that are still free."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that was named or found."""

    column: Column
    confidence: float

    @property
    def told(self) -> ChosenColumn:
        return ChosenColumn(self.column.name, self.column.letter, self.confidence)


@dataclass(frozen=True, slots=True)
class Rule:
    """How a role finds its column."""

    role: Role
    score: Score
    missing: ProblemCode | None = None
    """What is wrong when no column fits; None where the role may stay empty."""


Chosen = dict[Role, Choice]
_Found = Choice | DataProblem


def resolve(table: Table, wanted: Mapping[Role, str], rules: Iterable[Rule]) -> Chosen:
    """The columns in their roles, rule by rule: a column that is taken is free no more.

    Raises:
        UnusableFileError: a column is missing, doubled, in two roles, or the choice is not clear.
    """
    found = {role: _asked_for(table, role, name) for role, name in wanted.items()}
    for rule in rules:
        if rule.role not in found and (choice := _pick(rule, table, free(table, found))):
            found[rule.role] = choice
    problems = [each for each in found.values() if isinstance(each, DataProblem)]
    chosen = {role: each for role, each in found.items() if isinstance(each, Choice)}
    problems += _in_two_roles(chosen)
    if problems:
        raise UnusableFileError(problems)
    return chosen


def free(table: Table, found: Mapping[Role, _Found]) -> list[Column]:
    """The columns that have no role yet."""
    taken = {each.column.letter for each in found.values() if isinstance(each, Choice)}
    return [column for column in table.columns if column.letter not in taken and not _ours(column)]


def _ours(column: Column) -> bool:
    return names.fold(column.name) in names.OURS


def by_name(role: Role) -> Score:
    """The rule of roles that only a name can tell."""
    return lambda column, _table, _free: names.weight(column.name, role) if column.filled else 0.0


def first_named(role: Role) -> Score:
    """The rule of roles that matter too little to ask between two columns."""

    def score(column: Column, _table: Table, free: Sequence[Column]) -> float:
        fitting = (each for each in free if each.filled and names.weight(each.name, role))
        return names.weight(column.name, role) if column is next(fitting, None) else 0.0

    return score


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
    return Choice(matches[0], 1.0) if len(matches) == 1 else _doubled(role, matches)


def _doubled(role: Role, columns: Collection[Column]) -> DataProblem:
    [name, *_] = [column.name for column in columns]
    letters = [column.letter for column in columns]
    code = ProblemCode.COLUMN_DUPLICATED
    return problem(code, column=name, role=role.value, name=name, letters=letters)


def _in_two_roles(chosen: Chosen) -> list[DataProblem]:
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


def _pick(rule: Rule, table: Table, columns: Sequence[Column]) -> _Found | None:
    """The best of the columns that score at all, unless another is as good."""
    scored = [(rule.score(column, table, columns), column) for column in columns]
    ranking = sorted(
        (each for each in scored if each[0] > 0), key=lambda each: each[0], reverse=True
    )
    if not ranking:
        available = [column.name for column in table.columns]
        role = rule.role.value
        return problem(rule.missing, role=role, available=available) if rule.missing else None
    best, column = ranking[0]
    rivals = [rival for score, rival in scored if score >= AS_GOOD * best]
    namesakes = [other for other in table.columns if other.name == column.name and other.filled]
    if len(namesakes) > 1:
        return _doubled(rule.role, namesakes)
    if len(rivals) > 1:
        candidates = [rival.name for rival in rivals]
        return problem(ProblemCode.COLUMNS_AMBIGUOUS, role=rule.role.value, candidates=candidates)
    pressure = ranking[1][0] / best if len(ranking) > 1 else 0.0
    return Choice(column, round((0.5 + 0.5 * best) * (1 - 0.3 * pressure), 2))
