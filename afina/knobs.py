"""Every hyperparameter as an option of ``afina fit``, from the one place where they are defined.

The options are made when the command is parsed or asked for help, since the contracts load too
slowly for ``afina --help``; a new hyperparameter is an option as soon as it exists.
"""

import json
import os
from inspect import Parameter, Signature
from typing import Annotated, Any

import typer
from typer.main import get_command

from afina import words
from afina.usage import Command
from afina.words import Words


class Knobs(Command):
    """A command that takes every hyperparameter besides its own options."""

    def get_params(self, ctx: Any) -> list[Any]:
        return [*super().get_params(ctx), *_options(words.of(None, os.environ))]


def given(context: typer.Context) -> dict[str, Any]:
    """The hyperparameters that the command line named, as numbers, words, true, false or null."""
    return context.meta.get(__name__, {})


def _options(say: Words) -> list[Any]:
    """As typer makes them of a function that takes each by its name."""
    from schemas.hyperparameters import Hyperparameters

    def settings(**_: str | None) -> None: ...

    settings.__signature__ = Signature(  # type: ignore[attr-defined]
        [_parameter(name, say.fit.settings.get(name, "")) for name in Hyperparameters.model_fields]
    )
    app = typer.Typer(add_completion=False)
    app.command()(settings)
    return [option for option in get_command(app).params if option.name != "help"]


def _parameter(name: str, told: str) -> Parameter:
    option = typer.Option(
        f"--{name.replace('_', '-')}",
        callback=_remember,
        expose_value=False,
        metavar="VALUE",
        show_default=False,
        help=told,
    )
    annotation = Annotated[str | None, option]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)


def _remember(context: typer.Context, param: typer.CallbackParam, value: str | None) -> None:
    if value is not None:
        context.meta.setdefault(__name__, {})[str(param.name)] = _read(value)


def _read(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError:
        return value
