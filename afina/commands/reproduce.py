"""``afina reproduce``: a training once more, and whether the same came of it."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import answered, spoken
from afina.words import Words

if TYPE_CHECKING:
    from afina.lesson import Ending


def reproduce(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=HELP.run_id)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Repeat a run; exit code 0 only for a completed one, 2 for a refusal."""
    from afina.lesson import Ending

    say = words.of(language, os.environ)
    with spoken(say.stack), answered(say.train.refused(run_id), say.train):
        ending = asyncio.run(_repeat(data_dir, run_id, say))
    sys.exit(0 if ending is Ending.COMPLETED else 1)


async def _repeat(data_dir: Path, run_id: str, say: Words) -> "Ending":
    from rich.console import Console

    from afina import lesson
    from afina.visit import visiting_stack

    async with visiting_stack(data_dir) as (running, own):
        repeated = await lesson.repeated(running, run_id, Console(), say, own_stack=own)
    return repeated.ending
