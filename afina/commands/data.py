"""``afina data``: what is in a spreadsheet and how to mend it, with no server at all."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, Columns, Form, Separator, Sheet, Task
from afina.refusals import refuse
from afina.usage import Commands

if TYPE_CHECKING:
    from afina.words import Words

app = Commands(no_args_is_help=True)

File = Annotated[Path, typer.Argument(help=HELP.file)]
BaseModel = Annotated[str | None, typer.Option("--base-model", help=HELP.tokens_of)]
LeftOut = Annotated[Path | None, typer.Option("--left-out", help=HELP.left_out_file)]
SaveRecipe = Annotated[Path | None, typer.Option("--save-recipe", help=HELP.save_recipe)]


@app.command("check", help=HELP.data_check)
def check(  # noqa: PLR0913 (one parameter for each option)
    file: File,
    task: Task = None,
    column: Columns = None,
    sheet: Sheet = None,
    label_separator: Separator = None,
    form: Form = None,
    base_model: BaseModel = None,
    left_out: LeftOut = None,
    suspects: Annotated[bool, typer.Option("--suspects", help=HELP.suspects)] = False,
    as_json: Annotated[bool, typer.Option("--json", help=HELP.json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 for a file that can be used, 2 for one that cannot."""
    from rich.console import Console

    from afina import inspection, judgement, mending

    say = words.of(language, os.environ)
    options = {
        "task": task,
        "sheet": sheet,
        "label_separator": label_separator,
        "form": form,
        "base_model": base_model,
    }
    with inspection.opened(file, inspection.asked(options, column or (), say), say) as seen:
        found = seen.usable(say)
        if as_json:
            print(seen.as_json(found, say))
        else:
            Console().print(judgement.drawn(found, say))
            if suspects:
                Console().print(judgement.suspicion(seen.suspicion(found), say))
            if mending.recommended(found.quality):
                print(say.data.what_next(str(file)))
        if left_out is not None:
            inspection.keep_left_out(seen.folder, left_out, say)


@app.command("fix", help=HELP.data_fix)
def fix(  # noqa: PLR0913 (one parameter for each option)
    file: File,
    out: Annotated[Path, typer.Option("--out", "-o", help=HELP.out)],
    step: Annotated[list[str] | None, typer.Option("--step", help=HELP.step)] = None,
    recommended: Annotated[bool, typer.Option("--recommended", help=HELP.recommended)] = False,
    recipe: Annotated[Path | None, typer.Option("--recipe", help=HELP.recipe)] = None,
    save_recipe: SaveRecipe = None,
    task: Task = None,
    column: Columns = None,
    sheet: Sheet = None,
    label_separator: Separator = None,
    form: Form = None,
    base_model: BaseModel = None,
    left_out: LeftOut = None,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 when the new file is written, 2 when the file or the fixes cannot be used."""
    from rich.console import Console

    from afina import inspection, judgement, mended, mending

    say = words.of(language, os.environ)
    _refuse_target(file, out, say)
    given = [*(mending.read(recipe, say) if recipe else ())]
    given += [mending.parsed(said, say) for said in step or ()]
    options = {
        "task": task,
        "sheet": sheet,
        "label_separator": label_separator,
        "form": form,
        "base_model": base_model,
    }
    with inspection.opened(file, inspection.asked(options, column or (), say), say) as seen:
        found = seen.usable(say)
        steps = [*(mending.recommended(found.quality) if recommended else ()), *given]
        if not steps:
            refuse(say.data.nothing_to_do)
        made = mended.mended(seen, found, steps, say)
        Console().print(judgement.recipe(steps, say))
        Console().print(judgement.changed(made.difference, made.scores(found), say))
        mended.write(made, out, say)
        if left_out is not None:
            inspection.keep_left_out(made.folder, left_out, say)
        if save_recipe is not None:
            mending.keep(steps, save_recipe)


def _refuse_target(file: Path, out: Path, say: "Words") -> None:
    """End the command where the new file would replace the old one, or cannot be written."""
    from api.datasets.recipes.export import Format

    if out.exists() and file.exists() and out.samefile(file):
        refuse(say.data.same_file(str(out)))
    if out.suffix.lower().removeprefix(".") not in set(Format):
        refuse(say.data.unknown_format(str(out)))
