"""``afina restore``: a backup, put back into a stack that is stopped."""

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from afina import refusals, words
from afina.options import HELP, ChosenLanguage, DataDir

if TYPE_CHECKING:
    from afina.backup.capture import Taken
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
            before = asyncio.run(_restore(data_dir, folder, held, report, safety))
    if before is not None:
        print(say.backup.kept(str(before.folder)))
    if not quiet:
        print(say.backup.restored(str(folder)), terminal.contents(held, say), sep="\n")


async def _restore(
    data_dir: Path, folder: Path, held: "Manifest", report: "Report", safety: Path | None
) -> "Taken | None":
    from afina.backup import restoration
    from afina.visit import visiting_to_restore

    async with visiting_to_restore(data_dir) as base:
        return await restoration.restore(base, folder, held, report, safety=safety)
