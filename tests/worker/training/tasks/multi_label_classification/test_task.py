from pathlib import Path

import numpy as np
import pytest
import torch

from tests.worker.training import lessons
from tests.worker.training.outcomes import outcome
from worker.training import interval
from worker.training.loop import Answers
from worker.training.tasks.multi_label_classification import task
from worker.training.tasks.multi_label_classification.task import MultiLabelClassification


def prepare(base: Path, folder: Path, **chosen: float) -> MultiLabelClassification:
    job = lessons.job(lessons.SEVERAL, folder, base, **chosen)
    return task.prepare(job, torch.device("cpu"), lambda _: None)


@pytest.fixture
def lesson(base: Path, tmp_path: Path) -> MultiLabelClassification:
    return prepare(base, tmp_path)


def test_a_hit_is_a_text_with_all_of_its_labels_and_no_other(lesson: MultiLabelClassification):
    """Counted on the device."""
    lesson.model.eval()
    batch = lesson.training_batch(np.arange(10))

    losses = lesson.losses(batch)

    given = lesson.answers(batch) >= 0
    assert losses.hits == (given == batch.targets.bool()).all(-1).sum()
    assert lesson.asked(np.arange(10)) == lesson.weight(np.arange(10)) == 10


@pytest.mark.parametrize("use_class_weights", [True, False])
def test_rare_labels_weigh_more_where_it_is_asked_for(
    use_class_weights: bool, base: Path, tmp_path: Path
):
    """Here each label is in about half of the texts; never below 1."""
    weights = prepare(base, tmp_path, use_class_weights=use_class_weights).weights

    assert (float(weights.max()) > 1) == use_class_weights
    assert float(weights.min()) >= 1


def test_the_report_follows_from_the_answers(lesson: MultiLabelClassification):
    """In whatever order the rows were answered: here all rightly but one label of the first row."""
    rows = np.arange(len(lesson.held_out.marks))[::-1].copy()
    logits = torch.from_numpy(lesson.held_out.marks[rows]) * 9.0 - 4.5
    logits[-1, 0] *= -1

    report = lesson.report(Answers(rows, logits), outcome())

    assert report.multi_label
    assert report.accuracy == pytest.approx(1 - 1 / len(rows))
    assert report.micro_f1 is not None
    assert report.accuracy < report.micro_f1 < 1
    assert report.confusion_matrix == []
    assert sum(one.support for one in report.labels) == lesson.held_out.marks.sum()
    assert (report.best_epoch, report.seconds) == (2, 12.5)


def test_the_report_says_how_far_it_can_be_trusted(lesson: MultiLabelClassification):
    """A text's mistake is as sure as the surest of its wrong labels."""
    truth = lesson.held_out.marks
    logits = torch.from_numpy(truth).float() * 8 - 4
    logits[2, 0] *= -1
    logits[5] *= torch.tensor([1, -0.5, -0.25])

    report = lesson.report(Answers(np.arange(len(truth)), logits), outcome())

    assert report.interval == interval.wilson(len(truth) - 2, len(truth))
    assert report.baseline is not None
    assert report.baseline.rate > report.majority_accuracy
    surest, other = report.hardest
    assert [surest.row, other.row] == lesson.source.sheet_rows()[[2, 5]].tolist()
    names = np.array(lesson.labels)
    assert surest.expected == names[truth[2]].tolist()
    assert set(surest.expected) ^ set(surest.answered) == {names[0]}
    assert set(other.expected) ^ set(other.answered) == set(names[1:])
    assert 1 > surest.confidence > other.confidence > 0.5


def test_only_learning_is_smoothed(base: Path, tmp_path: Path):
    """Targets are drawn towards one half; the exam knows only right and wrong."""
    plain = prepare(base, tmp_path / "plain", use_class_weights=False)
    smooth = prepare(base, tmp_path / "smooth", use_class_weights=False, label_smoothing=0.2)
    smooth.model.eval()
    batch = smooth.training_batch(np.arange(8))

    learned = smooth.losses(batch).total

    targets = batch.targets * 0.8 + 0.1
    cross_entropy = torch.nn.functional.binary_cross_entropy_with_logits
    expected = cross_entropy(smooth.answers(batch), targets) * len(targets)
    torch.testing.assert_close(learned, expected)
    rows = np.arange(len(smooth.held_out.marks))
    answers = Answers(rows, torch.randn(len(rows), 3))
    assert smooth.mark(answers) == plain.mark(answers)
