"""``afina audit list`` and ``afina audit export``: who did what, as the API tells it."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

from typer import Argument, Option

from afina import words
from afina.commands.audit import app
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse
from afina.request import asked

Answer = TypeVar("Answer")

FORMATS = frozenset({"csv", "jsonl"})

WhoseDoing = Annotated[str | None, Option("--actor", help=HELP.audit_actor)]
About = Annotated[str | None, Option("--about", help=HELP.audit_about)]
Group = Annotated[str | None, Option("--group", help=HELP.audit_group)]
Since = Annotated[datetime | None, Option("--since", help=HELP.audit_from)]
Until = Annotated[datetime | None, Option("--until", help=HELP.audit_to)]
Address = Annotated[str | None, Option("--address", help=HELP.audit_address)]


@app.command("list", help=HELP.audit_list)
def show(  # noqa: PLR0913 (one parameter for each option)
    data_dir: DataDir,
    actor: WhoseDoing = None,
    about: About = None,
    group: Group = None,
    since: Since = None,
    until: Until = None,
    address: Address = None,
    before: Annotated[int | None, Option("--before", min=1, help=HELP.audit_before)] = None,
    limit: Annotated[int, Option("--limit", min=1, max=200, help=HELP.audit_limit)] = 50,
    language: ChosenLanguage = None,
) -> None:
    """Print lines, newest first; exit code 1 where no stack runs."""
    say = words.of(language, os.environ)
    query = _query(actor, about, group, since, until, address)
    query |= {"limit": limit} if before is None else {"limit": limit, "before": before}
    page = asked(data_dir, say, say.audit.refused, lambda api: api.audit(query))
    if not page["items"]:
        print(say.audit.nothing)
    for line in page["items"]:
        print(_line(line))
    if page["next_before"] is not None:
        print(say.audit.older(page["next_before"]))


@app.command("export", help=HELP.audit_export)
def export(  # noqa: PLR0913 (one parameter for each option)
    out: Annotated[Path, Argument(help=HELP.audit_out, show_default=False)],
    data_dir: DataDir,
    actor: WhoseDoing = None,
    about: About = None,
    group: Group = None,
    since: Since = None,
    until: Until = None,
    address: Address = None,
    language: ChosenLanguage = None,
) -> None:
    """Write lines, oldest first, into a file that was not there."""
    say = words.of(language, os.environ)
    form = out.suffix.lower().removeprefix(".")
    if form not in FORMATS:
        refuse(say.audit.not_a_format(str(out)))
    if out.exists():
        refuse(say.audit.is_there(str(out)))
    query = _query(actor, about, group, since, until, address) | {"format": form}
    size = asked(data_dir, say, say.audit.refused, lambda api: api.audit_file(query, out))
    print(say.audit.written(say.numbers.count(size), str(out)))


def _query(
    actor: str | None,
    about: str | None,
    group: str | None,
    since: datetime | None,
    until: datetime | None,
    address: str | None,
) -> dict[str, Any]:
    """What was asked for, as the API has it; times are this computer's."""
    entity, _, entity_id = (about or "").partition(":")
    told = {
        "actor": actor,
        "entity": entity or None,
        "entity_id": entity_id or None,
        "group": group,
        "since": None if since is None else since.astimezone().isoformat(),
        "until": None if until is None else until.astimezone().isoformat(),
        "address": address,
    }
    return {name: value for name, value in told.items() if value is not None}


def _line(line: Mapping[str, Any]) -> str:
    """Number, when in this computer's time, from where, and what."""
    at = f"{datetime.fromisoformat(line['at']).astimezone():%Y-%m-%d %H:%M:%S}"
    parts = (str(line["sequence"]), at, line["address"], line["sentence"])
    return " · ".join(part for part in parts if part)
