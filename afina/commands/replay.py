"""``afina replay``: the tables rebuilt from the log, compared with the ones in use, put in use."""

import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

from typer import Option

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse, spoken
from afina.words import Words

if TYPE_CHECKING:
    from consumers.inventory import Built, Inventory, Model
    from consumers.replay import ReplayRefusedError, ReplayResult

GIGABYTE = 10**9


def replay(  # noqa: PLR0913 (one parameter for each option)
    data_dir: DataDir,
    switch: Annotated[bool, Option("--switch", help=HELP.replay_switch)] = False,
    accept_differences: Annotated[
        bool, Option("--accept-differences", help=HELP.replay_accept)
    ] = False,
    rollback: Annotated[bool, Option("--rollback", help=HELP.replay_rollback)] = False,
    status: Annotated[bool, Option("--status", help=HELP.replay_status)] = False,
    drop: Annotated[bool, Option("--drop", help=HELP.replay_drop)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Rebuild, compare, print; exit code 0 only if everything is equal or was accepted."""
    from consumers.replay import ReplayRefusedError

    say = words.of(language, os.environ)
    if sum((switch or accept_differences, rollback, status, drop)) > 1:
        refuse(say.replay.one_action)
    with spoken(say.stack):
        try:
            if status:
                _show_inventory(asyncio.run(_inventory(data_dir)), say)
            elif rollback:
                asyncio.run(_rollback(data_dir, say))
                print(say.replay.rolled_back)
            elif drop:
                dropped = asyncio.run(_drop(data_dir))
                print(say.replay.dropped if dropped else say.replay.none_to_drop)
            else:
                _prove(data_dir, say, switch=switch, accept=accept_differences)
        except ReplayRefusedError as error:
            refuse(_refusal(error, say))


def _prove(data_dir: Path, say: Words, *, switch: bool, accept: bool) -> None:
    result = asyncio.run(_replay(data_dir, say, switch=switch, accept=accept))
    _show(result, say, switch=switch)
    if not (result.equal or result.switched):
        sys.exit(1)


async def _replay(data_dir: Path, say: Words, *, switch: bool, accept: bool) -> "ReplayResult":
    from afina.progress import bars
    from afina.visit import visiting_settings
    from consumers import replay as replays
    from consumers.replay import Wish

    async with visiting_settings(data_dir) as settings:
        wish = Wish(
            switch=switch, accept_differences=accept, free_bytes=_free_bytes(settings.data_dir)
        )
        with bars(say.replay.reading, say.numbers) as report:
            return await replays.replay(settings, report, wish)


def _free_bytes(data_dir: Path) -> int | None:
    """Where the embedded database keeps its files; another one's disk is not ours to see."""
    from afina import backing

    return None if backing.given("DATABASE_URL") else shutil.disk_usage(data_dir).free


async def _rollback(data_dir: Path, say: Words) -> None:
    from afina.progress import bars
    from afina.visit import visiting_settings
    from consumers import replay as replays

    async with visiting_settings(data_dir) as settings:
        with bars(say.replay.reading, say.numbers) as report:
            await replays.rollback(settings, report)


async def _drop(data_dir: Path) -> bool:
    from afina.visit import visiting_settings
    from consumers import replay as replays

    async with visiting_settings(data_dir) as settings:
        return await replays.drop(settings)


async def _inventory(data_dir: Path) -> "Inventory":
    from afina.visit import visiting_database
    from consumers import inventory

    async with visiting_database(data_dir) as url:
        return await inventory.take(url)


def _show(result: "ReplayResult", say: Words, *, switch: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*say.replay.columns, box=None)
    for one in result.tables:
        verdict = say.replay.equal if one.equal else say.replay.different
        counts = (say.numbers.count(rows) for rows in (one.live_rows, one.rebuilt_rows))
        table.add_row(one.name, *counts, verdict)
    Console().print(table)
    for line in _verdict(result, say, switch=switch):
        print(line)


def _verdict(result: "ReplayResult", say: Words, *, switch: bool) -> list[str]:
    """What came of it, and what can be done now."""
    figures = say.numbers.count(result.events), say.numbers.fraction(result.seconds, 1)
    lines = [say.replay.all_equal(*figures)]
    if not result.equal:
        different = [one for one in result.tables if not one.equal]
        lines = [say.replay.not_equal(", ".join(one.name for one in different))]
        lines += [say.replay.differing_rows(one.name, "; ".join(one.keys)) for one in different]
    if result.kept_rows:
        lines.append(say.replay.kept_rows(say.numbers.count(result.kept_rows)))
    if result.switched:
        lines.append(say.replay.switched)
    elif not result.equal:
        lines.append(say.replay.accept if switch else say.replay.use_rebuilt)
    return lines


def _show_inventory(found: "Inventory", say: Words) -> None:
    """A column for each model, three at most, so that a narrow terminal holds them."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, show_header=False)
    for name, *facts in zip(
        say.replay.status_columns, *(_standing(model, say) for model in found.models), strict=True
    ):
        table.add_row(name, *facts)
    Console().print(table)
    if found.replaying:
        print(say.replay.replaying)
    elif any(model.built is not None and model.built.built_at is None for model in found.models):
        print(say.replay.stopped_amid)


def _standing(model: "Model", say: Words) -> tuple[str, ...]:
    """A model's facts, in the order of ``status_columns``."""
    names = {"live": say.replay.live, "next": say.replay.next, "previous": say.replay.previous}
    positions = (model.positions.get(name, 0) for name in ("training", "telemetry"))
    figures = map(say.numbers.count, (*positions, model.rows or 0))
    size = f"{say.numbers.fraction(model.size_bytes / GIGABYTE)} GB"
    return names[model.role], *figures, size, *_building(model.built, say)


def _building(built: "Built | None", say: Words) -> tuple[str, str]:
    """When a model was made, and in what it differed."""
    if built is None:
        return say.replay.as_it_came, ""
    if built.built_at is not None:
        made = f"{built.built_at:%Y-%m-%d %H:%M}"
    else:
        figures = (built.done, built.total, round(built.messages_per_second))
        made = say.replay.under_construction(*map(say.numbers.count, figures))
    if built.differences is None:
        return made, ""
    return made, ", ".join(built.differences) or say.replay.nothing_differs


def _refusal(error: "ReplayRefusedError", say: Words) -> str:
    from consumers.replay import Refusal

    match error.refusal:
        case Refusal.RUNNING:
            return say.replay.running
        case Refusal.NO_SPACE:
            sizes = (error.params[name] / GIGABYTE for name in ("needed_bytes", "free_bytes"))
            return say.replay.no_space(*(say.numbers.fraction(size, 1) for size in sizes))
        case Refusal.NO_PREVIOUS:
            return say.replay.no_previous
        case Refusal.OTHER_SHAPE:
            return say.replay.other_shape
        case Refusal.BUSY:
            return say.replay.busy
    assert_never(error.refusal)
