"""``afina api``, ``afina consumers``, ``afina worker``: one process each, told by environment."""

import asyncio
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afina import gate, words
from afina.options import HELP, DataDir

if TYPE_CHECKING:
    from pydantic import ValidationError

    from infra.settings import Settings


def api(data_dir: DataDir) -> None:
    """Serve the API and the page until SIGTERM."""
    from api.server import serve

    gate.wait()
    asyncio.run(serve(_settings("api", data_dir)))


def consumers(data_dir: DataDir) -> None:
    """Project, watch and notify until SIGTERM."""
    from afina.backup import routine
    from afina.embedded.broker import granted_bytes
    from api.sentences import Language, wording
    from consumers.service import serve

    gate.wait()
    told = _settings("consumers", data_dir)
    limit = told.store_limit_bytes or granted_bytes(told.data_dir, told.nats_url)
    settings = told.model_copy(update={"store_limit_bytes": limit})
    words = partial(wording, language=Language(settings.language))
    asyncio.run(serve(settings, words, routine.of(settings)))


def worker(
    data_dir: DataDir,
    worker_id: Annotated[str | None, typer.Option("--id", help=HELP.worker_id)] = None,
    name: Annotated[str | None, typer.Option("--name", help=HELP.worker_name)] = None,
    pool: Annotated[str | None, typer.Option("--pool", help=HELP.pool)] = None,
    models_dir: Annotated[Path | None, typer.Option("--models-dir", help=HELP.models_dir)] = None,
    api_url: Annotated[str | None, typer.Option("--api-url", help=HELP.api_url)] = None,
) -> None:
    """Train what the queue offers until SIGTERM."""
    from worker.agent.service import serve

    settings = _settings(
        "worker",
        data_dir,
        worker_id=worker_id,
        worker_name=name,
        pool=pool,
        models_dir=models_dir,
        api_url=api_url,
    )
    asyncio.run(serve(settings))


def _settings(process: str, data_dir: Path, **told: str | Path | None) -> "Settings":
    """The environment's settings under the options given; the process's log is set up too."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from infra import logging, tracing
    from infra.settings import Settings

    say = words.of(None, os.environ).stack
    given: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    try:
        settings = Settings(data_dir=data_dir.expanduser().absolute(), **given)
    except ValidationError as error:
        sys.exit("\n".join(say.wrong_setting(*fault) for fault in _faults(error)))
    except SettingsError as error:
        sys.exit(say.wrong_setting("AFINA_…", str(error)))
    logging.configure(settings.log_level, settings.log_format, process)
    tracing.configure(process)
    return settings


def _faults(error: "ValidationError") -> Iterator[tuple[str, str]]:
    """Each variable that cannot be used, and why; never its value, which may be a password."""
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(fault["loc"][0])
        yield name if name.isupper() else f"AFINA_{name.upper()}", fault["msg"]
