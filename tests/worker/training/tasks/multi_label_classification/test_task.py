from pathlib import Path

import numpy as np
import pytest
import torch

from tests.worker.training import lessons
from tests.worker.training.outcomes import outcome
from worker.training.loop import Answers
from worker.training.tasks.multi_label_classification import task
from worker.training.tasks.multi_label_classification.task import MultiLabelClassification


def prepare(base: Path, folder: Path, **chosen: bool) -> MultiLabelClassification:
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
