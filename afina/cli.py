"""The command line: which commands there are. Each loads what it needs when it is run."""

from typing import Annotated

import typer

from afina.commands import (
    alerts,
    backup,
    cancel,
    classify,
    data,
    demo,
    diagnosis,
    doctor,
    events,
    export,
    fit,
    limits,
    machines,
    model,
    prepare,
    replay,
    reproduce,
    restore,
    retention,
    retry,
    rooms,
    secrets,
    stop,
    token,
    trail,
    train,
    up,
    user,
    worker,
)
from afina.knobs import Knobs
from afina.options import HELP
from afina.usage import Commands

app = Commands(
    name="afina",
    help=HELP.afina,
    epilog=HELP.beginning,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _version(asked: bool) -> None:
    if asked:
        from infra.version import code_version

        print(code_version())
        raise typer.Exit


@app.callback()
def afina(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=HELP.version)
    ] = False,
) -> None:
    """Common to all commands; the help text comes from the catalogue."""


app.command("up", help=HELP.up)(up.up)
app.command("stop", help=HELP.stop)(stop.stop)
app.command("train", help=HELP.train)(train.train)
app.command("reproduce", help=HELP.reproduce)(reproduce.reproduce)
app.command("retry", help=HELP.retry)(retry.retry)
app.command("cancel", help=HELP.cancel)(cancel.cancel)
app.command("alerts", help=HELP.alerts)(alerts.alerts)
app.add_typer(trail.app, name="audit", help=HELP.audit)
app.command("fit", cls=Knobs, help=HELP.fit)(fit.fit)
app.command("export", help=HELP.export)(export.export)
app.command("demo", help=HELP.demo)(demo.demo)
app.add_typer(data.app, name="data", help=HELP.data)
app.command("classify", help=HELP.classify)(classify.classify)
app.add_typer(model.app, name="model", help=HELP.model)
app.command("replay", help=HELP.replay)(replay.replay)
app.add_typer(retention.app, name="retention", help=HELP.retention)
app.add_typer(events.app, name="events", help=HELP.events)
doctor.app.command("log", help=HELP.doctor_log)(diagnosis.log)
app.command("backup", help=HELP.backup)(backup.backup)
app.command("restore", help=HELP.restore)(restore.restore)
app.add_typer(doctor.app, name="doctor", help=HELP.doctor)
app.add_typer(token.app, name="token", help=HELP.token)
app.add_typer(user.app, name="user", help=HELP.user)
app.command("prepare", help=HELP.prepare)(prepare.prepare)
app.command("secrets", help=HELP.secrets)(secrets.show)
app.command("api", help=HELP.api)(rooms.api)
app.command("consumers", help=HELP.consumers)(rooms.consumers)
app.add_typer(limits.app, name="limits", help=HELP.limits)
worker.app.command("list", help=HELP.worker_list)(machines.show)
worker.app.command("renew", help=HELP.worker_renew)(machines.renew)
worker.app.command("revoke", help=HELP.worker_revoke)(machines.revoke)
app.add_typer(worker.app, name="worker")
