from pathlib import Path

import torch

from tests.worker.training import lessons
from worker.training.tasks.question_answering import model


def test_the_head_points_at_two_tokens(base: Path, tmp_path: Path):
    """One logit for being the first, one for being the last; padding comes after the text."""
    job = lessons.job(lessons.ANSWERS, tmp_path, base)

    built = model.build(job, torch.device("cpu"))

    outputs = built.model(torch.tensor([[2, 4, 3, 5, 3]]))
    assert outputs.start_logits.shape == outputs.end_logits.shape == (1, 5)
    assert built.tokenizer.padding_side == "right"
    assert "qa_outputs.weight" in built.fresh
