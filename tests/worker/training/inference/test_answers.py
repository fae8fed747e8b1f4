from pathlib import Path

import pytest

from tests.worker.training import lessons
from tests.worker.training.small import Ear, never
from worker.messages import Finished
from worker.training import session
from worker.training.inference import answers, finished
from worker.training.inference.finished import load
from worker.training.tasks.question_answering.data import Question

LONG = "que de para com " * 12


@pytest.fixture(scope="module")
def model_dir(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that reads 18 tokens at a time, and was taught that some questions have no answer."""
    chosen = {"max_length": 18, "epochs": 8}
    job = lessons.job(lessons.ANSWERS, tmp_path_factory.mktemp("run"), base, count=100, **chosen)
    assert isinstance(session.run(job, Ear(), never), Finished)
    return job.model_dir


def test_an_answer_has_its_place(model_dir: Path):
    """In characters of the context as it was given."""
    context = "o que  mar\nde"

    [reply] = answers.ask(load(model_dir), [Question("que de", context)])

    assert (reply.text, reply.is_silent) == ("mar", False)
    best = reply.passages[0]
    assert context[best.start : best.end] == "mar"
    assert reply.probability == best.probability > 0.3


def test_all_that_was_thought_of_adds_up_to_one(model_dir: Path):
    """With the probability of there being no answer; likeliest first."""
    [reply] = answers.ask(load(model_dir), [Question("que de", "o que mar de folha")])

    shares = [one.probability for one in reply.passages]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) + reply.silence == pytest.approx(1)


def test_a_question_without_an_answer_is_left_unanswered(model_dir: Path):
    """Nor one about an empty text."""
    asked = [Question("que de", context) for context in ("o que de para", "a com que", "")]

    replies = answers.ask(load(model_dir), asked)

    assert [reply.is_silent for reply in replies] == [True, True, True]
    assert {reply.text for reply in replies} == {""}
    assert all(reply.probability == reply.silence for reply in replies)


def test_long_contexts_are_read_to_their_end(model_dir: Path):
    """In windows; in the questions' order."""
    asked = [Question("que de", f"{LONG}mar de"), Question("que de", "a fogo")]

    assert [reply.text for reply in answers.ask(load(model_dir), asked)] == ["mar", "fogo"]


def test_the_folder_says_what_the_model_was_taught(model_dir: Path):
    """By the name of its class."""
    assert finished.task_of(model_dir) == "question-answering"
