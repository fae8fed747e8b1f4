"""The card of a finished model, in its own folder."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from huggingface_hub import ModelCard

from schemas.baselines import BaselineCode
from schemas.exports import ExportFormat
from schemas.hyperparameters import Hyperparameters
from schemas.metrics import Baseline, Interval, LabelReport, TextClassificationReport
from tests.worker.training.exporting.taught import KINDS, Taught, teach
from worker.training.card import card, facts, header
from worker.training.card.facts import Facts
from worker.training.card.words import Language
from worker.training.inference import finished


@pytest.fixture(scope="module", params=KINDS)
def taught(
    request: pytest.FixtureRequest, base: Path, tmp_path_factory: pytest.TempPathFactory
) -> Taught:
    """A model of this kind, with one format that is quickly made."""
    folder = tmp_path_factory.mktemp(f"cards-{request.param}")
    return teach(request.param, folder, base, ExportFormat.PYTORCH)


def report(*labels: LabelReport) -> TextClassificationReport:
    return TextClassificationReport(
        best_epoch=2,
        epochs_run=3,
        stopped_early=False,
        validation_loss=0.5,
        train_examples=4000,
        validation_examples=1000,
        seconds=61.4,
        accuracy=0.8765,
        macro_f1=0.7,
        weighted_f1=0.8,
        majority_accuracy=0.4,
        labels=list(labels),
        confusion_matrix=[],
    )


def told(base_model: str = "owner/encoder", *labels: LabelReport) -> Facts:
    return Facts(
        report=report(*labels),
        base_model=base_model,
        is_on_hub="/" in base_model,
        hyperparameters=Hyperparameters(seed=7, max_length=128),
        dataset_sha256=None,
        examples_sha256="e" * 64,
        environment={"python": "3.11.9"},
    )


def test_the_hub_reads_its_metadata(taught: Taught):
    """Task, tags, license and every rate of the report, as the hub's own library finds them."""
    data = ModelCard.load(taught.job.model_dir / "README.md").data

    assert data.pipeline_tag == taught.done.report.task.value
    assert data.license == "unknown"
    assert "afina" in data.tags
    assert data.base_model is None
    found = {one.metric_type: one.metric_value for one in data.eval_results}
    expected = dict(header.figures(taught.done.report))
    assert found == {name: pytest.approx(value, abs=1e-4) for name, value in expected.items()}
    assert {one.dataset_name for one in data.eval_results} == {"sha256:555555555555"}


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_its_lines_of_python_run_where_it_lies(
    name: str,
    taught: Taught,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):
    """Word for word, in the model's folder; they print an answer of the model's."""
    page = (taught.job.model_dir / name).read_text(encoding="utf-8")
    [program] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(taught.job.model_dir)

    exec(compile(program, name, "exec"), {})

    printed = capsys.readouterr().out
    assert printed.strip()
    if taught.kind in {"labels", "several"}:
        assert "'label': '" in printed


def test_both_languages_lead_to_each_other(taught: Taught):
    """The one that was asked for is the README; what was measured stands in both."""
    folder = taught.job.model_dir
    first, second = (folder / name for name in ("README.md", "README.en.md"))

    assert "](README.en.md)" in first.read_text(encoding="utf-8")
    assert "](README.md)" in second.read_text(encoding="utf-8")
    for page in (first, second):
        text = page.read_text(encoding="utf-8")
        assert "5" * 64 in text
        assert facts.of(taught.job, taught.done.report).examples_sha256 in text
        assert "[PyTorch" in text
        assert str(folder.parent) not in text
    assert finished.task_of(folder) is taught.job.task


def test_english_may_come_first(tmp_path: Path):
    """Then the Portuguese card is the second file."""
    card.write(tmp_path, told(), "en")

    assert "# Text classifier" in (tmp_path / "README.md").read_text(encoding="utf-8")
    portuguese = (tmp_path / "README.pt-BR.md").read_text(encoding="utf-8")
    assert "# Classificador de textos" in portuguese
    assert len(list(tmp_path.iterdir())) == 2


def test_a_base_model_is_named_to_the_hub_only_where_the_hub_has_it():
    """A folder's or a packaged model's name would lead nowhere."""
    assert "base_model: owner/encoder" in header.metadata(told(), "x")
    assert "base_model" not in header.metadata(told("e5-small-en-pt"), "x")


@pytest.mark.parametrize(("language", "rate"), [("pt-BR", "0,876"), ("en", "0.876")])
def test_figures_are_written_as_the_language_does(language: Language, rate: str):
    """Decimals and thousands."""
    page = card.page(told(), language, "other.md")

    assert rate in page or rate.replace("6", "7") in page
    assert ("4.000" if language == "pt-BR" else "4,000") in page


def test_a_label_cannot_break_the_table():
    """Bars are escaped, line breaks become spaces."""
    odd = LabelReport(label="a|b\nc", precision=1, recall=1, f1=1, support=3)

    page = card.page(told("x", odd), "en", "other.md")

    assert "| a\\|b c | 1.000 | 1.000 | 1.000 | 3 |" in page


def test_weak_labels_are_warned_of_weakest_first():
    """Those whose F1 is under 0.7; without any there is no such line."""
    labels = [
        LabelReport(label=name, precision=f1, recall=f1, f1=f1, support=9)
        for name, f1 in (("fair", 0.6), ("good", 0.9), ("bad", 0.2))
    ]

    assert "It errs most on: bad, fair." in card.page(told("x", *labels), "en", "o")
    assert "It errs most on" not in card.page(told("x", labels[1]), "en", "o")


def test_a_small_exam_is_said_to_be_one():
    """Below a hundred held-out examples."""
    large = told()
    small = replace(large, report=large.report.model_copy(update={"validation_examples": 99}))

    assert "too small" in card.page(small, "en", "o")
    assert "too small" not in card.page(large, "en", "o")


@pytest.mark.parametrize(
    ("language", "range_", "simple"),
    [("en", "between 0.700 and 0.900", "reaches 0.650"), ("pt-BR", "entre 0,700 e 0,900", "0,650")],
)
def test_the_range_and_the_simple_method_stand_beside_the_result(
    language: Language, range_: str, simple: str
):
    """A reader of the card can judge whether the model is worth its trouble."""
    measured = {
        "interval": Interval(low=0.7, high=0.9),
        "baseline": Baseline(code=BaselineCode.WORD_COUNTS, rate=0.65),
    }
    plain = told()

    page = card.page(replace(plain, report=plain.report.model_copy(update=measured)), language, "o")

    assert range_ in page
    assert simple in page
    assert range_ not in card.page(plain, language, "o")
