"""``afina alerts``: what deserves attention now, or once did."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from typer import Option

from afina import stack, words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import answered, spoken
from afina.stack import Running
from afina.words import Words


def alerts(
    data_dir: DataDir,
    everything: Annotated[bool, Option("--all", help=HELP.alerts_all)] = False,
    as_json: Annotated[bool, Option("--json", help=HELP.json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Print the alerts of the stack that runs, newest first; exit code 1 where none runs."""
    say = words.of(language, os.environ)
    folder = data_dir.expanduser().absolute()
    if (running := stack.find(folder)) is None:
        sys.exit(say.stack.none_running(str(folder)))
    with spoken(say.stack), answered(say.alerts.refused, say.train):
        page = asyncio.run(_page(running, say, only_open=not everything))
    if as_json:
        print(json.dumps(page["items"], ensure_ascii=False, indent=2))
        return
    if not page["items"]:
        print(say.alerts.none_ever if everything else say.alerts.none_open)
    for alert in page["items"]:
        print(_line(alert, say))
    if older := page["total"] - len(page["items"]):
        print(say.alerts.older.format(count=say.numbers.count(older)))


async def _page(running: Running, say: Words, *, only_open: bool) -> dict[str, Any]:
    from afina import client

    async with client.connected(running, say.language) as api:
        return await api.alerts(only_open=only_open)


def _line(alert: Mapping[str, Any], say: Words) -> str:
    """When, what it is about, and what to do."""
    raised = _moment(alert["raised_at"])
    if alert["closed_at"] is None:
        when = say.alerts.since.format(raised=raised)
    else:
        when = say.alerts.over.format(raised=raised, closed=_moment(alert["closed_at"]))
    about = alert["run_name"] or alert["run_id"] or alert["worker_id"]
    return f"{when} · {about}: {alert['sentence']}" if about else f"{when} · {alert['sentence']}"


def _moment(told: str) -> str:
    """In this computer's time, to the minute."""
    return f"{datetime.fromisoformat(told).astimezone():%Y-%m-%d %H:%M}"
