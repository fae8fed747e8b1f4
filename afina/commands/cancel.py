"""``afina cancel``: an end for a training that waits or trains."""

import asyncio
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import answered, refuse, spoken
from afina.words import Words

if TYPE_CHECKING:
    from rich.console import Console

    from afina.client import Client


def cancel(
    run_id: Annotated[str, typer.Argument(metavar="RUN", help=HELP.run_to_cancel)],
    data_dir: DataDir,
    keep_model: Annotated[bool, typer.Option("--keep-model", help=HELP.keep_model)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Cancel a run and wait; exit code 0 if it was, or is left to be, 2 for a refusal."""
    say = words.of(language, os.environ)
    try:
        UUID(run_id)
    except ValueError:
        refuse(say.cancellation.not_a_run(run_id))
    with spoken(say.stack), answered(say.cancellation.refused(run_id), say.train):
        ended = asyncio.run(_cancel(data_dir, run_id, say, keep_model=keep_model))
    if ended is None:
        return
    for line in _outcome(ended, say, keep_model=keep_model):
        print(line)
    sys.exit(0 if ended["status"] == "cancelled" else 1)


async def _cancel(
    data_dir: Path, run_id: str, say: Words, *, keep_model: bool
) -> dict[str, Any] | None:
    """The run after its end; None if the person went before."""
    from rich.console import Console

    from afina import client
    from afina.interruption import unless_interrupted
    from afina.visit import visiting_stack

    console = Console()
    async with (
        visiting_stack(data_dir) as (running, own),
        client.connected(running, say.language) as api,
    ):
        await api.cancel(run_id, keep_model=keep_model)
        ended = await unless_interrupted(_end(api, run_id, console, say))
    if ended is None:
        page = f"{running.address}/treinos/{run_id}"
        print(say.cancellation.left_own if own else say.cancellation.left(page))
    return ended


async def _end(api: "Client", run_id: str, console: "Console", say: Words) -> dict[str, Any]:
    """The run, once it has ended."""
    run = await api.run(run_id)
    if run["status"] in {"queued", "running"}:
        console.print(say.cancellation.asked, highlight=False, soft_wrap=True)
        async for message in api.events(run_id):
            if message is None:
                console.print(say.cancellation.reconnecting, style="yellow")
    return await api.run(run_id)


def _outcome(run: Mapping[str, Any], say: Words, *, keep_model: bool) -> list[str]:
    """What became of the run, and where its model is."""
    if run["status"] == "cancelled":
        lines = [say.train.cancelled]
    elif run["failure"]:
        lines = [say.train.failed(run["failure"]["sentence"])]
    else:
        lines = [say.cancellation.completed]
    if run["model"]:
        lines.append(say.result.model(run["model"]["path"]))
    elif keep_model:
        lines.append(say.cancellation.no_model)
    return lines
