import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from tests.worker.training import lessons, small
from tests.worker.training.small import Ear, never
from worker.messages import Finished
from worker.training import session
from worker.training.inference import labels
from worker.training.inference.finished import load
from worker.training.network import TEMPERATURE

LONG = "o mar de anil " * 20


@pytest.fixture(scope="module")
def model_dir(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that was taught to cut texts on the left."""
    chosen = {"truncation_side": "left", "max_length": 12, "epochs": 6}
    job = small.job(tmp_path_factory.mktemp("run"), base, count=90, **chosen)
    assert isinstance(session.run(job, Ear(), never), Finished)
    return job.model_dir


def test_texts_get_their_labels_in_order(model_dir: Path):
    """Whatever their lengths."""
    texts = ["o mar de anil", "folha", "para que o fogo e o sangue e o rubi"]

    told = [answer.label for answer in labels.classify(load(model_dir), texts)]

    assert told == ["azul", "verde", "vermelho"]


def test_answers_are_sorted_and_add_up_to_one(model_dir: Path):
    """The first one is the label."""
    [told] = labels.classify(load(model_dir), ["mata"])

    probabilities = [answer.probability for answer in told.answers]
    assert probabilities == sorted(probabilities, reverse=True)
    assert sum(probabilities) == pytest.approx(1)
    assert {answer.label for answer in told.answers} == set(small.COLOURS)
    assert told.probability == probabilities[0]


def test_batches_give_what_single_texts_give(model_dir: Path, monkeypatch: pytest.MonkeyPatch):
    """Padding and order change nothing but the last digits."""
    texts = [*small.rows(20, seed=5)[0], LONG]
    together = labels.classify(load(model_dir), texts)

    for text, told in zip(texts, together, strict=True):
        [alone] = labels.classify(load(model_dir), [text])
        assert alone.label == told.label
        assert alone.probability == pytest.approx(told.probability, abs=1e-5)


def test_long_texts_are_cut_as_in_training(model_dir: Path):
    """The side and the length are kept with the model: the end of a text decides here."""
    [told] = labels.classify(load(model_dir), [LONG + "folha mata jade limão " * 3])

    assert told.label == "verde"


def warmed(model_dir: Path, folder: Path, temperature: float) -> Path:
    """The same model, as if its exam had found this temperature."""
    shutil.copytree(model_dir, folder)
    config = json.loads((folder / "config.json").read_bytes())
    (folder / "config.json").write_text(json.dumps(config | {TEMPERATURE: temperature}))
    return folder


@pytest.mark.parametrize("temperature", [1.0, 2.5])
def test_the_probabilities_are_the_models(temperature: float, model_dir: Path, tmp_path: Path):
    """Softmax over the logits that transformers itself computes, divided by the temperature."""
    model_dir = warmed(model_dir, tmp_path / "model", temperature)
    tokenizer = AutoTokenizer.from_pretrained(model_dir)
    model = AutoModelForSequenceClassification.from_pretrained(model_dir).eval()
    with torch.inference_mode():
        logits = model(**tokenizer("um rubi", return_tensors="pt")).logits

    [told] = labels.classify(load(model_dir), ["um rubi"])

    expected = float((logits / temperature).softmax(-1).max())
    assert told.probability == pytest.approx(expected, abs=1e-5)


def test_no_texts_have_no_answers(model_dir: Path):
    """An empty column is no error."""
    assert labels.classify(load(model_dir), []) == []


def test_a_folder_without_a_model_is_said(tmp_path: Path):
    """Rather than taken for a hub's name."""
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        labels.classify(load(tmp_path), ["texto"])


def test_a_model_of_one_label_gives_the_likeliest(model_dir: Path):
    """However sure it is."""
    [told] = labels.classify(load(model_dir), ["o de que"])

    assert told.given == told.answers[:1]


def test_a_model_of_several_labels_gives_all_that_are_likelier_than_not(base: Path, tmp_path: Path):
    """Each by its own probability; perhaps none."""
    chosen: dict[str, Any] = {"epochs": 16, "early_stopping_patience": None}
    job = lessons.job(lessons.SEVERAL, tmp_path, base, count=100, **chosen)
    assert isinstance(session.run(job, Ear(), never), Finished)

    [both] = labels.classify(load(job.model_dir), ["mar anil folha jade"])

    assert {one.label for one in both.given} == {"azul", "verde"}
    assert sum(one.probability for one in both.answers) > 1
    assert all((one in both.given) == (one.probability >= 0.5) for one in both.answers)


def test_a_trained_model_remembers_its_temperature(base: Path, tmp_path: Path):
    """That of the report; this one still makes mistakes, so that there is one to find."""
    job = small.job(tmp_path, base, count=160, learning_rate=3e-3, epochs=2, batch_size=32)
    finished = session.run(job, Ear(), never)
    assert isinstance(finished, Finished)

    calibration = finished.report.calibration

    assert calibration is not None
    assert calibration.temperature is not None
    assert json.loads((job.model_dir / "config.json").read_bytes())[TEMPERATURE] == (
        calibration.temperature
    )
