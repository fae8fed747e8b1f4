"""``afina model``: what trainings have left, looked at and put in order."""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from uuid import UUID

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import answered, refuse, spoken
from afina.usage import Commands
from afina.words import Words
from afina.words.numbers import per_hundred

if TYPE_CHECKING:
    from afina.trained import Models

Answer = TypeVar("Answer")
Run = Annotated[str, typer.Argument(metavar="RUN", help=HELP.model_run, show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help=HELP.json)]

app = Commands(no_args_is_help=True)

_MEGABYTE = 1_000_000


@app.command("list", help=HELP.model_list)
def show_all(
    data_dir: DataDir,
    archived: Annotated[bool, typer.Option("--archived", help=HELP.model_archived)] = False,
    as_json: AsJson = False,
    language: ChosenLanguage = None,
) -> None:
    """Print the models, newest first."""
    say = words.of(language, os.environ)
    page = _done(data_dir, say, say.model.refused, lambda models: models.listed(archived=archived))
    if as_json:
        print(json.dumps(page["items"], ensure_ascii=False, indent=2))
    elif page["items"]:
        _print_table(page["items"], say)
    else:
        print(say.model.none_archived if archived else say.model.none)
    if older := page["total"] - len(page["items"]):
        print(say.model.older(say.numbers.count(older)))


@app.command("show", help=HELP.model_show)
def show(
    run_id: Run, data_dir: DataDir, as_json: AsJson = False, language: ChosenLanguage = None
) -> None:
    """Print all that is known of a model."""
    say = words.of(language, os.environ)
    model = _of_one(data_dir, run_id, say, lambda models: models.one(run_id))
    if as_json:
        print(json.dumps(model, ensure_ascii=False, indent=2))
        return
    print(model["name"])
    for name, value in facts(model, say):
        print(f"  {name}: {value}")


@app.command("rename", help=HELP.model_rename)
def rename(
    run_id: Run,
    name: Annotated[str, typer.Argument(help=HELP.model_name, show_default=False)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Call a model otherwise than its training."""
    say = words.of(language, os.environ)
    _of_one(data_dir, run_id, say, lambda models: models.change(run_id, {"name": name}))
    print(say.model.renamed(name.strip()))


@app.command("archive", help=HELP.model_archive)
def archive(
    run_id: Run,
    data_dir: DataDir,
    back: Annotated[bool, typer.Option("--back", help=HELP.model_back)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Put a model away, or back among those in use."""

    async def change(models: "Models") -> str:
        await models.change(run_id, {"archived": not back})
        return (await models.one(run_id))["name"]

    say = words.of(language, os.environ)
    name = _of_one(data_dir, run_id, say, change)
    print(say.model.unarchived(name) if back else say.model.archived(name))


@app.command("delete", help=HELP.model_delete)
def delete(
    run_id: Run,
    data_dir: DataDir,
    sure: Annotated[bool, typer.Option("--yes", help=HELP.model_yes)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Have a model's files removed; without ``--yes``, only say what would go."""

    async def remove(models: "Models") -> tuple[str, str]:
        model = await models.one(run_id)
        if sure:
            await models.delete(run_id)
        return model["name"], model["machine"]["name"]

    say = words.of(language, os.environ)
    name, machine = _of_one(data_dir, run_id, say, remove)
    if not sure:
        refuse(say.model.unsure(name, machine))
    print(say.model.deleted(name, machine))


def facts(model: Mapping[str, Any], say: Words) -> list[tuple[str, str]]:
    """What there is to know of a model, by its name in the language."""
    tell = say.model
    machine = model["machine"]
    told = [
        (tell.columns[0], model["id"]),
        (tell.columns[2], _exam(model, say)),
        (tell.answers, " · ".join(model["labels"]) or tell.free),
        (tell.learned, model["dataset_name"]),
        (tell.machine, f"{machine['name']} ({tell.machines[machine['status']]})"),
        (tell.size, f"{say.numbers.fraction(model['size_bytes'] / _MEGABYTE, 1)} MB"),
        (tell.review, tell.review_below(limit(model["review_threshold"], say))),
        (tell.columns[4], _moment(model["last_used_at"]) or tell.never),
    ]
    if archived := _moment(model["archived_at"]):
        told.append((tell.archived_since, archived))
    if doomed := _moment(model["deletion_requested_at"]):
        told.append((tell.deletion, f"{doomed}: {tell.deletion_waits}"))
    return told


def limit(share: float, say: Words) -> str:
    """A share in a hundred, as exact as a limit is."""
    return say.numbers.fraction(100 * share).rstrip("0").rstrip(say.numbers.decimal)


def _print_table(models: list[dict[str, Any]], say: Words) -> None:
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    identifier, *others = say.model.columns
    folded = (Column(name, overflow="fold") for name in others)
    table = Table(Column(identifier, no_wrap=True), *folded, box=None)
    for model in models:
        machine = model["machine"]
        status = say.model.machines[machine["status"]]
        used = _moment(model["last_used_at"]) or say.model.never
        name = f"{machine['name']} ({status})"
        table.add_row(*map(Text, (model["id"], model["name"], _exam(model, say), name, used)))
    Console().print(table)


def _exam(model: Mapping[str, Any], say: Words) -> str:
    exam = model["exam"]
    if exam is None:
        return say.model.no_exam
    return say.model.exam(str(per_hundred(exam["rate"])), say.numbers.count(exam["examples"]))


def _moment(told: str | None) -> str:
    """In this computer's time, to the minute; empty if there is none."""
    return f"{datetime.fromisoformat(told).astimezone():%Y-%m-%d %H:%M}" if told else ""


def _of_one(
    data_dir: Path, run_id: str, say: Words, work: "Callable[[Models], Awaitable[Answer]]"
) -> Answer:
    """What came of the work on a run's model."""
    try:
        UUID(run_id)
    except ValueError:
        refuse(say.cancellation.not_a_run(run_id))
    return _done(data_dir, say, say.model.refused_one(run_id), work)


def _done(
    data_dir: Path, say: Words, refused: str, work: "Callable[[Models], Awaitable[Answer]]"
) -> Answer:
    async def visit() -> Answer:
        from afina import client
        from afina.trained import Models
        from afina.visit import visiting_stack

        async with (
            visiting_stack(data_dir) as (running, _),
            client.connected(running, say.language) as api,
        ):
            return await work(Models(api))

    with spoken(say.stack), answered(refused, say.train):
        return asyncio.run(visit())
