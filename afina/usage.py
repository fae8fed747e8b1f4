"""How commands tell of themselves, and what was wrong about how one was called, in plain words.

What the commands' framework says of its own is English; its sentences are turned into those of the
terminal's language here, and all that it does not say stays where it is.
"""

import os
import re
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from afina import words
from afina.words.usage import Phrases


def told(text: str, phrases: Phrases) -> str:
    """``text`` with each of the framework's phrases in the words of another language."""
    for phrase, ours in phrases:
        text = re.sub(phrase, ours, text, flags=re.MULTILINE)
    return text


def _ours(text: str) -> str:
    return told(text, words.of(None, os.environ).usage)


class Command(TyperCommand):
    """A command whose help is in one language, and whole where commands are listed."""

    def get_help(self, ctx: Any) -> str:
        return _ours(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 0) -> str:
        """All of it: half a sentence helps nobody."""
        return self.help or ""


class Group(TyperGroup):
    """The same of several commands."""

    def get_help(self, ctx: Any) -> str:
        return _ours(super().get_help(ctx))

    def get_short_help_str(self, limit: int = 0) -> str:
        return self.help or ""


class Commands(typer.Typer):
    """Commands under one name."""

    def __init__(self, **how: Any) -> None:
        super().__init__(cls=Group, rich_markup_mode=None, **how)

    def command(self, name: str | None = None, **how: Any) -> Any:
        kind: Any = how.pop("cls", Command)
        return super().command(name, cls=kind, **how)


@contextmanager
def corrected() -> Generator[None]:
    """End with a sentence where the command line is no command."""
    try:
        yield
    except TyperException as error:
        said = StringIO()
        show: Callable[[StringIO], None] = getattr(error, "show")  # noqa: B009 - of what is misused
        show(said)
        print(_ours(said.getvalue()), end="", file=sys.stderr)
        sys.exit(error.exit_code)
