"""What counting words reaches on the same split."""

from schemas.baselines import BaselineCode
from schemas.metrics import Baseline
from worker.training import word_counts
from worker.training.examples import Source
from worker.training.tasks.multi_label_classification import data, metrics


def measure(source: Source) -> Baseline | None:
    """The rates of a linear classifier on word counts; None where the texts hold no words."""
    examples = data.read(source.path)
    counted = word_counts.count(source, examples.texts)
    if counted is None:
        return None
    truth = data.marks(examples, counted.asked)
    predicted = counted.several(data.marks(examples, counted.learned))
    return Baseline(
        code=BaselineCode.WORD_COUNTS,
        rate=metrics.subset_accuracy(truth, predicted),
        macro_f1=metrics.counts(truth, predicted).macro_f1,
    )
