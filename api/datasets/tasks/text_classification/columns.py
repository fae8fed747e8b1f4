"""Which column holds the texts, which the labels, and which keeps rows together."""

import re
from collections.abc import Sequence
from math import log1p, sqrt

from api.datasets import columns, groups, names, sides
from api.datasets.columns import Choice, Chosen, Rule
from api.datasets.reading import Reading
from api.datasets.table import Column, Table
from api.datasets.tasks.text_classification import separator
from schemas.problems import ProblemCode
from schemas.reading import Role

LONG_TEXT = 50
"""Mean characters from which the length alone says that a column holds texts."""
FEW_LABELS = 50
LABEL_SHARE = 0.10
"""Labels over rows, below which the values alone say that a column holds labels."""
SHORT_LABEL = 50
"""Mean characters."""

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


def choose(table: Table, reading: Reading) -> Chosen:
    """Text and label, with a group and a split where there are such columns.

    Raises:
        UnusableFileError: a column is missing, doubled, in two roles, or the choice is not clear.
    """
    chosen = columns.resolve(
        table,
        reading.columns,
        (
            Rule(Role.TEXT, as_text, ProblemCode.TEXT_COLUMN_NOT_FOUND),
            Rule(Role.SPLIT, sides.as_split),
            Rule(Role.LABEL, _as_label, ProblemCode.LABEL_COLUMN_NOT_FOUND),
        ),
    )
    if Role.GROUP not in chosen and (group := _group(table, chosen)):
        chosen[Role.GROUP] = group
    return chosen


def fits(table: Table) -> float:
    """How strongly a column's name speaks for labels, where another could hold texts."""
    texts = [column for column in table.columns if as_text(column, table, table.columns)]
    labels = [column for column in table.columns if column not in texts[:1]]
    named = max((names.weight(column.name, Role.LABEL) for column in labels), default=0.0)
    return named if texts else 0.0


def as_text(column: Column, _table: Table, _free: Sequence[Column]) -> float:
    """How well the column would do as texts."""
    known = names.weight(column.name, Role.TEXT)
    if not column.filled:
        return 0.0
    words = [
        sum(map(bool, map(_WORD.search, value[:_SAMPLE_CHARACTERS].split())))
        for value in column.first_values(_SAMPLE)
    ]
    if known < names.SURE and (_share(words, 1) < 0.5 or separator.is_listed(column)):
        return 0.0
    long = column.mean_characters >= LONG_TEXT and column.varied >= 0.2
    wordy = column.mean_characters >= _SHORTEST_TEXT and _share(words, 2) >= 0.5
    if not (known or long or (wordy and column.varied >= 0.5)):
        return 0.0
    length = min(1.0, log1p(column.mean_characters) / log1p(_LONG_ENOUGH))
    return 0.5 * length * sqrt(column.varied) + 0.5 * known


def _share(counts: list[int], least: int) -> float:
    return sum(count >= least for count in counts) / len(counts) if counts else 0.0


def _as_label(column: Column, table: Table, free: Sequence[Column]) -> float:
    """How well the column would do as labels."""
    if not column.filled:
        return 0.0
    known = names.weight(column.name, Role.LABEL)
    alone = sum(bool(other.filled) for other in free) == 1
    fit = _label_fit(column, table) * (0.5 if names.fold(column.name) in names.ASIDE else 1.0)
    if fit == 0 and not _may_be_label(column, known, alone=alone):
        return 0.0
    return 0.5 * max(fit, 0.2) * (column.filled / table.rows) + 0.5 * known


def _label_fit(column: Column, table: Table) -> float:
    """What the values alone say."""
    if several := separator.told(column) or separator.suspected(column):
        few = len(several.labels) < max(FEW_LABELS, LABEL_SHARE * column.counted)
        return 0.6 if few else 0.0
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


def _group(table: Table, chosen: Chosen) -> Choice | None:
    """The coarsest column that is named like one and holds more groups than there are labels."""
    labels = chosen[Role.LABEL].column.distinct

    def weigh(column: Column) -> float:
        fits = labels < column.distinct and 2 * column.filled >= table.rows
        return groups.named(column) if fits else 0.0

    return groups.coarsest(table, chosen, weigh)
