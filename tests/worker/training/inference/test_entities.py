import json
import shutil
from pathlib import Path

import pytest

from tests.worker.training import lessons
from tests.worker.training.small import Ear, never
from worker.messages import Finished
from worker.training import session
from worker.training.inference import entities, finished
from worker.training.inference.finished import load
from worker.training.network import TEMPERATURE

LONG = "que de para com " * 12


@pytest.fixture(scope="module")
def model_dir(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that reads 14 tokens at a time."""
    chosen = {"max_length": 14, "epochs": 8}
    job = lessons.job(lessons.ENTITIES, tmp_path_factory.mktemp("run"), base, count=100, **chosen)
    assert isinstance(session.run(job, Ear(), never), Finished)
    return job.model_dir


def test_entities_have_their_words_and_places(model_dir: Path):
    """In characters of the text as it was given."""
    text = "o  mar\nque, (folha)"

    [found] = entities.find(load(model_dir), [text])

    assert [(one.type, one.text) for one in found] == [("azul", "mar"), ("verde", "folha")]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(0.4 < one.probability <= 1 for one in found)


def test_words_of_one_entity_are_one(model_dir: Path):
    """With all that stands between them."""
    [[found]] = entities.find(load(model_dir), ["que de  sangue   tomate de"])

    assert (found.type, found.text) == ("vermelho", "sangue   tomate")


def test_long_texts_are_read_to_their_end(model_dir: Path):
    """In windows; whatever the order of the texts."""
    texts = [f"{LONG}mar {LONG}folha", "", "fogo", LONG]

    long, empty, short, nothing = entities.find(load(model_dir), texts)

    assert [one.text for one in long] == ["mar", "folha"]
    assert (empty, nothing) == ([], [])
    assert [one.type for one in short] == ["vermelho"]


def test_the_folder_says_what_the_model_was_taught(model_dir: Path):
    """By the name of its class."""
    assert finished.task_of(model_dir) == "token-classification"


def test_a_high_temperature_makes_it_less_sure_of_the_same_entities(
    model_dir: Path, tmp_path: Path
):
    """What the exam found is divided by before there are probabilities."""
    warm = tmp_path / "model"
    shutil.copytree(model_dir, warm)
    config = json.loads((warm / "config.json").read_bytes())
    (warm / "config.json").write_text(json.dumps(config | {TEMPERATURE: 3.0}))

    [[cold_one]], [[warm_one]] = (
        entities.find(load(place), ["o mar"]) for place in (model_dir, warm)
    )

    assert (warm_one.text, warm_one.type) == (cold_one.text, cold_one.type)
    assert warm_one.probability < cold_one.probability
