"""``afina worker``: a computer that trains; how it is registered, and how it joins."""

import asyncio
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from afina import data_dir as folders
from afina import membership, stack, words
from afina.commands.rooms import settings_of
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse, spoken
from afina.rooms import EXIT_NOT_ADMITTED
from afina.usage import Commands
from afina.words.workers import WorkerWords

if TYPE_CHECKING:
    from afina.joining import Invitation
    from infra.settings import Settings

app = Commands()
UNIT = """[Unit]
Description=Afina worker
After=network-online.target

[Service]
ExecStart={python} -m afina worker --data-dir {data_dir}
Restart=always
RestartSec=5
RestartPreventExitStatus={final}
KillSignal=SIGTERM
TimeoutStopSec=60

[Install]
WantedBy=default.target
"""


@app.callback(invoke_without_command=True, help=HELP.worker)
def worker(  # noqa: PLR0913 (one parameter for each option)
    context: typer.Context,
    data_dir: DataDir,
    worker_id: Annotated[str | None, typer.Option("--id", help=HELP.worker_id)] = None,
    name: Annotated[str | None, typer.Option("--name", help=HELP.worker_name)] = None,
    pool: Annotated[str | None, typer.Option("--pool", help=HELP.pool)] = None,
    models_dir: Annotated[Path | None, typer.Option("--models-dir", help=HELP.models_dir)] = None,
    api_url: Annotated[str | None, typer.Option("--api-url", help=HELP.api_url)] = None,
) -> None:
    """Train what the queue offers until SIGTERM: as the computer joined, or as it is told."""
    if context.invoked_subcommand is not None:
        return
    joined = membership.kept(data_dir.expanduser().absolute())
    told = joined.settings() if joined and "AFINA_WORKER_TOKEN" not in os.environ else {}
    given = {"worker_id": worker_id, "worker_name": name, "pool": pool, "api_url": api_url}
    _work(settings_of("worker", data_dir, **told | _named(given), models_dir=models_dir))


def _named(given: dict[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value is not None}


@app.command("join", help=HELP.worker_join)
def join(  # noqa: PLR0913 (one parameter for each option)
    url: Annotated[str, typer.Argument(help=HELP.join_url)],
    token: Annotated[str, typer.Argument(help=HELP.join_token)],
    data_dir: DataDir,
    authority: Annotated[
        Path | None, typer.Option("--ca", exists=True, help=HELP.authority)
    ] = None,
    fingerprint: Annotated[
        str | None, typer.Option("--fingerprint", metavar="SHA256", help=HELP.fingerprint)
    ] = None,
    service: Annotated[bool, typer.Option("--service", help=HELP.service)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Set this computer up as a worker, then work until Ctrl-C."""
    from afina.joining import Invitation

    say = words.of(language, os.environ).worker
    folder = folders.make(data_dir)
    joined = asyncio.run(_join(Invitation(url, token, authority, fingerprint), folder, say))
    if service:
        print(_install(folder, say))
        return
    print(say.working, flush=True)
    _work(settings_of("worker", folder, **joined.settings()))


async def _join(invitation: "Invitation", folder: Path, say: WorkerWords) -> membership.Membership:
    from afina import joining

    if urlsplit(invitation.url).scheme == "http" and not _is_here(invitation.url):
        print(say.readable)
    print(say.asking.format(url=invitation.url), flush=True)
    try:
        if invitation.fingerprint is not None:
            certificate = await joining.introduced(invitation)
            authority = membership.keep_authority(folder, certificate)
            invitation = replace(invitation, authority=authority)
        joined = await joining.accepted(invitation)
        print(say.welcome.format(name=joined.name, pool=joined.pool))
        print(say.trying_broker.format(url=joined.nats_url), flush=True)
        await joining.try_broker(joined)
    except joining.JoinError as error:
        refuse(getattr(say, error.obstacle.name.lower()).format(**error.told))
    print(say.kept.format(path=membership.keep(folder, joined)))
    return joined


def _is_here(url: str) -> bool:
    return urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}


def _install(folder: Path, say: WorkerWords) -> str:
    """Write a unit for the person's own systemd, where there is one; what to do next."""
    if shutil.which("systemctl") is None:
        return say.no_systemd
    home = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    unit = home / "systemd" / "user" / "afina-worker.service"
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text(UNIT.format(python=sys.executable, data_dir=folder, final=EXIT_NOT_ADMITTED))
    return say.service_written.format(path=unit)


@app.command("register", help=HELP.worker_register)
def register(
    name: Annotated[str, typer.Argument(help=HELP.worker_name)],
    data_dir: DataDir,
    pool: Annotated[str, typer.Option("--pool", help=HELP.pool)] = "default",
    language: ChosenLanguage = None,
) -> None:
    """Admit a computer; its token is alone on standard output."""
    say = words.of(language, os.environ)
    with spoken(say.stack):
        token = asyncio.run(_register(data_dir, name, pool))
    print(say.worker.registered.format(name=name, pool=pool), file=sys.stderr)
    print(token, flush=True)
    running = stack.find(data_dir.expanduser().absolute())
    command = running.join_command(token) if running and running.trusted else say.worker.join_form
    print(say.worker.how_to_join.format(command=command), file=sys.stderr)


async def _register(data_dir: Path, name: str, pool: str) -> str:
    from afina import backing, enrolment, tokens
    from afina.tokens import Grant, TokenKind
    from afina.visit import visiting
    from api.commands.workers import id_for
    from infra import clock

    async with visiting(data_dir) as base:
        worker_id = id_for(name)
        await backing.provision(base.nats_url, pool)
        await enrolment.enrolled(base.nats_url, [worker_id], name, pool)
        async with tokens.opened(base.database_url) as table:
            return await table.create(Grant(TokenKind.WORKER, worker_id, name), clock.now())


def _work(settings: "Settings") -> None:
    """Train until a signal, or until this worker may not any more."""
    from worker.agent.registration import NotAdmittedError
    from worker.agent.service import serve

    try:
        asyncio.run(serve(settings))
    except NotAdmittedError as error:
        print(words.of(None, os.environ).stack.not_admitted(error.worker_id), file=sys.stderr)
        sys.exit(EXIT_NOT_ADMITTED)
