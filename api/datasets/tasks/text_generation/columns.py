"""Which columns hold what is to be written, and what it answers."""

from collections.abc import Sequence
from typing import assert_never

from api.datasets import columns, groups, names, sides
from api.datasets.columns import Chosen, Rule, by_name, first_named
from api.datasets.reading import Reading
from api.datasets.table import Column, Table
from api.datasets.tasks.text_generation import forms
from schemas.problems import ProblemCode
from schemas.reading import Role
from schemas.tasks import TextForm

_BY_LENGTH = 0.5
_ALONE = 0.3
"""What it is worth to be the only column."""


def choose(table: Table, reading: Reading, form: TextForm) -> Chosen:
    """The form's columns, with a group and a split where there are such columns.

    Raises:
        UnusableFileError: a column is missing, doubled, in two roles, or the choice is not clear.
    """
    chosen = columns.resolve(
        table, reading.columns, (*_rules(form), Rule(Role.SPLIT, sides.as_split))
    )
    if Role.GROUP not in chosen and (group := groups.coarsest(table, chosen)):
        chosen[Role.GROUP] = group
    return chosen


def _rules(form: TextForm) -> tuple[Rule, ...]:
    missing = ProblemCode.ROLE_COLUMN_NOT_FOUND
    system = Rule(Role.SYSTEM, first_named(Role.SYSTEM))
    match form:
        case TextForm.TEXT:
            return (Rule(Role.TEXT, _as_text, ProblemCode.TEXT_COLUMN_NOT_FOUND),)
        case TextForm.CODE:
            return (Rule(Role.TEXT, _as_source, ProblemCode.TEXT_COLUMN_NOT_FOUND),)
        case TextForm.QA:
            question = Rule(Role.QUESTION, by_name(Role.QUESTION), missing)
            return question, Rule(Role.ANSWER, by_name(Role.ANSWER), missing), system
        case TextForm.COMPLETION:
            completion = Rule(Role.COMPLETION, by_name(Role.COMPLETION), missing)
            prompt = Rule(Role.PROMPT, _as_prompt, missing)
            return completion, prompt, Rule(Role.INPUT, first_named(Role.INPUT)), system
        case TextForm.CHAT:
            return Rule(Role.MESSAGES, _as_messages, missing), system
    assert_never(form)


def _as_text(column: Column, _table: Table, free: Sequence[Column]) -> float:
    if not column.filled:
        return 0.0
    long = _BY_LENGTH * (column.mean_characters >= forms.LONG_TEXT)
    alone = _ALONE * (sum(bool(other.filled) for other in free) == 1)
    return names.weight(column.name, Role.TEXT) or long or alone


def _as_source(column: Column, table: Table, free: Sequence[Column]) -> float:
    if column.filled and forms.is_source(column.name):
        return names.SURE
    return names.LIKELY * _as_text(column, table, free)


def _as_prompt(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    """An instruction; else what it would be about."""
    if not column.filled:
        return 0.0
    named = names.weight(column.name, Role.PROMPT)
    return named or names.LIKELY * names.weight(column.name, Role.INPUT)


def _as_messages(column: Column, _table: Table, free: Sequence[Column]) -> float:
    alone = _ALONE * (sum(bool(other.filled) for other in free) == 1)
    return forms.weigh_messages(column) or alone
