"""``afina alerts``: what deserves attention now, or once did."""

import json
import os
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from typer import Option

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.request import asked
from afina.words import Words


def alerts(
    data_dir: DataDir,
    everything: Annotated[bool, Option("--all", help=HELP.alerts_all)] = False,
    as_json: Annotated[bool, Option("--json", help=HELP.json)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Print the alerts of the stack that runs, newest first; exit code 1 where none runs."""
    say = words.of(language, os.environ)
    only_open = not everything
    page = asked(data_dir, say, say.alerts.refused, lambda api: api.alerts(only_open=only_open))
    if as_json:
        print(json.dumps(page["items"], ensure_ascii=False, indent=2))
        return
    if not page["items"]:
        print(say.alerts.none_ever if everything else say.alerts.none_open)
    for alert in page["items"]:
        print(_line(alert, say))
    if older := page["total"] - len(page["items"]):
        print(say.alerts.older.format(count=say.numbers.count(older)))


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
