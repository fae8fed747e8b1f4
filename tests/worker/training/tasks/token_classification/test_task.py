from pathlib import Path

import numpy as np
import pytest
import torch

from schemas.baselines import BaselineCode
from tests.worker.training import lessons
from tests.worker.training.outcomes import outcome
from worker.training.loop import Answers
from worker.training.tasks.token_classification import data, task
from worker.training.tasks.token_classification.data import IGNORED
from worker.training.tasks.token_classification.task import TokenClassification


def prepare(base: Path, folder: Path, **chosen: float) -> TokenClassification:
    job = lessons.job(lessons.ENTITIES, folder, base, **chosen)
    return task.prepare(job, torch.device("cpu"), lambda _: None)


@pytest.fixture
def lesson(base: Path, tmp_path: Path) -> TokenClassification:
    """Windows of 10 tokens, so that sentences have several."""
    return prepare(base, tmp_path, max_length=10, use_class_weights=True)


def test_long_sentences_are_windows(lesson: TokenClassification):
    """More rows than examples, and no word is asked for twice."""
    assert len(lesson.training_lengths) > len(lesson.training.tags)
    assert lesson.asked(np.arange(len(lesson.training_lengths))) == sum(
        map(len, lesson.training.tags)
    )


def test_the_summed_loss_over_the_weight_is_torchs_weighted_mean(lesson: TokenClassification):
    """A step's pieces add up to what one large batch would give."""
    lesson.model.eval()
    rows = np.arange(12)
    batch = lesson.training_batch(rows)

    mean = lesson.losses(batch).total / lesson.weight(rows)

    truth = batch.targets[batch.targets != IGNORED]
    weights = torch.from_numpy(lesson.tag_weights)
    expected = torch.nn.functional.cross_entropy(lesson.answers(batch), truth, weights)
    torch.testing.assert_close(mean, expected)
    assert len(set(lesson.tag_weights.tolist())) > 1


def test_hits_are_words_with_the_right_tag(lesson: TokenClassification):
    """Counted on the device; other pieces and padding are not words."""
    lesson.model.eval()
    rows = np.arange(9)
    batch = lesson.training_batch(rows)

    losses = lesson.losses(batch)

    truth = batch.targets[batch.targets != IGNORED]
    assert torch.equal(losses.hits, (lesson.answers(batch).argmax(-1) == truth).sum())
    assert lesson.asked(rows) == len(truth)


def perfect(lesson: TokenClassification, rows: np.ndarray) -> torch.Tensor:
    """Logits that give every judged word its true tag."""
    truth = [lesson.held_out.targets[row] for row in rows]
    numbers = torch.from_numpy(np.concatenate([one[one != IGNORED] for one in truth]))
    return torch.nn.functional.one_hot(numbers, len(data.names(lesson.types))) * 9.0


def test_the_report_follows_from_the_answers(lesson: TokenClassification):
    """In whatever order the windows were answered: here all rightly but one word."""
    rows = np.random.default_rng(1).permutation(len(lesson.exam_lengths))
    logits = perfect(lesson, rows)
    outside = int((logits.argmax(-1) == 0).nonzero()[0])
    logits[outside] = 0
    logits[outside, 1] = 9

    report = lesson.report(Answers(rows, logits), outcome())

    entities = sum(one.support for one in report.labels)
    words = sum(map(len, lesson.held_out.tags))
    assert entities > 0
    assert report.recall >= 1 - 1 / entities
    assert report.precision < 1
    assert report.accuracy == pytest.approx(1 - 1 / words)
    assert 0 < report.majority_accuracy < report.accuracy
    assert [one.label for one in report.labels] == ["azul", "verde", "vermelho"]
    assert (report.best_epoch, report.epochs_run, report.seconds) == (2, 3, 12.5)


def test_a_perfect_exam_has_full_marks(lesson: TokenClassification):
    """Over windows, whose seams cost nothing."""
    rows = np.arange(len(lesson.exam_lengths))

    exam = lesson.mark(Answers(rows, perfect(lesson, rows)))

    assert (exam.score, exam.macro_f1, exam.accuracy) == (1, 1, 1)
    assert exam.loss < 0.01


def test_without_class_weights_every_word_weighs_one(base: Path, tmp_path: Path):
    """The divisor of a step is its number of words."""
    lesson = prepare(base, tmp_path, use_class_weights=False)

    assert lesson.weight(np.arange(7)) == lesson.asked(np.arange(7))


def test_the_report_says_how_far_it_can_be_trusted(lesson: TokenClassification):
    """What is missed and what is wrong, by type; how sure the surest wrong word was."""
    rows = np.arange(len(lesson.exam_lengths))
    targets = np.concatenate([lesson.held_out.targets[row] for row in rows])
    truth = torch.from_numpy(targets[targets != IGNORED])
    logits = torch.nn.functional.one_hot(truth, 7) * 6.0
    place = int((truth % 2 == 1).nonzero()[0])
    logits[place] = torch.eye(7)[0] * 3

    report = lesson.report(Answers(rows, logits), outcome())

    assert report.interval is not None
    assert report.interval.low < report.f1 < report.interval.high
    assert report.baseline is not None
    assert report.baseline.code is BaselineCode.KNOWN_WORDS
    assert 0.3 < report.baseline.rate <= 1
    [found] = report.hardest
    sentence = next(n for n, tags in enumerate(lesson.held_out.tags) if set(tags) != {"O"})
    assert found.row == lesson.source.sheet_rows()[sentence]
    assert sum(found.missed.values()) == 1
    assert 0.5 < found.confidence < 1


def test_the_loss_that_is_learned_from_can_be_smoothed(base: Path, tmp_path: Path):
    """As torch smooths; places without a word count for nothing."""
    lesson = prepare(base, tmp_path, max_length=10, use_class_weights=False, label_smoothing=0.3)
    lesson.model.eval()
    batch = lesson.training_batch(np.arange(9))

    learned = lesson.losses(batch).total

    truth = batch.targets[batch.targets != IGNORED]
    cross_entropy = torch.nn.functional.cross_entropy
    expected = cross_entropy(lesson.answers(batch), truth, reduction="sum", label_smoothing=0.3)
    torch.testing.assert_close(learned, expected)
