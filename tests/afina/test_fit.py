"""``afina fit`` and ``afina export``: a model in a folder, without any server."""

import csv
import json
import random
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub import ModelCard

from afina import knobs, past
from afina.words import CATALOGUES, ENGLISH
from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from tests.acceptance import tiny_model
from worker.messages import Finished, Job, Stopped, child_messages
from worker.training.exporting.sample import Split

WORDS = {
    "trabalho": ["reclamante", "horas", "férias", "salário"],
    "eleitoral": ["candidato", "urna", "propaganda", "voto"],
}
ROWS = 200
TINY = ("--learning-rate", "5e-3", "--max-length", "16", "--batch-size", "8")


def afina(*words: str, seconds: int = 200) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "afina", *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)


@pytest.fixture(scope="module")
def base_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    words = [word for belonging in WORDS.values() for word in belonging]
    return str(tiny_model.save(tmp_path_factory.mktemp("tiny"), words))


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chance, path = random.Random(0), tmp_path_factory.mktemp("sheets") / "casos.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["texto", "ramo"])
        for number in range(ROWS):
            label = list(WORDS)[number % len(WORDS)]
            writer.writerow([" ".join([*chance.choices(WORDS[label], k=6), str(number)]), label])
    return path


def words_of(sheet: Path, out: Path, base_model: str, *more: str) -> list[str]:
    """A command that teaches the sheet."""
    columns = ("--column", "text=texto", "--column", "label=ramo")
    places = ("--out", str(out), "--data-dir", str(out.parent / "data"))
    return ["fit", str(sheet), *places, "--base-model", base_model, *columns, *TINY, *more]


@pytest.fixture(scope="module")
def fitted(
    sheet: Path, base_model: str, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str]:
    """A folder with a model, and what the terminal said meanwhile."""
    out = tmp_path_factory.mktemp("fit") / "out"
    more = ("--epochs", "3", "--export", "safetensors", "--export", "pytorch", "--language", "en")
    done = afina(*words_of(sheet, out, base_model, *more))
    assert done.returncode == 0, done.stdout + done.stderr
    return out, done.stdout


def test_a_folder_gets_model_card_figures_and_log(fitted: tuple[Path, str]):
    """And nothing of the work that led there."""
    out, _ = fitted

    assert {path.name for path in out.iterdir()} == {"model", "metrics.json", "log.txt"}
    figures = json.loads((out / "metrics.json").read_text(encoding="utf-8"))
    assert figures["report"]["accuracy"] > 0.9
    assert [one["epoch"] for one in figures["epochs"]] == [1, 2, 3]
    assert figures["hyperparameters"]["learning_rate"] == 5e-3
    assert figures["dataset"]["filename"] == "casos.csv"
    card = ModelCard.load(out / "model" / "README.md")
    assert card.data.eval_results[0].metric_value == round(figures["report"]["accuracy"], 4)
    assert "# Text classifier" in card.text
    assert "Epoch 3 of 3" in (out / "log.txt").read_text(encoding="utf-8")


def test_the_terminal_tells_rounds_result_and_formats(fitted: tuple[Path, str]):
    """The same result as ``afina train`` shows."""
    _, said = fitted

    assert "200 rows: 200 used, 0 left out." in said
    assert "Round 3 of 3" in said
    assert "Your model got" in said
    assert "PyTorch (.pt file)" in said
    assert "100.0% of 40" in said


def test_a_model_in_the_folder_is_not_replaced_unasked(fitted: tuple[Path, str], sheet: Path):
    """Exit code 2; the model stays."""
    out, _ = fitted
    done = afina(*words_of(sheet, out, "x", "--language", "en"))

    assert done.returncode == 2
    assert "--overwrite" in done.stderr
    assert (out / "model" / "model.safetensors").is_file()


def test_a_model_trained_earlier_is_exported(fitted: tuple[Path, str], sheet: Path):
    """Compared on every row of the file that is given; ``fit`` keeps no examples."""
    out, _ = fitted
    asked = ("export", str(out), "--format", "onnx", "--language", "en")

    done = afina(*asked, "--data", str(sheet), "--column", "text=texto", "--column", "label=ramo")
    without = afina(*asked)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "100.0% of 200" in done.stdout
    assert (out / "model" / "exports" / "onnx" / "model.onnx").is_file()
    assert without.returncode == 2
    assert "--data SPREADSHEET" in without.stderr


def test_ctrl_c_leaves_a_checkpoint_from_which_the_same_command_goes_on(
    sheet: Path, base_model: str, tmp_path: Path
):
    """That its weights are those of an uninterrupted training, the child's own tests prove."""
    more = ("--epochs", "6", "--early-stopping-patience", "null", "--json")
    wish, out = words_of(sheet, tmp_path / "out", base_model, *more), tmp_path / "out"
    command = [sys.executable, "-m", "afina", *wish]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    messages = []
    for line in process.stdout:
        messages.append(child_messages.validate_json(line))
        if [message.type for message in messages].count("checkpoint") == 1:
            process.send_signal(signal.SIGINT)
            break
    messages += map(child_messages.validate_json, process.stdout)
    process.stdout.close()

    assert process.wait(60) == 130
    assert isinstance(messages[-1], Stopped)
    assert not (out / "model").exists()
    again = afina(*wish)
    assert again.returncode == 0, again.stderr
    assert "Going on from the checkpoint" in again.stdout
    assert isinstance(child_messages.validate_json(again.stdout.splitlines()[-1]), Finished)
    assert (out / "model" / "model.safetensors").is_file()


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--max-steps", "0"), "--max-steps: The smallest value is 1."),
        (("--truncation-side", "up"), "--truncation-side: "),
        (("--export", "gguf"), "“gguf” is no format that I know."),
        (("--preset", "sideways"), "--preset: "),
        (("--column", "text=nowhere"), "nowhere"),
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(
    more: tuple[str, ...], reason: str, sheet: Path, tmp_path: Path
):
    """Exit code 2, a sentence, and no folder."""
    done = afina(*words_of(sheet, tmp_path / "out", "x", *more, "--language", "en"))

    assert done.returncode == 2, done.stdout
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_every_hyperparameter_is_an_option_with_a_word_of_help():
    """In both languages; one that is new has to be told."""
    options = {name for one in knobs._options(ENGLISH) for name in one.opts}

    assert {f"--{name.replace('_', '-')}" for name in Hyperparameters.model_fields} <= options
    for catalogue in CATALOGUES.values():
        assert set(catalogue.fit.settings) == set(Hyperparameters.model_fields)


def job(folder: Path, **more: Any) -> Job:
    """As a worker leaves it behind."""
    return Job(
        run_id="6f1c2f0e-7a55-4d0e-9a4e-0b8f6e8a2d11",
        task=Task.TEXT_CLASSIFICATION,
        base_model="x",
        hyperparameters=Hyperparameters(train_split=0.7, seed=3),
        examples=folder / "examples.parquet",
        work_dir=folder,
        model_dir=folder,
        cache_dir=folder,
        **more,
    )


def test_a_run_of_this_computer_is_found_by_its_identifier(tmp_path: Path):
    """With the rows that it held out, as long as its examples are here."""
    run = "6f1c2f0e-7a55-4d0e-9a4e-0b8f6e8a2d11"
    own = tmp_path / "workers" / "gpu-1"
    model = own / "models" / run
    model.mkdir(parents=True)
    (model / "config.json").touch()
    work = own / "runs" / run
    work.mkdir(parents=True)
    (work / "job.json").write_text(job(tmp_path).model_dump_json())

    assert past.model(run, tmp_path) == model
    assert past.source(model) is None
    (tmp_path / "examples.parquet").touch()
    found = past.source(model)
    assert found.examples == tmp_path / "examples.parquet"
    assert found.split == Split(share=0.7, seed=3)


def test_what_is_no_model_is_not_found(tmp_path: Path):
    """Neither an empty folder nor a run of another computer."""
    assert past.model(str(tmp_path), tmp_path) is None
    assert past.model("6f1c2f0e-7a55-4d0e-9a4e-0b8f6e8a2d12", tmp_path) is None
