"""Every task that examples can be prepared for."""

from api.datasets.table import Table
from api.datasets.tasks.question_answering.task import QuestionAnswering
from api.datasets.tasks.task import DatasetTask
from api.datasets.tasks.text_classification.task import TextClassification
from schemas.tasks import Task

TASKS: dict[Task, DatasetTask] = {
    Task.TEXT_CLASSIFICATION: TextClassification(),
    Task.QUESTION_ANSWERING: QuestionAnswering(),
}


def likeliest(table: Table) -> DatasetTask:
    """The task that the columns' names speak for most; text classification where none does."""
    fits = {task: rules.fits(table) for task, rules in TASKS.items()}
    best = max(fits, key=lambda task: fits[task])
    return TASKS[best] if fits[best] else TASKS[Task.TEXT_CLASSIFICATION]
