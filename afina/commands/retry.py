"""``afina retry``: a failed training once more, from where it was or with less to do."""

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


def retry(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=HELP.run_to_retry)],
    data_dir: DataDir,
    lighter: Annotated[bool, typer.Option("--lighter", help=HELP.lighter)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Try a failed run again; exit code 0 only for a completed one, 2 for a refusal."""
    from afina.lesson import Ending

    say = words.of(language, os.environ)
    with spoken(say.stack), answered(say.train.refused(run_id), say.train):
        ending = asyncio.run(_retry(data_dir, run_id, say, lighter=lighter))
    sys.exit(0 if ending is Ending.COMPLETED else 1)


async def _retry(data_dir: Path, run_id: str, say: Words, *, lighter: bool) -> "Ending":
    from rich.console import Console

    from afina import lesson
    from afina.visit import visiting_stack

    async with visiting_stack(data_dir) as (running, own):
        tried = await lesson.retried(
            running, run_id, Console(), say, lighter=lighter, own_stack=own
        )
    return tried.ending
