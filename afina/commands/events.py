"""``afina events``: what could not be put into the tables, and putting it there."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse, spoken
from afina.usage import Commands
from afina.words import Words

if TYPE_CHECKING:
    from collections.abc import Collection

    from consumers.letters import Retried, Waiting

TABLE_WIDTH = 150

app = Commands(no_args_is_help=True)


@app.command("list", help=HELP.events_list)
def show_all(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print a table of what is set aside."""
    say = words.of(language, os.environ)
    with spoken(say.stack):
        waiting = asyncio.run(_waiting(data_dir))
    if not waiting:
        print(say.events.none_waiting)
        return
    _print(waiting, say)
    print(say.events.how_to_retry)


@app.command("show", help=HELP.events_show)
def show(
    sequence: Annotated[int, typer.Argument(min=1, help=HELP.sequence)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Print one message whole, with all that is wrong with it."""
    say = words.of(language, os.environ)
    with spoken(say.stack):
        waiting = asyncio.run(_waiting(data_dir, [sequence]))
    if not waiting:
        refuse(say.events.no_such(sequence))
    for letter in waiting:
        facts = (*_place(letter), _why(letter, say))
        for name, fact in zip(say.events.columns, facts, strict=True):
            print(f"{name}: {fact}")
        print(plain(letter.data.decode(errors="backslashreplace")))


@app.command("retry", help=HELP.events_retry)
def retry(
    data_dir: DataDir,
    sequences: Annotated[list[int] | None, typer.Argument(help=HELP.retry_sequences)] = None,
    everything: Annotated[bool, typer.Option("--all", help=HELP.retry_all)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Exit code 0 only if nothing of what was asked for is still set aside."""
    from infra.bus import UnavailableError

    say = words.of(language, os.environ)
    if bool(sequences) is everything:
        refuse(say.events.say_which)
    with spoken(say.stack):
        try:
            done = asyncio.run(_retry(data_dir, sequences or []))
        except UnavailableError:
            sys.exit(say.events.log_away)
    driven = {letter.sequence for letter in (*done.projected, *done.waiting)}
    if strangers := set(sequences or ()) - driven:
        refuse(*(say.events.no_such(sequence) for sequence in sorted(strangers)))
    print(say.events.projected(say.numbers.count(len(done.projected))))
    if done.waiting:
        _print(done.waiting, say)
        sys.exit(say.events.still_waiting(say.numbers.count(len(done.waiting))))


async def _waiting(data_dir: Path, sequences: "Collection[int]" = ()) -> "list[Waiting]":
    from afina.visit import visiting_database
    from consumers import letters

    async with visiting_database(data_dir) as url:
        return await letters.every(url, sequences)


async def _retry(data_dir: Path, sequences: "Collection[int]") -> "Retried":
    import psycopg

    from afina.visit import visiting_settings
    from consumers import letters
    from consumers.feed import FeedLostError
    from infra.bus import UnavailableError

    async with visiting_settings(data_dir) as settings:
        try:
            return await letters.retry(settings, sequences)
        except (FeedLostError, psycopg.OperationalError) as error:
            raise UnavailableError(str(error)) from error


def _print(waiting: "Collection[Waiting]", say: Words) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*say.events.columns, box=None)
    for letter in waiting:
        table.add_row(*map(Text, (*_place(letter), _why(letter, say).split("\n", 1)[0])))
    Console(width=max(Console().width, TABLE_WIDTH)).print(table)


def _place(letter: "Waiting") -> tuple[str, str, str, str]:
    since = f"{letter.set_aside_at:%Y-%m-%d %H:%M}"
    return str(letter.sequence), letter.subject, letter.type, since


def plain(text: str) -> str:
    """The text with whatever a terminal would obey escaped: it may be a hostile worker's."""
    return "".join(
        sign if sign.isprintable() or sign == "\n" else sign.encode("unicode_escape").decode()
        for sign in text
    )


def _why(letter: "Waiting", say: Words) -> str:
    return say.events.unknown if letter.kind == "unknown" else plain(letter.error)
