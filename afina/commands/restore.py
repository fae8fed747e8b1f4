"""``afina restore``: a backup, put back into a stack that is stopped."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import refusals, words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.words import Words

if TYPE_CHECKING:
    from afina.backup.manifest import Manifest
    from afina.backup.stage import Report

REPLACED = "replaced"
"""Where in the data directory a backup of what was replaced lies."""


def restore(
    place: Annotated[Path, typer.Argument(help=HELP.restore_place, show_default=False)],
    data_dir: DataDir,
    replace: Annotated[bool, typer.Option("--replace", help=HELP.restore_replace)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=HELP.backup_quiet)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Check the backup whole, then put it back."""
    from afina.backup import check, shelf, terminal
    from afina.progress import bars

    say = words.of(language, os.environ)
    safety = data_dir.expanduser().absolute() / REPLACED if replace else None
    with refusals.spoken(say.stack), terminal.spoken(say):
        folder = shelf.chosen(place.expanduser().absolute())
        with bars(say.backup.stages.__getitem__, say.numbers, quiet=quiet) as report:
            held = check.whole(folder, report)
            asyncio.run(_restore(data_dir, folder, held, report, safety, say))
    if not quiet:
        print(terminal.contents(held, say), say.backup.restored(str(folder)), sep="\n")


async def _restore(
    data_dir: Path,
    folder: Path,
    held: "Manifest",
    report: "Report",
    safety: Path | None,
    say: Words,
) -> None:
    from afina.backup import restoration
    from afina.visit import visiting_to_restore

    async with visiting_to_restore(data_dir) as base:
        before = await restoration.set_aside(base, safety, report)
        if before is not None:  # said at once: what comes now might fail
            print(say.backup.kept(str(before.folder)), flush=True)
        await restoration.put_back(base, folder, held, report)
