import json
from pathlib import Path

import numpy as np
import pytest
import torch

from schemas.baselines import BaselineCode
from tests.worker.training import corpora, lessons
from tests.worker.training.outcomes import outcome
from worker.messages import Job
from worker.training.loop import Answers
from worker.training.tasks.question_answering import task
from worker.training.tasks.question_answering.data import NOWHERE
from worker.training.tasks.question_answering.task import QuestionAnswering

CPU = torch.device("cpu")


def prepare(job: Job) -> QuestionAnswering:
    return task.prepare(job, CPU, lambda _: None)


@pytest.fixture
def job(base: Path, tmp_path: Path) -> Job:
    """Windows of 13 tokens, so that contexts have several."""
    return lessons.job(lessons.ANSWERS, tmp_path, base, max_length=13)


@pytest.fixture
def lesson(job: Job) -> QuestionAnswering:
    return prepare(job)


def perfect(lesson: QuestionAnswering, rows: np.ndarray) -> torch.Tensor:
    """Logits that point where each window's answer is, or nowhere."""
    parts = []
    for row in rows:
        logits = torch.full((int(lesson.exam_lengths[row]), 2), -5.0)
        first, last = lesson.held_out.targets[row]
        logits[first, 0] = logits[last, 1] = 5.0 if first != NOWHERE else 4.0
        parts.append(logits)
    return torch.cat(parts)


def test_padding_changes_neither_losses_nor_answers(lesson: QuestionAnswering):
    """A window alone says what it says beside a longer one."""
    lesson.model.eval()
    short, long = (int(place(lesson.training_lengths)) for place in (np.argmin, np.argmax))

    both = lesson.losses(lesson.training_batch(np.array([short, long]))).total
    alone = [lesson.losses(lesson.training_batch(np.array([row]))).total for row in (short, long)]

    assert lesson.training_lengths[short] < lesson.training_lengths[long]
    torch.testing.assert_close(both, torch.stack(alone).sum())
    answers = lesson.answers(lesson.training_batch(np.array([short, long])))
    assert answers.shape == (lesson.training_lengths[[short, long]].sum(), 2)
    torch.testing.assert_close(
        answers[: lesson.training_lengths[short]],
        lesson.answers(lesson.training_batch(np.array([short]))),
    )


def test_a_perfect_exam_has_full_marks(lesson: QuestionAnswering):
    """Over windows, in whatever order; questions without an answer are left unanswered."""
    rows = np.random.default_rng(1).permutation(len(lesson.exam_lengths))
    answers = Answers(rows, perfect(lesson, rows))

    report = lesson.report(answers, outcome())

    assert len(rows) > report.validation_examples
    assert (report.exact_match, report.f1) == (1, 1)
    assert report.validation_loss < 0.01
    assert report.unanswerable_examples == report.unanswerable_right > 0
    assert report.no_answer_threshold is not None
    assert [one.f1 for one in report.types] == [1] * len(report.types)
    assert sum(one.support for one in report.types) == (
        report.validation_examples - report.unanswerable_examples
    )
    assert (report.language, report.best_epoch, report.seconds) == ("pt", 2, 12.5)


def test_the_mean_loss_is_that_of_torch(lesson: QuestionAnswering):
    """Of first and last token alike."""
    lesson.model.eval()
    rows = np.arange(6)
    with torch.inference_mode():
        answers = Answers(rows, lesson.answers(lesson.exam_batch(rows)))

    exam_loss = lesson._mean_loss(answers)

    outputs = lesson._by_window(answers)
    targets = torch.from_numpy(lesson.held_out.targets[rows])
    by_hand = [
        -(one.log_softmax(0)[target[0], 0] + one.log_softmax(0)[target[1], 1]) / 2
        for one, target in zip(outputs, targets, strict=True)
    ]
    assert exam_loss == pytest.approx(float(torch.stack(by_hand).mean()), rel=1e-5)


def test_the_model_keeps_what_its_exam_decided(lesson: QuestionAnswering, tmp_path: Path):
    """From which lead on it stays silent, and how long its answers may be."""
    rows = np.arange(len(lesson.exam_lengths))
    answers = Answers(rows, perfect(lesson, rows))

    lesson.save(tmp_path, answers)

    config = json.loads((tmp_path / "config.json").read_text())
    assert config["no_answer_threshold"] == lesson.report(answers, outcome()).no_answer_threshold
    assert config["longest_answer_tokens"] == lesson.longest


def test_where_every_question_has_an_answer_there_is_no_threshold(job: Job, tmp_path: Path):
    """The model always answers."""
    asked = [
        {"context": f"o {word} de", "question": "que", "answers": [{"text": word, "start": 2}]}
        for word in ("mar", "céu", "anil", "jade", "mata", "fogo")
    ]
    path = corpora.save_questions(tmp_path / "answered.parquet", asked)
    lesson = prepare(job.model_copy(update={"examples": path}))
    rows = np.arange(len(lesson.exam_lengths))

    report = lesson.report(Answers(rows, torch.zeros(lesson.exam_lengths.sum(), 2)), outcome())

    assert (report.no_answer_threshold, report.unanswerable_examples) == (None, 0)
    assert report.types == []


def test_a_threshold_that_no_held_out_question_can_show_is_neutral(job: Job, tmp_path: Path):
    """Some of the learned questions have no answer, none of the exam's."""
    words = ("mar", "céu", "anil", "jade", "mata", "fogo")
    asked = [
        {
            "context": f"o {word} de",
            "question": "que",
            "answers": [{"text": word, "start": 2}] if place else [],
        }
        for place, word in enumerate(words)
    ]
    sides = ["train"] * 4 + ["validation"] * 2
    path = corpora.save_questions(tmp_path / "answered.parquet", asked, split=sides)
    lesson = prepare(job.model_copy(update={"examples": path}))
    rows = np.arange(len(lesson.exam_lengths))

    report = lesson.report(Answers(rows, perfect(lesson, rows)), outcome())

    assert report.no_answer_threshold == task.NEUTRAL
    assert report.exact_match == 1


def test_the_report_says_how_far_it_can_be_trusted(lesson: QuestionAnswering):
    """The one question that is answered wrongly, and how sure the model was."""
    rows = np.arange(len(lesson.exam_lengths))
    logits = list(perfect(lesson, rows).split(lesson.exam_lengths.tolist()))
    asked = lesson.held_out.questions
    wrong = next(place for place, one in enumerate(asked) if one.answers)
    for row in rows:
        if lesson.held_out.windows[row].question == wrong:
            logits[row] = logits[row].roll(1, dims=0)

    report = lesson.report(Answers(rows, torch.cat(logits)), outcome())

    assert report.interval is not None
    assert report.interval.low < report.f1 < report.interval.high
    assert report.baseline is not None
    assert report.baseline.code is BaselineCode.SHARED_WORDS
    assert 0 < report.baseline.rate < report.f1
    assert report.calibration is None
    [found] = report.hardest
    assert found.row == lesson.source.sheet_rows()[wrong]
    assert found.answerable
    assert found.f1 == 0
    assert 0 < found.confidence <= 1


def test_the_loss_that_is_learned_from_can_be_smoothed(job: Job):
    """Over the tokens of each window alone: padding gets no share."""
    chosen = job.hyperparameters.model_copy(update={"label_smoothing": 0.2})
    lesson = prepare(job.model_copy(update={"hyperparameters": chosen}))
    lesson.model.eval()
    short, long = (int(place(lesson.training_lengths)) for place in (np.argmin, np.argmax))

    learned = lesson.losses(lesson.training_batch(np.array([short, long]))).total

    expected = torch.zeros(())
    for row in (short, long):
        batch = lesson.training_batch(np.array([row]))
        logits = lesson.answers(batch)[None]
        cross_entropy = torch.nn.functional.cross_entropy
        expected += cross_entropy(logits, batch.targets, reduction="sum", label_smoothing=0.2) / 2
    torch.testing.assert_close(learned, expected)
