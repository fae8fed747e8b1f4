"""``afina classify``: what a trained model answers to texts."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, assert_never

import typer

from afina import words
from afina.options import HELP, ChosenLanguage
from afina.words import Words
from afina.words.numbers import per_hundred
from infra import apostrophe

_ENDS = re.compile(r"[\t\r\n]+")


def classify(
    model_dir: Annotated[Path, typer.Argument(help=HELP.model_dir)],
    texts: Annotated[list[str] | None, typer.Argument(help=HELP.texts)] = None,
    question: Annotated[str | None, typer.Option("--question", "-q", help=HELP.question)] = None,
    language: ChosenLanguage = None,
) -> None:
    """Print answer, confidence in a hundred and text, tab-separated, one answer a line.

    A text with several answers has several lines; one without any has an empty answer. After an
    entity come its words and its place in the text, in characters. It can be opened as a sheet: no
    cell is a formula there, or ends before its text does.
    """
    say = words.of(language, os.environ)
    if not (model_dir / "config.json").is_file():
        sys.exit(say.train.no_such_file(str(model_dir / "config.json")))
    asked = texts or [line.strip() for line in sys.stdin if line.strip()]
    for line in _lines(model_dir, asked, question, say):
        print("\t".join(map(_cell, line)))


def _cell(text: str) -> str:
    """The text on one line, without what would end the cell or make a formula of it."""
    return apostrophe.put(_ENDS.sub(" ", text))


def _lines(
    model_dir: Path, texts: Sequence[str], question: str | None, say: Words
) -> Iterator[tuple[str, ...]]:
    from schemas.tasks import Task
    from worker.training.inference import finished

    try:
        task = finished.task_of(model_dir)
    except ValueError:
        sys.exit(say.train.not_a_model(str(model_dir)))
    if task is Task.QUESTION_ANSWERING:
        return _answers(model_dir, texts, question or sys.exit(say.train.needs_question))
    if question is not None:
        sys.exit(say.train.takes_no_question)
    match task:
        case Task.TEXT_CLASSIFICATION:
            return _labels(model_dir, texts)
        case Task.TOKEN_CLASSIFICATION:
            return _entities(model_dir, texts)
        case Task.TEXT_GENERATION:
            sys.exit(say.train.not_a_model(str(model_dir)))
    assert_never(task)


def _labels(model_dir: Path, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    from worker.training.inference import finished, labels

    for text, told in zip(texts, labels.classify(finished.load(model_dir), texts), strict=True):
        for answer in told.given:
            yield answer.label, str(per_hundred(answer.probability)), text
        if not told.given:
            yield "", "", text


def _entities(model_dir: Path, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    from worker.training.inference import entities, finished

    for text, found in zip(texts, entities.find(finished.load(model_dir), texts), strict=True):
        for one in found:
            place = (one.text, f"{one.start}-{one.end}")
            yield one.type, str(per_hundred(one.probability)), text, *place
        if not found:
            yield "", "", text


def _answers(model_dir: Path, texts: Sequence[str], question: str) -> Iterator[tuple[str, ...]]:
    from worker.training.inference import answers, finished
    from worker.training.tasks.question_answering.data import Question

    asked = [Question(question, text) for text in texts]
    for text, told in zip(texts, answers.ask(finished.load(model_dir), asked), strict=True):
        yield told.text, str(per_hundred(told.probability)), text
