from pathlib import Path

import numpy as np
import pytest
import torch

from schemas.baselines import BaselineCode
from tests.worker.training import corpora, small
from tests.worker.training.outcomes import outcome
from worker.training import interval
from worker.training.loop import Answers
from worker.training.tasks.text_classification import task
from worker.training.tasks.text_classification.task import TextClassification

CPU = torch.device("cpu")


def prepare(base: Path, folder: Path, **chosen: float) -> TextClassification:
    return task.prepare(small.job(folder, base, **chosen), CPU, lambda _: None)


@pytest.fixture
def lesson(base: Path, tmp_path: Path) -> TextClassification:
    return prepare(base, tmp_path, use_class_weights=True)


def test_a_batch_carries_texts_and_labels(lesson: TextClassification):
    """Padded to its longest text, on the device."""
    rows = np.array([0, 3, 5])

    batch = lesson.training_batch(rows)

    assert batch.inputs["input_ids"].shape == (3, int(lesson.training_lengths[rows].max()))
    assert batch.targets.tolist() == lesson.training.labels[rows].tolist()


def test_the_summed_loss_over_the_weight_is_torchs_weighted_mean(lesson: TextClassification):
    """A step's pieces add up to what one large batch would give."""
    lesson.model.eval()
    rows = np.arange(12)
    batch = lesson.training_batch(rows)

    mean = lesson.losses(batch).total / lesson.weight(rows)

    weights = torch.from_numpy(lesson.class_weights)
    expected = torch.nn.functional.cross_entropy(lesson.answers(batch), batch.targets, weights)
    torch.testing.assert_close(mean, expected)
    assert len(set(lesson.class_weights.tolist())) > 1


def test_without_class_weights_every_row_weighs_one(base: Path, tmp_path: Path):
    """The divisor of a step is its number of rows."""
    lesson = prepare(base, tmp_path, use_class_weights=False)

    assert lesson.weight(np.arange(7)) == 7


def test_hits_are_counted_without_leaving_the_device(lesson: TextClassification):
    """As a tensor, to be read when somebody needs it."""
    lesson.model.eval()
    batch = lesson.training_batch(np.arange(9))

    losses = lesson.losses(batch)

    expected = (lesson.answers(batch).argmax(-1) == batch.targets).sum()
    assert torch.equal(losses.hits, expected)


def test_texts_are_cut_at_the_models_last_position(base: Path, tmp_path: Path):
    """512 tokens asked for, 32 there are; the finished tokenizer remembers it."""
    lesson = prepare(base, tmp_path, max_length=512)

    assert lesson.network.tokenizer.model_max_length == small.POSITIONS


def test_the_report_follows_from_the_answers(lesson: TextClassification):
    """In whatever order the rows were answered: here all rightly but the first row."""
    rows = np.arange(len(lesson.held_out.labels))[::-1].copy()
    logits = torch.nn.functional.one_hot(torch.from_numpy(lesson.held_out.labels[rows]), 3) * 9.0
    logits[-1] = logits[-1].roll(1)

    report = lesson.report(Answers(rows, logits), outcome())

    assert report.accuracy == pytest.approx(1 - 1 / len(rows))
    assert [label.label for label in report.labels] == sorted(small.COLOURS)
    assert np.array(report.confusion_matrix).sum() == len(rows)
    assert np.array(report.confusion_matrix).trace() == len(rows) - 1
    assert (report.best_epoch, report.epochs_run, report.stopped_early) == (2, 3, True)
    assert report.seconds == 12.5
    assert 0 < report.majority_accuracy < 1


def test_the_report_says_how_far_it_can_be_trusted(lesson: TextClassification):
    """The range of its accuracy, what counting words reaches, and its surest mistakes by row."""
    count = len(lesson.held_out.labels)
    rows = np.arange(count)[::-1].copy()
    logits = torch.nn.functional.one_hot(torch.from_numpy(lesson.held_out.labels[rows]), 3) * 9.0
    logits[0] = logits[0].roll(1)
    logits[1] = logits[1].roll(1) / 9

    report = lesson.report(Answers(rows, logits), outcome())

    assert report.interval == interval.wilson(count - 2, count)
    assert report.baseline is not None
    assert report.baseline.code is BaselineCode.WORD_COUNTS
    assert report.baseline.rate > 0.9 > report.majority_accuracy
    last, before = report.hardest
    sheet = lesson.source.sheet_rows()
    assert (last.row, before.row) == (sheet[count - 1], sheet[count - 2])
    assert last.expected == [lesson.labels[lesson.held_out.labels[count - 1]]]
    assert last.answered != last.expected
    assert last.confidence > 0.99 > before.confidence > 1 / 3
    named = [(each.row, report.labels[each.predicted].label) for each in report.mistakes]
    assert sorted(named) == sorted((each.row, each.answered[0]) for each in report.hardest)
    assert (report.review[0].reviewed, report.review[0].right) == (0, count - 2)


def test_only_learning_is_smoothed(base: Path, tmp_path: Path):
    """The loss over a share of 0.2 spread evenly is torch's own; the exam's is as ever."""
    plain = prepare(base, tmp_path / "plain", use_class_weights=False)
    smooth = prepare(base, tmp_path / "smooth", use_class_weights=False, label_smoothing=0.2)
    smooth.model.eval()
    batch = smooth.training_batch(np.arange(8))
    logits = smooth.answers(batch)

    learned = smooth.losses(batch).total

    cross_entropy = torch.nn.functional.cross_entropy
    torch.testing.assert_close(
        learned, cross_entropy(logits, batch.targets, reduction="sum", label_smoothing=0.2)
    )
    rows = np.arange(len(smooth.held_out.labels))
    answers = Answers(rows, torch.randn(len(rows), 3))
    assert smooth.mark(answers) == plain.mark(answers)


def test_a_fixed_split_with_a_label_of_the_exam_alone_has_a_loss(base: Path, tmp_path: Path):
    """Its weight is a number, so that the run does not count as diverged."""
    job = small.job(tmp_path, base, use_class_weights=True)
    texts, labels = ["mar", "anil", "folha", "fogo", "céu"], ["a", "a", "b", "c", "a"]
    sides = ["train", "train", "train", "validation", "validation"]
    corpora.save(job.examples, text=texts, label=labels, split=sides)

    lesson = task.prepare(job, CPU, lambda _: None)

    assert np.isfinite(lesson.mark(Answers(np.arange(2), torch.zeros(2, 3))).loss)
