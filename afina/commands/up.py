"""``afina up``: the whole stack, until Ctrl-C or SIGTERM."""

import asyncio
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from afina import backing, certificate, stack, words
from afina import data_dir as folders
from afina.certificate import Certificate
from afina.journal import Journal, journal_path
from afina.options import DEFAULT_PORT, HELP, LOOPBACK, ChosenLanguage, DataDir, Port
from afina.refusals import spoken
from afina.rooms import Site
from afina.stack import Running
from afina.words.catalogue import StackWords

WORKERS_PORT = 8443
OF_THIS_COMPUTER = {LOOPBACK, "localhost", "::1"}


def up(  # noqa: PLR0913 (one parameter for each option)
    data_dir: DataDir,
    host: Annotated[str, typer.Option("--host", help=HELP.host)] = LOOPBACK,
    port: Port = DEFAULT_PORT,
    tls: Annotated[bool, typer.Option("--tls", help=HELP.tls)] = False,
    names: Annotated[list[str] | None, typer.Option("--name", help=HELP.names)] = None,
    workers_port: Annotated[
        int, typer.Option("--workers-port", min=1, max=65535, help=HELP.workers_port)
    ] = WORKERS_PORT,
    workers: Annotated[int, typer.Option("--workers", min=0, help=HELP.workers)] = 1,
    no_browser: Annotated[bool, typer.Option("--no-browser", help=HELP.no_browser)] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help=HELP.quiet)] = False,
    language: ChosenLanguage = None,
) -> None:
    """Start everything and keep it up until a signal."""
    say = words.of(language, os.environ).stack
    folder = folders.make(data_dir)
    with spoken(say), stack.holding(folder):
        site = Site(
            data_dir=folder,
            host=host,
            port=port,
            certificate=_certificate(folder, [*(names or ()), host], wanted=tls),
            workers_port=workers_port,
            names=tuple(names or ()),
        )
        terminal = None if quiet else sys.stderr
        as_json = backing.given("LOG_FORMAT") == "json"
        journal = Journal(journal_path(site.data_dir), terminal, as_json=as_json)
        asyncio.run(_serve(site, workers, journal, say, browse=not no_browser))
    print(say.stopped)


def _certificate(folder: Path, names: list[str], *, wanted: bool) -> Certificate | None:
    """The administrator's where there is one, else one of our own if it is ``wanted``."""
    if given := backing.given("TLS_CERT"):
        key = backing.given("TLS_KEY")
        return certificate.taken_over(folder, Path(given), Path(key) if key else None)
    return certificate.made(folder, names) if wanted else None


async def _serve(
    site: Site, workers: int, journal: Journal, say: StackWords, *, browse: bool
) -> None:
    """Serve until a signal; one that comes while starting ends it just as orderly."""
    from infra.process import stop_on_signals

    stop = stop_on_signals()
    print(say.starting(str(site.data_dir)), flush=True)
    if site.host not in OF_THIS_COMPUTER and site.certificate is None:
        print(say.in_plain_text, flush=True)
    serving = asyncio.create_task(_forever(site, workers, journal, say, browse=browse))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if stop.is_set():
        print(say.stopping, flush=True)
    stopping.cancel()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving


async def _forever(
    site: Site, workers: int, journal: Journal, say: StackWords, *, browse: bool
) -> None:
    from afina import people

    async with stack.running(site, workers, journal) as running:
        page = backing.given("PUBLIC_URL") or running.address
        setup = await people.setup_link(running.backing.database_url, page)
        _welcome(running, say, setup)
        if browse:
            _open_browser(running)
        await asyncio.Event().wait()


def _welcome(running: Running, say: StackWords, setup: str | None) -> None:
    """Only the terminal sees the token and the code; the log file does not."""
    ways_in = [say.sign_in(running.sign_in), *([say.setup(setup)] if setup else [])]
    joining = [say.joining(running.join_command(say.machine_key))] if running.trusted else []
    lines = (say.serving(running.address), *ways_in, *joining, say.how_to_stop)
    print("", *lines, "", sep="\n", flush=True)


def _open_browser(running: Running) -> None:
    """Show the page, where there is a screen to show it on."""
    has_screen = sys.platform in {"darwin", "win32"} or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if has_screen and sys.stdout.isatty():
        import webbrowser

        webbrowser.open(running.sign_in)
