"""``afina classify``: what a trained model answers to texts."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from afina import words
from afina.options import HELP, ChosenLanguage
from afina.words.numbers import per_hundred


def classify(
    model_dir: Annotated[Path, typer.Argument(help=HELP.model_dir)],
    texts: Annotated[list[str] | None, typer.Argument(help=HELP.texts)] = None,
    language: ChosenLanguage = None,
) -> None:
    """Print label, confidence in a hundred and text, tab-separated, one text a line."""
    say = words.of(language, os.environ)
    if not (model_dir / "config.json").is_file():
        sys.exit(say.train.no_such_file(str(model_dir / "config.json")))
    asked = texts or [line.strip() for line in sys.stdin if line.strip()]

    from worker.training.inference.labels import classify as answers

    for text, answer in zip(asked, answers(model_dir, asked), strict=True):
        print(f"{answer.label}\t{per_hundred(answer.probability)}\t{text}")
