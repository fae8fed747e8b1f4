"""``afina backup``: log, tables and files of a stack, running or not, into a folder."""

import asyncio
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import refusals, words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.words import Words

if TYPE_CHECKING:
    from afina.backup.capture import Taken
    from afina.backup.stage import Report


def backup(
    place: Annotated[Path, typer.Argument(help=HELP.backup_place, show_default=False)],
    data_dir: DataDir,
    verify: Annotated[bool, typer.Option("--verify", help=HELP.backup_verify)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=HELP.backup_quiet)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Make a backup, or check one; exit code 0 only if nothing is missing in it."""
    from afina.backup import terminal

    say = words.of(language, os.environ)
    folder = place.expanduser().absolute()
    with refusals.spoken(say.stack), terminal.spoken(say):
        if verify:
            _verify(folder, say, quiet=quiet)
        else:
            _make(data_dir, folder, say, quiet=quiet)


def _verify(place: Path, say: Words, *, quiet: bool) -> None:
    from afina.backup import check, shelf, terminal
    from afina.progress import bars

    folder = shelf.chosen(place)
    with bars(say.backup.stages.__getitem__, say.numbers, quiet=quiet) as report:
        held = check.whole(folder, report)
    if not quiet:
        print(say.backup.whole(str(folder)), terminal.contents(held, say), sep="\n")


def _make(data_dir: Path, place: Path, say: Words, *, quiet: bool) -> None:
    from afina.progress import bars

    started = time.monotonic()
    with bars(say.backup.stages.__getitem__, say.numbers, quiet=quiet) as report:
        taken = asyncio.run(_take(data_dir, place, report))
    if not quiet:
        _sum_up(taken, time.monotonic() - started, say)
    if missing := taken.manifest.missing:
        sys.exit(say.backup.missing(say.numbers.count(len(missing))))


async def _take(data_dir: Path, place: Path, report: "Report") -> "Taken":
    from afina.backup import capture
    from afina.visit import visiting

    async with visiting(data_dir) as base:
        return await capture.take(base, place, report)


def _sum_up(taken: "Taken", seconds: float, say: Words) -> None:
    from afina.backup import terminal

    copied = terminal.megabytes(taken.copied_bytes, say)
    print(say.backup.made(str(taken.folder)))
    print(terminal.contents(taken.manifest, say))
    print(say.backup.took(say.numbers.fraction(seconds, 1), copied))
    print(say.backup.private, say.backup.no_models, sep="\n")
