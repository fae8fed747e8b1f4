"""Which columns hold the contexts, the questions and their answers."""

from collections.abc import Sequence

from api.datasets import columns, groups, names, sides
from api.datasets.columns import Chosen, Rule, by_name, first_named
from api.datasets.reading import Reading
from api.datasets.table import Column, Table
from schemas.problems import ProblemCode
from schemas.reading import Role

LONG_CONTEXT = 200
"""Mean characters from which the length alone says that a column holds contexts."""
QUESTION_SHARE = 0.5
"""Of values that end like a question, from which they say that a column holds questions."""

_BY_VALUES = 0.4
"""What values alone are worth: less than any name."""
_SAMPLE = 200
_TITLES = frozenset({"title", "titulo", "article", "artigo"})
"""In sets of questions, what a context was taken from."""


def choose(table: Table, reading: Reading) -> Chosen:
    """Context, question and answer, and the others where there are such columns.

    Raises:
        UnusableFileError: a column is missing, doubled, in two roles, or the choice is not clear.
    """
    missing = ProblemCode.ROLE_COLUMN_NOT_FOUND
    chosen = columns.resolve(
        table,
        reading.columns,
        (
            Rule(Role.CONTEXT, _as_context, missing),
            Rule(Role.QUESTION, _as_question, missing),
            Rule(Role.ANSWER_START, by_name(Role.ANSWER_START)),
            Rule(Role.UNANSWERABLE, first_named(Role.UNANSWERABLE)),
            Rule(Role.QUESTION_TYPE, first_named(Role.QUESTION_TYPE)),
            Rule(Role.ID, first_named(Role.ID)),
            Rule(Role.SPLIT, sides.as_split),
            Rule(Role.ANSWER, _as_answer, missing),
        ),
    )
    if Role.GROUP not in chosen and (group := groups.coarsest(table, chosen, _as_group)):
        chosen[Role.GROUP] = group
    return chosen


def fits(table: Table) -> float:
    """How surely the names say that there are contexts, questions and answers."""
    return min(
        names.strongest((column.name for column in table.columns), role)
        for role in (Role.CONTEXT, Role.QUESTION, Role.ANSWER)
    )


def _as_context(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    if not column.filled:
        return 0.0
    long = column.mean_characters >= LONG_CONTEXT
    return names.weight(column.name, Role.CONTEXT) or _BY_VALUES * long


def _as_question(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    values = column.first_values(_SAMPLE)
    if not values:
        return 0.0
    asking = sum(value.endswith("?") for value in values) >= QUESTION_SHARE * len(values)
    return names.weight(column.name, Role.QUESTION) or _BY_VALUES * asking


def _as_answer(column: Column, _table: Table, free: Sequence[Column]) -> float:
    if not column.filled:
        return 0.0
    alone = sum(bool(other.filled) for other in free) == 1
    return names.weight(column.name, Role.ANSWER) or _BY_VALUES * alone


def _as_group(column: Column) -> float:
    return groups.named(column) or names.LIKELY * (names.fold(column.name) in _TITLES)
