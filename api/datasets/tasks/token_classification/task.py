"""Token classification, as the door and the quality report see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.nesting import flatten
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import problem
from api.datasets.table import Table
from api.datasets.tasks import labels
from api.datasets.tasks.task import Rows, UnfitStepError
from api.datasets.tasks.token_classification import bio, columns, rows, steps
from schemas.events.dataset import LabelCount
from schemas.examples import GROUP, ROW, TAGS, TOKENS
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.recipe import CutTexts, LeaveOutLabels, MergeLabels, Step
from schemas.tasks import Task


@dataclass(frozen=True, slots=True)
class TokenClassification:
    """Entities in sentences."""

    def fits(self, table: Table) -> float:
        return columns.fits(table)

    def resolve(self, table: Table, reading: Reading) -> ResolvedReading:
        chosen = columns.choose(table, reading)
        return ResolvedReading(
            task=Task.TOKEN_CLASSIFICATION,
            columns={role: choice.told for role, choice in chosen.items()},
        )

    def sort_out(self, table: Table, resolved: ResolvedReading, limits: Limits) -> Rows:
        return rows.sort_out(table, resolved, limits)

    def unlearnable(
        self, examples: Batch, resolved: ResolvedReading, limits: Limits
    ) -> tuple[DataProblem, ...]:
        column = resolved.name(Role.TAGS) or resolved.name(Role.ENTITY_TYPE)
        if not examples.num_rows:
            return (problem(ProblemCode.NO_EXAMPLES),)
        types = self.labels(examples)
        if not types:
            return (problem(ProblemCode.NO_ENTITIES, column=column),)
        if len(types) > limits.classes:
            code, limit = ProblemCode.TOO_MANY_ENTITY_TYPES, limits.classes
            return (problem(code, column=column, types=len(types), limit=limit),)
        return _too_small(examples, column)

    def labels(self, examples: Batch) -> tuple[LabelCount, ...]:
        return labels.count(bio.kinds(flatten(examples[TAGS]).values))

    def texts(self, examples: Batch) -> Strings:
        return pc.binary_join(examples[TOKENS], " ")

    def answers(self, examples: Batch) -> Strings:
        tags = flatten(examples[TAGS])
        escaped = pc.replace_substring(tags.values, pattern="\\", replacement="\\\\")
        escaped = pc.replace_substring(escaped, pattern='"', replacement='\\"')
        joined = pc.binary_join(tags.replace(escaped).nest(), '","')
        return pc.binary_join_element_wise('["', joined, '"]', "")

    def shown(self, example: dict[str, Any]) -> dict[str, str]:
        entities = "; ".join(_entities(example[TOKENS], example[TAGS]))
        shown = {Role.TOKENS: " ".join(example[TOKENS]), Role.TAGS: entities}
        if example[GROUP] is not None:
            shown[Role.GROUP] = example[GROUP]
        return {**shown}

    def apply(self, step: Step, examples: Batch) -> Batch:
        match step:
            case MergeLabels():
                return steps.merge(step, examples)
            case LeaveOutLabels():
                return steps.leave_out(step, examples)
            case CutTexts():
                return steps.cut(step, examples)
            case _:
                raise UnfitStepError(step.op)


def _entities(tokens: list[str], tags: list[str]) -> Iterator[str]:
    """Each entity's words with their type."""
    starts = [place for place, tag in enumerate(tags) if tag.startswith(bio.BEGIN)]
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end].startswith(bio.INSIDE):
            end += 1
        yield f"{' '.join(tokens[start:end])} ({tags[start][len(bio.BEGIN) :]})"


def _too_small(examples: Batch, column: str | None) -> tuple[DataProblem, ...]:
    """That every type occurs in too few sentences, with the first row of one."""
    tags = flatten(examples[TAGS])
    begins = pc.starts_with(tags.values, bio.BEGIN)
    pairs: Any = pa.table(
        {
            "type": bio.kinds(tags.values),
            "sentence": pa.array(tags.parents).filter(begins),
        }
    )
    held = pairs.group_by("type").aggregate([("sentence", "count_distinct"), ("sentence", "min")])
    few = held.filter(pc.less(held["sentence_count_distinct"], labels.FEWEST))
    if few.num_rows < held.num_rows:
        return ()
    few = few.sort_by("sentence_min")
    first = few["sentence_min"][0].as_py()
    found = problem(
        ProblemCode.ENTITY_TYPE_TOO_SMALL,
        row=examples[ROW][first].as_py(),
        column=column,
        labels=few["type"].to_pylist()[: labels.MOST_NAMED],
        types=few.num_rows,
        minimum=labels.FEWEST,
    )
    return (found,)
