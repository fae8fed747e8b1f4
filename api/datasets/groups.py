"""Which rows belong together, so that none of them is learned from while another is in the exam."""

import hashlib
from collections.abc import Callable, Sequence

from api.datasets import columns, names
from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from api.datasets.columns import Choice, Chosen
from api.datasets.refusal import problem
from api.datasets.table import Column, Table
from schemas.examples import GROUP, SPLIT
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.split import gather

_DIGEST_CHARACTERS = 16


def named(column: Column) -> float:
    """How strongly the column's name says that it groups rows."""
    return names.weight(column.name, Role.GROUP)


def coarsest(
    table: Table, chosen: Chosen, weigh: Callable[[Column], float] = named
) -> Choice | None:
    """The free column named like a group that gathers the most rows, if any gathers rows."""
    fitting = [
        (column.distinct, weigh(column), column)
        for column in columns.free(table, chosen)
        if weigh(column) and 1 < column.distinct < column.counted
    ]
    if not fitting:
        return None
    _, weight, column = min(fitting, key=lambda each: each[0])
    return Choice(column, 0.5 + 0.4 * weight)


def joined(groups: Sequence[str | None], texts: Sequence[str]) -> list[str | None]:
    """One group for all rows that share a group or a text, also through each other.

    It is the first group that any of them names, else a digest of the first text; a row that
    shares nothing keeps what it has.
    """
    found = [*groups]
    for part in gather([()] * len(texts), groups, texts):
        if len(part.rows) > 1:
            given = (groups[row] for row in part.rows)
            first = next((group for group in given if group), None)
            for row in part.rows:
                found[row] = first or digest(texts[part.rows[0]])
    return found


def digest(text: str) -> str:
    """A short name that equal texts share, and no others."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_CHARACTERS]


def undivided(examples: Batch) -> tuple[DataProblem, ...]:
    """That no example can be kept for the exam, where all belong together; empty elsewhere."""
    if examples[SPLIT].null_count < examples.num_rows:
        return ()
    given = examples[GROUP]
    parts = pc.count_distinct(given, mode="only_valid").as_py() + given.null_count
    return () if parts > 1 else (problem(ProblemCode.ONE_GROUP_ONLY),)
