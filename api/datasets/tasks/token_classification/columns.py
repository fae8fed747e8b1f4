"""Which columns hold the words and their tags, or the texts and their entities."""

from collections.abc import Sequence
from enum import StrEnum
from math import log1p

from api.datasets import columns, groups, lists, names, sides
from api.datasets.columns import Chosen, Rule, by_name
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import UnusableFileError, problem
from api.datasets.table import Column, Table
from api.datasets.tasks.token_classification import bio
from schemas.problems import ProblemCode
from schemas.reading import Role

HOLDING_SHARE = 0.8
"""Of texts that hold the entity beside them, from which two columns belong together."""

_ENTITY_ROLES = frozenset({Role.TEXT, Role.ENTITY, Role.ENTITY_TYPE, Role.ENTITY_START})
_TOKEN_ROLES = frozenset({Role.TOKENS, Role.TAGS, Role.SENTENCE})
_SHORTEST_TEXT = 12
_LONG_ENOUGH = 1000
"""Mean characters beyond which a text is no better for being longer."""
_FEW_TYPES = 50
_SAMPLE = 200


class Layout(StrEnum):
    """How a sheet lays out its sentences."""

    SENTENCES = "sentences"
    """A sentence a row: its tokens in one cell, its tags in another."""
    TOKENS = "tokens"
    """A token a row, with the sentence's number or blank rows between sentences."""
    ENTITIES = "entities"
    """An entity a row, beside the text that it is in."""


def choose(table: Table, reading: Reading) -> Chosen:
    """The columns of the layout that was asked for, else of the one that the names speak for.

    Raises:
        UnusableFileError: a column is missing, doubled, in two roles, or the choice is not clear;
            or nothing says where sentences end.
    """
    by_entity = _wants_entities(table, reading)
    chosen = _of_entities(table, reading) if by_entity else _of_tokens(table, reading)
    if Role.GROUP not in chosen and (group := groups.coarsest(table, chosen)):
        chosen[Role.GROUP] = group
    return chosen


def layout(table: Table, reading: ResolvedReading) -> Layout:
    """How the columns that were chosen lay out their sentences."""
    if Role.ENTITY in reading.columns:
        return Layout.ENTITIES
    by_letter = {column.letter: column for column in table.columns}
    tokens = by_letter[reading.columns[Role.TOKENS].letter]
    return Layout.SENTENCES if _holds_several(tokens) else Layout.TOKENS


def fits(table: Table) -> float:
    """How surely the names, and the values where they leave a doubt, say that this is the task."""
    return max(_tokens_fit(table), _entities_fit(table))


def _tokens_fit(table: Table) -> float:
    tags = [column for column in table.columns if names.weight(column.name, Role.TAGS)]
    if not any(names.weight(column.name, Role.TOKENS) == names.SURE for column in table.columns):
        return 0.0
    sure = any(
        names.weight(each.name, Role.TAGS) == names.SURE or _bio_share(each) for each in tags
    )
    return names.SURE if sure else 0.0


def _entities_fit(table: Table) -> float:
    """Sure where a column named like an entity's stands beside the texts that hold its values."""
    kinds = any(names.weight(column.name, Role.ENTITY_TYPE) for column in table.columns)
    entities = [
        each for each in table.columns if names.weight(each.name, Role.ENTITY) == names.SURE
    ]
    holding = any(_holds(text, each) for each in entities for text in table.columns)
    return names.SURE if kinds and holding else 0.0


def _holds(text: Column, entity: Column) -> bool:
    """Whether most of the first cells of ``text`` hold the shorter ones beside them."""
    if text is entity or text.mean_characters <= entity.mean_characters:
        return False
    pairs = list(zip(_first(text), _first(entity), strict=True))
    both = [(whole, part.strip()) for whole, part in pairs if whole.strip() and part.strip()]
    return bool(both) and sum(part in whole for whole, part in both) >= HOLDING_SHARE * len(both)


def _first(column: Column) -> list[str]:
    return column.values.slice(0, _SAMPLE).to_pylist()


def _wants_entities(table: Table, reading: Reading) -> bool:
    if reading.columns.keys() & (_ENTITY_ROLES | _TOKEN_ROLES):
        return not reading.columns.keys() & _TOKEN_ROLES
    named = [names.weight(column.name, Role.ENTITY) for column in table.columns]
    return max(named, default=0.0) == names.SURE and not _tokens_fit(table)


def _of_entities(table: Table, reading: Reading) -> Chosen:
    missing = ProblemCode.ROLE_COLUMN_NOT_FOUND
    return columns.resolve(
        table,
        reading.columns,
        (
            Rule(Role.ENTITY, by_name(Role.ENTITY), missing),
            Rule(Role.ENTITY_START, by_name(Role.ENTITY_START)),
            Rule(Role.SPLIT, sides.as_split),
            Rule(Role.TEXT, _as_text, missing),
            Rule(Role.ENTITY_TYPE, _as_type, missing),
        ),
    )


def _of_tokens(table: Table, reading: Reading) -> Chosen:
    missing = ProblemCode.ROLE_COLUMN_NOT_FOUND
    rules = (
        Rule(Role.TOKENS, _as_tokens, missing),
        Rule(Role.TAGS, _as_tags, missing),
        Rule(Role.SPLIT, sides.as_split),
    )
    chosen = columns.resolve(table, reading.columns, rules)
    if _holds_several(chosen[Role.TOKENS].column):
        return chosen
    by_number = Rule(Role.SENTENCE, by_name(Role.SENTENCE))
    chosen = columns.resolve(table, reading.columns, (*rules, by_number))
    if Role.SENTENCE not in chosen and not _has_blank_rows(table, chosen):
        name = chosen[Role.TOKENS].column.name
        raise UnusableFileError([problem(ProblemCode.SENTENCES_NOT_FOUND, column=name, name=name)])
    return chosen


def _has_blank_rows(table: Table, chosen: Chosen) -> bool:
    return chosen[Role.TOKENS].column.filled < table.rows


def _holds_several(column: Column) -> bool:
    """Whether most cells hold more than one word."""
    sample = column.first_values(_SAMPLE)
    several = sum(lists.read(value) is not None or len(value.split()) > 1 for value in sample)
    return 2 * several > len(sample)


def _as_tokens(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    if not column.filled:
        return 0.0
    listed = lists.read(column.first_values(1)[0]) is not None and not _bio_share(column)
    return 0.5 * names.weight(column.name, Role.TOKENS) + 0.5 * listed


def _as_tags(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    if not column.filled:
        return 0.0
    return 0.5 * names.weight(column.name, Role.TAGS) + 0.5 * _bio_share(column)


def _bio_share(column: Column) -> float:
    """How much of a column looks like tags with a prefix; 0 where hardly any does."""
    cells = column.first_values(_SAMPLE)
    tags = [tag for cell in cells for tag in lists.read(cell) or cell.split()]
    share = sum(map(bio.is_prefixed, tags)) / len(tags) if tags else 0.0
    entities = any(map(bio.begins_or_goes_on, tags))
    return share if entities and share >= HOLDING_SHARE else 0.0


def _as_text(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    known = names.weight(column.name, Role.TEXT)
    if not column.filled or not (known or column.mean_characters >= _SHORTEST_TEXT):
        return 0.0
    length = min(1.0, log1p(column.mean_characters) / log1p(_LONG_ENOUGH))
    return 0.5 * length + 0.5 * known


def _as_type(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    known = names.weight(column.name, Role.ENTITY_TYPE)
    few = 0 < column.distinct < _FEW_TYPES and 2 * column.distinct <= column.counted
    worded = any(map(str.isalpha, "".join(column.first_values(_SAMPLE))))
    fitting = few and worded and not groups.named(column)
    return 0.5 * known + 0.5 * fitting if column.filled else 0.0
