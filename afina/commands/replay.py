"""``afina replay``: the tables rebuilt from the log, and compared with the ones in use."""

import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from afina import words
from afina.options import ChosenLanguage, DataDir
from afina.refusals import spoken
from afina.words import Words

if TYPE_CHECKING:
    from consumers.replay import ReplayResult


def replay(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Rebuild, compare, print; exit code 0 only if everything is equal."""
    say = words.of(language, os.environ)
    with spoken(say.stack):
        result = asyncio.run(_replay(data_dir, say))
    _show(result, say)
    if not result.equal:
        sys.exit(1)


async def _replay(data_dir: Path, say: Words) -> "ReplayResult":
    from rich.progress import Progress, TaskID

    from afina.visit import visiting
    from consumers.replay import replay as rebuild
    from infra.settings import Settings

    with Progress() as bars:
        shown: dict[str, TaskID] = {}

        def report(stream: str, done: int, total: int) -> None:
            if stream not in shown:
                shown[stream] = bars.add_task(say.replay.reading(stream))
            bars.update(shown[stream], completed=done, total=total)

        async with visiting(data_dir) as backing:
            settings = Settings.model_validate(
                {
                    "NATS_URL": backing.nats_url,
                    "DATABASE_URL": backing.database_url,
                    "BLOB_URL": backing.blob_url,
                    "data_dir": data_dir,
                }
            )
            return await rebuild(settings, report)


def _show(result: "ReplayResult", say: Words) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*say.replay.columns, box=None)
    for one in result.tables:
        verdict = say.replay.equal if one.equal else say.replay.different
        counts = (say.numbers.count(rows) for rows in (one.live_rows, one.rebuilt_rows))
        table.add_row(one.name, *counts, verdict)
    different = ", ".join(one.name for one in result.tables if not one.equal)
    figures = say.numbers.count(result.events), say.numbers.fraction(result.seconds, 1)
    console = Console()
    console.print(table)
    console.print(say.replay.not_equal(different) if different else say.replay.all_equal(*figures))
