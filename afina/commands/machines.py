"""``afina worker list``, ``renew`` and ``revoke``: an administrator's view of the machines."""

import os
import sys
from collections.abc import Mapping
from typing import Annotated, Any

from typer import Argument

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse
from afina.request import asked
from afina.words import Words

Which = Annotated[str, Argument(help=HELP.worker_which, show_default=False)]
ID_WIDTH = 12


def show(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print a table of machines; exit code 1 where no stack runs."""
    from rich.console import Console
    from rich.table import Column, Table

    say = words.of(language, os.environ)
    machines = asked(data_dir, say, say.worker.not_shown, lambda api: api.workers())
    identifier, *others = say.worker.columns
    table = Table(Column(identifier, no_wrap=True, min_width=ID_WIDTH), *others, box=None)
    for machine in machines:
        table.add_row(*_row(machine, say))
    Console().print(table)


def renew(which: Which, data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print another key, alone on standard output; the machine's present one opens nothing."""
    say = words.of(language, os.environ)
    worker_id = _found(which, data_dir, say)
    made = asked(data_dir, say, say.worker.not_renewed, lambda api: api.renew_key(worker_id))
    print(say.worker.renewed.format(name=made["name"]), file=sys.stderr)
    print(made["token"], flush=True)
    print(say.worker.how_to_join.format(command=made["join_command"]), file=sys.stderr)


def revoke(which: Which, data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Let a machine work no more; what it trained goes on elsewhere."""
    say = words.of(language, os.environ)
    worker_id = _found(which, data_dir, say)
    asked(data_dir, say, say.worker.not_revoked, lambda api: api.revoke_worker(worker_id))
    print(say.worker.now_revoked.format(worker=worker_id))


def _found(which: str, data_dir: DataDir, say: Words) -> str:
    """The id of the machine of that id, or of that name where one alone has it."""
    machines = asked(data_dir, say, say.worker.not_shown, lambda api: api.workers())
    if which in {machine["id"] for machine in machines}:
        return which
    named = [one["id"] for one in machines if one["name"] == which and one["status"] != "revoked"]
    if not named:
        refuse(say.worker.unknown.format(which=which))
    if len(named) > 1:
        refuse(say.worker.ambiguous.format(which=which, ids=", ".join(named)))
    return named[0]


def _row(machine: Mapping[str, Any], say: Words) -> tuple[str, ...]:
    paused = machine["paused"] and machine["status"] == "online"
    state = say.worker.paused if paused else say.worker.states[machine["status"]]
    training = machine["run_name"] or (say.worker.busy if machine["busy"] else "")
    return machine["id"], machine["name"], machine["pool"], state, training
