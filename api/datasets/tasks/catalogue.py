"""Every task that examples can be prepared for."""

from api.datasets.refusal import unusable
from api.datasets.table import Table
from api.datasets.tasks.question_answering.task import QuestionAnswering
from api.datasets.tasks.task import DatasetTask
from api.datasets.tasks.text_classification.task import TextClassification
from api.datasets.tasks.text_generation.task import TextGeneration
from api.datasets.tasks.token_classification.task import TokenClassification
from schemas.problems import ProblemCode
from schemas.tasks import Task

TASKS: dict[Task, DatasetTask] = {
    Task.TEXT_CLASSIFICATION: TextClassification(),
    Task.TOKEN_CLASSIFICATION: TokenClassification(),
    Task.QUESTION_ANSWERING: QuestionAnswering(),
    Task.TEXT_GENERATION: TextGeneration(),
}


def likeliest(table: Table) -> DatasetTask:
    """The task that the columns speak for most; text classification where they speak for none.

    Raises:
        UnusableFileError: they speak for several tasks alike.
    """
    fits = {task: rules.fits(table) for task, rules in TASKS.items()}
    best = max(fits.values())
    if not best:
        return TASKS[Task.TEXT_CLASSIFICATION]
    fitting = [task for task in TASKS if fits[task] == best]
    if len(fitting) > 1:
        raise unusable(ProblemCode.TASK_AMBIGUOUS, tasks=[task.value for task in fitting])
    return TASKS[fitting[0]]
