from pathlib import Path

import torch

from tests.worker.training import lessons
from worker.training.tasks.multi_label_classification import model


def test_the_head_says_that_labels_do_not_exclude_each_other(base: Path, tmp_path: Path):
    """So that pipelines take each label's probability by itself."""
    job = lessons.job(lessons.SEVERAL, tmp_path, base)

    built = model.build(job, ["não", "sim"], torch.device("cpu"))

    assert built.model.config.problem_type == "multi_label_classification"
    assert built.model.config.id2label == {0: "não", 1: "sim"}
