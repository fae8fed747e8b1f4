"""What counting words reaches on the same split."""

from schemas.baselines import BaselineCode
from schemas.metrics import Baseline
from worker.training import word_counts
from worker.training.examples import Source
from worker.training.tasks.text_classification import data, metrics


def measure(source: Source) -> Baseline | None:
    """The rates of a linear classifier on word counts; None where the texts hold no words."""
    examples = data.read(source.path)
    counted = word_counts.count(source, examples.texts)
    if counted is None:
        return None
    numbers = data.numbers(examples)
    predicted = counted.one(numbers[counted.learned])
    matrix = metrics.confusion(numbers[counted.asked], predicted, len(data.names(examples)))
    return Baseline(
        code=BaselineCode.WORD_COUNTS,
        rate=metrics.accuracy(matrix),
        macro_f1=metrics.counts(matrix).macro_f1,
    )
