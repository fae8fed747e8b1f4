"""Text generation, as the door and the quality report see it."""

from dataclasses import dataclass
from typing import Any

from api.datasets import groups, nesting
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import problem
from api.datasets.table import Table
from api.datasets.tasks.task import Rows, UnfitStepError
from api.datasets.tasks.text_classification import steps
from api.datasets.tasks.text_generation import columns, forms, rows
from api.datasets.tasks.text_generation.layouts import PARAGRAPH
from schemas.events.dataset import LabelCount
from schemas.examples import COMPLETION, MESSAGES, PROMPT, TEXT
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.recipe import CutTexts, Step
from schemas.tasks import Task


@dataclass(frozen=True, slots=True)
class TextGeneration:
    """Texts to write, in one of several forms."""

    def fits(self, table: Table) -> float:
        return forms.fits(table)

    def resolve(self, table: Table, reading: Reading) -> ResolvedReading:
        form = forms.find(table, reading)
        chosen = columns.choose(table, reading, form)
        return ResolvedReading(
            task=Task.TEXT_GENERATION,
            columns={role: choice.told for role, choice in chosen.items()},
            form=form,
        )

    def sort_out(self, table: Table, resolved: ResolvedReading, limits: Limits) -> Rows:
        return rows.sort_out(table, resolved, limits)

    def unlearnable(
        self, examples: Batch, resolved: ResolvedReading, limits: Limits
    ) -> tuple[DataProblem, ...]:
        if not examples.num_rows:
            return (problem(ProblemCode.NO_EXAMPLES),)
        return groups.undivided(examples)

    def labels(self, examples: Batch) -> tuple[LabelCount, ...]:
        return ()

    def texts(self, examples: Batch) -> Strings:
        """All of each example: what is to be written is read while learning, too."""
        if TEXT in examples.column_names:
            return examples[TEXT]
        if PROMPT in examples.column_names:
            return pc.binary_join_element_wise(examples[PROMPT], examples[COMPLETION], PARAGRAPH)
        return pc.binary_join(_contents(examples[MESSAGES]).nest(), PARAGRAPH)

    def answers(self, examples: Batch) -> Strings:
        """What is written in answer to something; blank where nothing is asked."""
        if TEXT in examples.column_names:
            return pc.if_else(pc.is_valid(examples[TEXT]), "", examples[TEXT])
        if PROMPT in examples.column_names:
            return examples[COMPLETION]
        contents = _contents(examples[MESSAGES])
        return contents.values.take(contents.begins[1:] - 1)

    def shown(self, example: dict[str, Any]) -> dict[str, str]:
        if TEXT in example:
            return {Role.TEXT: example[TEXT]}
        if PROMPT in example:
            return {Role.PROMPT: example[PROMPT], Role.COMPLETION: example[COMPLETION]}
        lines = (f"{each['role']}: {each['content']}" for each in example[MESSAGES])
        return {Role.MESSAGES: PARAGRAPH.join(lines)}

    def apply(self, step: Step, examples: Batch) -> Batch:
        if isinstance(step, CutTexts) and TEXT in examples.column_names:
            return steps.cut(step, examples)
        raise UnfitStepError(step.op)


def _contents(conversations: Any) -> nesting.Flat:
    """What is said in each conversation, message by message."""
    told = nesting.flatten(conversations)
    return told.replace(pc.struct_field(told.values, "content"))
