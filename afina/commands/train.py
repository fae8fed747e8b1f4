"""``afina train``: a model from any spreadsheet, through the API alone."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir, Exports, column_in_role, existing, located
from afina.refusals import answered, refuse, spoken
from afina.words import Words

if TYPE_CHECKING:
    from afina.client import Upload
    from afina.lesson import Ending, Wish


def train(  # noqa: PLR0913 (one parameter for each option)
    file: Annotated[Path, typer.Argument(help=HELP.file)],
    data_dir: DataDir,
    task: Annotated[str | None, typer.Option("--task", help=HELP.task)] = None,
    preset: Annotated[str, typer.Option("--preset", help=HELP.preset)] = "equilibrado",
    base_model: Annotated[str | None, typer.Option("--base-model", help=HELP.base_model)] = None,
    text_column: Annotated[str | None, typer.Option("--text-column", help=HELP.text_column)] = None,
    label_column: Annotated[
        str | None, typer.Option("--label-column", help=HELP.label_column)
    ] = None,
    group_column: Annotated[
        str | None, typer.Option("--group-column", help=HELP.group_column)
    ] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help=HELP.column)] = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help=HELP.sheet)] = None,
    label_separator: Annotated[
        str | None, typer.Option("--label-separator", help=HELP.label_separator)
    ] = None,
    form: Annotated[str | None, typer.Option("--form", help=HELP.form)] = None,
    name: Annotated[str | None, typer.Option("--name", help=HELP.run_name)] = None,
    settings: Annotated[list[str] | None, typer.Option("--set", help=HELP.set)] = None,
    export: Exports = None,
    language: ChosenLanguage = None,
) -> None:
    """Teach a model; exit code 0 only for a completed run, 2 for a refusal."""
    from afina import exports
    from afina.client import Upload
    from afina.lesson import Ending, Wish

    say = words.of(language, os.environ)
    reading = {
        "task": task,
        "text_column": text_column,
        "label_column": label_column,
        "group_column": group_column,
        "sheet": sheet,
        "label_separator": label_separator,
        "form": form,
    }
    reading |= dict(column_in_role(said, say) for said in column or ())
    upload = Upload(path=existing(file, say), name=name or file.stem, reading=reading)
    wish = Wish(
        preset=canonical(preset),
        base_model=located(base_model),
        hyperparameters=dict(setting(said, say) for said in settings or []),
        exports=exports.asked(export or (), say),
    )
    with spoken(say.stack), answered(say.train.refused(upload.path.name), say.train):
        ending = asyncio.run(_train(data_dir, upload, wish, say))
    sys.exit(0 if ending is Ending.COMPLETED else 1)


def setting(said: str, say: Words) -> tuple[str, Any]:
    """``learning_rate=5e-5`` as a name and a value: a number, true, false, null, or a word."""
    name, equals, value = said.partition("=")
    if not (name and equals):
        refuse(say.train.not_a_setting(said))
    try:
        return name.strip(), json.loads(value)
    except json.JSONDecodeError:
        return name.strip(), value.strip()


def canonical(preset: str) -> str:
    """The preset's own name for an English one; the API judges the rest."""
    english = {"fast": "rapido", "balanced": "equilibrado", "accurate": "preciso"}
    return english.get(preset, preset)


async def _train(data_dir: Path, upload: "Upload", wish: "Wish", say: Words) -> "Ending":
    from rich.console import Console

    from afina import lesson
    from afina.visit import visiting_stack

    console = Console()
    async with visiting_stack(data_dir, new=True) as (running, own):
        taught = await lesson.taught(running, upload, wish, console, say, own_stack=own)
    return taught.ending
