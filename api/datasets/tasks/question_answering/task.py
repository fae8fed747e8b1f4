"""Extractive question answering, as the door and the quality report see it."""

from dataclasses import dataclass
from typing import Any

from api.datasets import groups, nesting
from api.datasets.arrow import Batch, Strings
from api.datasets.arrow import compute as pc
from api.datasets.limits import Limits
from api.datasets.reading import Reading, ResolvedReading
from api.datasets.refusal import problem
from api.datasets.table import Table
from api.datasets.tasks.question_answering import columns, rows
from api.datasets.tasks.question_answering.replies import BETWEEN_ANSWERS
from api.datasets.tasks.task import Rows, UnfitStepError
from schemas.events.dataset import LabelCount
from schemas.examples import ANSWERS, CONTEXT, QUESTION, TYPE
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import Role
from schemas.recipe import Step
from schemas.tasks import Task


@dataclass(frozen=True, slots=True)
class QuestionAnswering:
    """Questions about contexts, whose answers stand in them."""

    def fits(self, table: Table) -> float:
        return columns.fits(table)

    def resolve(self, table: Table, reading: Reading) -> ResolvedReading:
        chosen = columns.choose(table, reading)
        return ResolvedReading(
            task=Task.QUESTION_ANSWERING,
            columns={role: choice.told for role, choice in chosen.items()},
        )

    def sort_out(self, table: Table, resolved: ResolvedReading, limits: Limits) -> Rows:
        return rows.sort_out(table, resolved, limits)

    def unlearnable(
        self, examples: Batch, resolved: ResolvedReading, limits: Limits
    ) -> tuple[DataProblem, ...]:
        if not examples.num_rows:
            return (problem(ProblemCode.NO_EXAMPLES),)
        if not pc.any(pc.greater(pc.list_value_length(examples[ANSWERS]), 0)).as_py():
            return (problem(ProblemCode.NO_ANSWERS, column=resolved.name(Role.ANSWER)),)
        return groups.undivided(examples)

    def labels(self, examples: Batch) -> tuple[LabelCount, ...]:
        return ()

    def texts(self, examples: Batch) -> Strings:
        """The question and the context, as the model reads both at once."""
        return pc.binary_join_element_wise(examples[QUESTION], examples[CONTEXT], "\n")

    def answers(self, examples: Batch) -> Strings:
        """The question and its answers: contexts hardly differ where only the question does."""
        return pc.binary_join_element_wise(
            examples[QUESTION], joined_answers(examples[ANSWERS]), "\n"
        )

    def shown(self, example: dict[str, Any]) -> dict[str, str]:
        answers = BETWEEN_ANSWERS.join(answer["text"] for answer in example[ANSWERS])
        shown = {
            Role.QUESTION: example[QUESTION],
            Role.ANSWER: answers,
            Role.CONTEXT: example[CONTEXT],
        }
        if example[TYPE] is not None:
            shown[Role.QUESTION_TYPE] = example[TYPE]
        return {**shown}

    def apply(self, step: Step, examples: Batch) -> Batch:
        raise UnfitStepError(step.op)


def joined_answers(answers: Any) -> Strings:
    """The accepted answers of each question as one text."""
    texts = nesting.flatten(answers)
    named = texts.replace(pc.struct_field(texts.values, "text"))
    return pc.binary_join(named.nest(), BETWEEN_ANSWERS)
