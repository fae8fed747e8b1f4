"""Every task that can be taught."""

from collections.abc import Callable
from typing import assert_never

import torch

from schemas.examples import LABELS
from schemas.tasks import Task
from worker.messages import Job
from worker.training import examples
from worker.training.failures import ExamplesUnusableError
from worker.training.tasks.lesson import Lesson
from worker.training.tasks.multi_label_classification import task as multi_label_classification
from worker.training.tasks.question_answering import task as question_answering
from worker.training.tasks.text_classification import task as text_classification
from worker.training.tasks.token_classification import task as token_classification

Log = Callable[[str], None]


def prepare(job: Job, device: torch.device, log: Log) -> Lesson:
    """Read the examples, split them, load the base model and cut the texts into tokens.

    Raises:
        TrainingError: the examples or the base model cannot be used.
    """
    match job.task:
        case Task.TEXT_CLASSIFICATION:
            several = LABELS in examples.names(job.examples)
            task = multi_label_classification if several else text_classification
            return task.prepare(job, device, log)
        case Task.TOKEN_CLASSIFICATION:
            return token_classification.prepare(job, device, log)
        case Task.QUESTION_ANSWERING:
            return question_answering.prepare(job, device, log)
        case Task.TEXT_GENERATION:
            raise ExamplesUnusableError(f"this version of the worker does not teach {job.task}")
    assert_never(job.task)
