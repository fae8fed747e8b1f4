from pathlib import Path

import pytest

from schemas.certainty import band
from schemas.tasks import Task
from tests.worker.inference import models
from worker.inference import answering
from worker.training.inference import finished, labels
from worker.training.inference.finished import Finished

LONG = "o mar de anil " * 20


def loaded(folder: Path, task: Task, **more: object) -> Finished:
    return finished.load(models.save(folder, task, **more))


def test_a_label_comes_with_the_next_best_and_a_word_for_its_certainty(tmp_path: Path):
    """Three at most, best first."""
    model = loaded(tmp_path, Task.TEXT_CLASSIFICATION)

    [told] = answering.predict(model, [("o mar", None)])

    shown = [one.probability for one in told.answers]
    assert len(shown) == 3
    assert shown == sorted(shown, reverse=True)
    assert all(one.band is band(one.probability) for one in told.answers)
    assert (told.answers[0].start, told.given, told.is_cut) == (None, 1, False)


def test_a_text_that_is_longer_than_what_is_read_is_said_to_be_cut(tmp_path: Path):
    """One that is exactly as long is not."""
    model = loaded(tmp_path, Task.TEXT_CLASSIFICATION)
    exact = " ".join(["mar"] * (model.tokenizer.model_max_length - 2))

    told = answering.predict(model, [(LONG, None), (exact, None), (f"{exact} mar", None)])

    assert [one.is_cut for one in told] == [True, False, True]
    assert answering.reads(model) == model.tokenizer.model_max_length


def test_of_several_labels_all_that_are_given_are_told(tmp_path: Path):
    """Perhaps none, perhaps more than three; what is not given was decided on as well."""
    model = loaded(tmp_path, Task.TEXT_CLASSIFICATION, problem_type="multi_label_classification")
    texts = [(text, None) for text in ("mar", "folha de jade", "o que é o rubi")]

    told = answering.predict(model, texts)

    assert [each.given for each in told] == [len(each.answers) for each in told]
    found = labels.classify(model, [text for text, _ in texts])
    assert [[one.label for one in each.answers] for each in told] == [
        [one.label for one in each.given] for each in found
    ]
    assert any(each.given for each in found)
    sides = [[abs(one.probability - 0.5) for one in each.answers] for each in found]
    assert [each.certainty for each in told] == pytest.approx([0.5 + min(each) for each in sides])


def test_entities_have_their_places(tmp_path: Path):
    """In a text of any length, which is never cut."""
    model = loaded(tmp_path, Task.TOKEN_CLASSIFICATION)
    texts = ["que o mar de anil", LONG]

    told = answering.predict(model, [(text, None) for text in texts])

    assert answering.reads(model) is None
    assert not any(each.is_cut for each in told)
    places = [(one.start, one.end) for one in told[1].answers]
    assert places == sorted(places)
    assert all(one.label == "cor" for each in told for one in each.answers)


def test_passages_are_words_of_their_text(tmp_path: Path):
    """Each pair has its own question."""
    model = loaded(tmp_path, Task.QUESTION_ANSWERING)
    pairs = [("o mar de anil", "que o"), ("a folha", "que")]

    for (text, _), told in zip(pairs, answering.predict(model, pairs), strict=True):
        assert told.answers
        assert told.given == 1
        for one in told.answers:
            assert text[one.start : one.end] == one.label


@pytest.mark.parametrize("task", list(models.HEADS))
def test_together_is_as_alone(tmp_path: Path, task: Task):
    """Whoever else asks at the same time changes nothing but the last digits."""
    model = loaded(tmp_path, task)
    pairs = [(text, "que o") for text in ("o mar", LONG, "folha que jade", "rubi")]

    together = answering.predict(model, pairs)

    for pair, told in zip(pairs, together, strict=True):
        [alone] = answering.predict(model, [pair])
        assert [one.label for one in alone.answers] == [one.label for one in told.answers]
        assert [one.probability for one in alone.answers] == pytest.approx(
            [one.probability for one in told.answers], abs=1e-5
        )
