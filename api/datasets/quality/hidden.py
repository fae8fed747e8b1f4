"""Rows that the sheet does not show: a filter, or somebody, has hidden them. They are read too."""

from collections.abc import Collection, Iterator

import pyarrow as pa

from api.datasets.arrow import Batch
from api.datasets.arrow import compute as pc
from schemas.checks import CheckCode, Severity
from schemas.examples import ROW
from schemas.quality import Action, Finding
from schemas.recipe import MOST_ROWS, DropRows


def findings(hidden: Collection[int], examples: Batch) -> Iterator[Finding]:
    """That some of the examples stand in rows that nobody sees, and how to leave them out."""
    numbers = pa.array(hidden, pa.int32())
    rows = examples[ROW].filter(pc.is_in(examples[ROW], value_set=numbers)).to_pylist()
    if not rows:
        return
    dropping = [Action(step=DropRows(rows=rows), rows=len(rows))] if len(rows) <= MOST_ROWS else []
    yield Finding(
        code=CheckCode.HIDDEN_ROWS,
        severity=Severity.WARNING,
        params={"rows": len(rows)},
        actions=dropping,
    )


def again(told: Finding, examples: Batch) -> Iterator[Finding]:
    """The same of a later version: what is dropped already is not told of any more."""
    steps = [action.step for action in told.actions]
    rows = [row for step in steps if isinstance(step, DropRows) for row in step.rows]
    yield from findings(rows, examples) if rows else [told]
