"""``afina limits``: how much anybody may ask for, shown and set while everything runs."""

import json
import os
from collections.abc import Mapping
from typing import Annotated, Any

from typer import Argument

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse
from afina.request import asked
from afina.usage import Commands
from afina.words import Words

app = Commands(no_args_is_help=True)

Name = Annotated[str, Argument(help=HELP.limit_name, show_default=False)]


@app.command("show", help=HELP.limits_show)
def show(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print a table of what holds for everybody; exit code 1 where no stack runs."""
    say = words.of(language, os.environ)
    _print(asked(data_dir, say, say.limits.not_shown, lambda api: api.limits()), say)


@app.command("set", help=HELP.limits_set)
def change(
    name: Name,
    value: Annotated[str, Argument(help=HELP.limit_value, show_default=False)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Allow more, or less, from now on, and print what holds then."""
    say = words.of(language, os.environ)
    wish = {_known(name, say): _number(value, say)}
    _print(asked(data_dir, say, say.limits.not_set, lambda api: api.set_limits(wish)), say)


@app.command("reset", help=HELP.limits_reset)
def reset(name: Name, data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Let a limit be what the environment says, and print what holds then."""
    say = words.of(language, os.environ)
    _known(name, say)
    _print(asked(data_dir, say, say.limits.not_set, lambda api: api.reset_limit(name)), say)


def _known(name: str, say: Words) -> str:
    if name not in say.limits.names:
        refuse(say.limits.unknown.format(name=name, names=", ".join(say.limits.names)))
    return name


def _number(value: str, say: Words) -> float:
    """What was written, whole or with a point."""
    try:
        return json.loads(value) if value.strip("0123456789.") == "" else float("")
    except ValueError:
        refuse(say.limits.not_a_number.format(value=value))


def _print(shown: Mapping[str, Any], say: Words) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    name, *others = say.limits.columns
    table = Table(Column(name, no_wrap=True), *others, box=None)
    for limit, told in say.limits.names.items():
        set_here = say.limits.changed if limit in shown["changed"] else ""
        values = (_written(shown[which][limit], say) for which in ("limits", "defaults"))
        table.add_row(limit, told, *values, set_here)
    Console().print(table)


def _written(value: float, say: Words) -> str:
    is_whole = float(value).is_integer()
    return say.numbers.count(int(value)) if is_whole else say.numbers.fraction(value, 1)
