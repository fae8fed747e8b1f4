"""``afina classify``: what a trained model answers to texts."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from afina import classifying, words
from afina.classifying import OccupiedError, Order
from afina.options import HELP, ChosenLanguage, Columns, DataDir, Sheet, column_in_role
from afina.refusals import answered, refuse, spoken
from afina.words import Words
from afina.words.numbers import per_hundred
from infra import apostrophe

if TYPE_CHECKING:
    from afina.client import Client
    from schemas.inference import Prediction
    from schemas.tasks import Task

SHEETS = frozenset(
    {".xlsx", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".txt", ".json", ".jsonl", ".parquet"}
)
"""How the name of a file ends that is a sheet and not a text."""
_ENDS = re.compile(r"[\t\r\n]+")


def classify(  # noqa: PLR0913 (one parameter for each option)
    asked: Annotated[
        list[str] | None, typer.Argument(metavar="[MODEL] [TEXT]…", help=HELP.model_and_texts)
    ] = None,
    *,
    data_dir: DataDir,
    run_id: Annotated[str | None, typer.Option("--run", help=HELP.run_to_ask)] = None,
    question: Annotated[str | None, typer.Option("--question", "-q", help=HELP.question)] = None,
    column: Columns = None,
    sheet: Sheet = None,
    out: Annotated[Path | None, typer.Option("--out", help=HELP.classify_out)] = None,
    language: ChosenLanguage = None,
) -> None:
    """Print answer, confidence in a hundred and text, tab-separated, one answer a line.

    A text with several answers has several lines; one without any has an empty answer. After an
    entity come its words and its place in the text, in characters. It can be opened as a sheet: no
    cell is a formula there, or ends before its text does. With ``--run`` a last cell says what a
    person is to look at, and a sheet is classified as a whole.
    """
    say, said = words.of(language, os.environ), asked or []
    if run_id is not None and (file := _sheet_in(said)):
        fields = dict(column_in_role(each, say) for each in column or ())
        fields |= {"sheet": sheet} if sheet else {}
        _run(run_id, say)
        _classify_there(Order(run_id=run_id, sheet=file, fields=fields, out=out), data_dir, say)
    elif run_id is not None:
        _ask_there(run_id, data_dir, said or _lines_of_input(), question, say)
    elif said:
        _ask_here(Path(said[0]), said[1:] or _lines_of_input(), question, say)
    else:
        refuse(say.train.needs_model)


def _lines_of_input() -> list[str]:
    return [line.strip() for line in sys.stdin if line.strip()]


def _ask_here(model_dir: Path, texts: Sequence[str], question: str | None, say: Words) -> None:
    """Load the model in a folder of this computer."""
    task = _task(model_dir, question, say)
    from worker.inference import answering
    from worker.training.inference import finished

    pairs = [(text, question) for text in texts]
    told = answering.predict(finished.load(model_dir), pairs)
    for text, prediction in zip(texts, told, strict=True):
        _print(task, text, prediction)


def _task(model_dir: Path, question: str | None, say: Words) -> "Task":
    """What the model was taught, if it can be asked so; the command ends where it cannot."""
    if not (model_dir / "config.json").is_file():
        sys.exit(say.train.no_such_file(str(model_dir / "config.json")))
    from schemas.tasks import Task
    from worker.training.inference import finished

    try:
        task = finished.task_of(model_dir)
    except ValueError:
        sys.exit(say.train.not_a_model(str(model_dir)))
    if task is Task.QUESTION_ANSWERING and question is None:
        sys.exit(say.train.needs_question)
    if task is not Task.QUESTION_ANSWERING and question is not None:
        sys.exit(say.train.takes_no_question)
    return task


def _ask_there(
    run_id: str, data_dir: Path, texts: Sequence[str], question: str | None, say: Words
) -> None:
    """Ask the worker that keeps the run's model."""
    _run(run_id, say)
    with spoken(say.stack), answered(say.train.cannot_ask(run_id), say.train):
        asyncio.run(_print_answers(data_dir, run_id, texts, question, say))


def _run(run_id: str, say: Words) -> None:
    """End the command where the id can be no run's."""
    try:
        UUID(run_id)
    except ValueError:
        refuse(say.cancellation.not_a_run(run_id))


def _sheet_in(said: Sequence[str]) -> Path | None:
    """The one file that is meant instead of texts."""
    file = Path(said[0]).expanduser() if len(said) == 1 else None
    return file if file is not None and file.suffix.lower() in SHEETS and file.is_file() else None


def _classify_there(order: Order, data_dir: Path, say: Words) -> None:
    """Have the sheet answered by the worker that keeps the model; exit code 1 without answers."""
    try:
        with spoken(say.stack), answered(say.model.sheet_refused(order.sheet.name), say.train):
            target = asyncio.run(_classified(order, data_dir, say))
    except OccupiedError as error:
        refuse(say.model.exists(str(error)))
    if target is None:
        sys.exit(1)
    print(say.model.sheet_done(str(target)))


async def _classified(order: Order, data_dir: Path, say: Words) -> Path | None:
    from afina import client
    from afina.trained import Models
    from afina.visit import visiting_stack

    async with (
        visiting_stack(data_dir) as (running, _),
        client.connected(running, say.language) as api,
    ):
        return await classifying.classify(Models(api), order, running.address, say)


async def _print_answers(
    data_dir: Path, run_id: str, texts: Sequence[str], question: str | None, say: Words
) -> None:
    from afina import client
    from afina.visit import visiting_stack

    async with (
        visiting_stack(data_dir) as (running, _),
        client.connected(running, say.language) as api,
    ):
        async for task, text, prediction, review in _told(api, run_id, texts, question):
            _print(task, text, prediction, say.model.to_review if review else "")


async def _told(
    api: "Client", run_id: str, texts: Sequence[str], question: str | None
) -> "AsyncIterator[tuple[Task, str, Prediction, bool]]":
    """Each text with its prediction, and whether a person is to look at that."""
    from schemas.inference import MOST_TEXTS, Prediction
    from schemas.tasks import Task

    for start in range(0, len(texts), MOST_TEXTS):
        part = texts[start : start + MOST_TEXTS]
        answer = await api.predictions(run_id, part, question)
        for text, prediction in zip(part, answer["predictions"], strict=True):
            told = Prediction.model_validate(prediction)
            yield Task(answer["task"]), text, told, prediction["review"]


def _print(task: "Task", text: str, prediction: "Prediction", *further: str) -> None:
    for line in _lines(task, text, prediction):
        print("\t".join(map(_cell, (*line, *further))))


def _cell(text: str) -> str:
    """The text on one line, without what would end the cell or make a formula of it."""
    return apostrophe.put(_ENDS.sub(" ", text))


def _lines(task: "Task", text: str, prediction: "Prediction") -> Iterator[tuple[str, ...]]:
    """What holds of the answers, each on a line; that there is none, on one too."""
    from schemas.tasks import Task

    for one in prediction.answers[: prediction.given]:
        line = (one.label, str(per_hundred(one.probability)), text)
        if task is Task.TOKEN_CLASSIFICATION:
            line += (text[one.start : one.end], f"{one.start}-{one.end}")
        yield line
    if not prediction.given:
        is_sought = task is Task.QUESTION_ANSWERING
        yield "", str(per_hundred(prediction.silence)) if is_sought else "", text
