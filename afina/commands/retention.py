"""``afina retention``: what is kept for how long, what would go now, and letting it go."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import spoken
from afina.usage import Commands
from afina.words import Words

if TYPE_CHECKING:
    from consumers.retention.keeper import Keeper
    from schemas.events.setting import RetentionApplied
    from schemas.retention import Found, Retention

MEGABYTE = 10**6

app = Commands(no_args_is_help=True)


@app.command("show", help=HELP.retention_show)
def show(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print the policy, a line for each number."""
    say = words.of(language, os.environ)
    with spoken(say.stack):
        policy = asyncio.run(_policy(data_dir))
    for name, kept in say.retention.kept.items():
        print(kept.format(count=say.numbers.count(getattr(policy, name))))
    print(say.retention.log_stays)


@app.command("preview", help=HELP.retention_preview)
def preview(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print a table of what would go now."""
    say = words.of(language, os.environ)
    with spoken(say.stack):
        found = asyncio.run(_preview(data_dir))
    due = [one for one in found if one.count]
    if not due:
        print(say.retention.nothing_due)
    else:
        _draw(say.retention.found_columns, [_found(one, say) for one in due])
    print(say.retention.log_stays)


@app.command("apply", help=HELP.retention_apply)
def apply(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Let it go, and print what went; exit code 1 if something could not."""
    from consumers.retention.keeper import BusyError

    say = words.of(language, os.environ)
    try:
        with spoken(say.stack):
            applied = asyncio.run(_apply(data_dir))
    except BusyError:
        sys.exit(say.retention.busy)
    troubles = _told(applied, say)
    if troubles:
        sys.exit("\n".join(troubles))


def _told(applied: "RetentionApplied", say: Words) -> list[str]:
    """Print what went; what did not."""
    gone = [one for one in applied.removed if one.count]
    kinds, count = say.retention.kinds, say.numbers.count
    rows = [(kinds[one.kind], count(one.count), _size(one.size_bytes, say)) for one in gone]
    if rows:
        _draw(say.retention.removed_columns, rows)
    else:
        print(say.retention.nothing_went)
    failed = [one for one in applied.removed if one.failed]
    return [say.retention.failed(count(one.failed), kinds[one.kind]) for one in failed] + [
        say.retention.unread(kinds[kind]) for kind in applied.unread
    ]


def _found(found: "Found", say: Words) -> tuple[str, ...]:
    oldest = f"{found.oldest.astimezone():%Y-%m-%d}" if found.oldest else ""
    kind, count = say.retention.kinds[found.kind], say.numbers.count(found.count)
    return kind, count, _size(found.size_bytes, say), oldest, "\n".join(found.examples)


def _size(size_bytes: int, say: Words) -> str:
    return say.numbers.fraction(size_bytes / MEGABYTE, 1)


def _draw(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=None)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


async def _policy(data_dir: Path) -> "Retention":
    from afina.visit import visiting_database
    from infra import database, policies
    from schemas import tables
    from schemas.events.setting import RETENTION
    from schemas.retention import Retention

    async with visiting_database(data_dir) as url:
        engine = database.engine(url, tables.READ_SCHEMA)
        async with engine.connect() as tx:
            policy = await policies.read(tx, RETENTION, Retention)
        await engine.dispose()
        return policy


async def _preview(data_dir: Path) -> "list[Found]":
    async with _keeper(data_dir) as keeper:
        return await keeper.preview()


async def _apply(data_dir: Path) -> "RetentionApplied":
    async with _keeper(data_dir) as keeper:
        return await keeper.apply()


@asynccontextmanager
async def _keeper(data_dir: Path) -> "AsyncGenerator[Keeper]":
    """On the servers of the running stack; else on its own, started for the moment."""
    from afina.backup import routine
    from afina.visit import visiting_settings
    from consumers.retention.service import keeper
    from infra import bus, database
    from schemas import tables

    async with (
        visiting_settings(data_dir) as settings,
        bus.connected(settings.nats_url, "retention") as client,
    ):
        engine = database.engine(settings.database_url, tables.READ_SCHEMA)
        try:
            backups = routine.of(settings)
            yield keeper(settings, client, engine, [backups] if backups else [])
        finally:
            await engine.dispose()
