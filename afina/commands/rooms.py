"""``afina api``, ``afina consumers``: one process each, told by environment."""

import asyncio
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from afina import gate, words
from afina.options import DataDir

if TYPE_CHECKING:
    from pydantic import ValidationError

    from infra.settings import Settings


def api(data_dir: DataDir) -> None:
    """Serve the API and the page until SIGTERM."""
    settings = settings_of("api", data_dir)  # what is wrong with it is told before much is loaded
    from api.server import serve

    gate.wait()
    asyncio.run(serve(settings))


def consumers(data_dir: DataDir) -> None:
    """Project, watch and notify until SIGTERM."""
    told = settings_of("consumers", data_dir)
    from afina.backup import routine
    from afina.embedded.broker import granted_bytes
    from api.sentences import Language, wording
    from consumers.service import serve

    gate.wait()
    limit = told.store_limit_bytes or granted_bytes(told.data_dir, told.nats_url)
    settings = told.model_copy(update={"store_limit_bytes": limit})
    words = partial(wording, language=Language(settings.language))
    asyncio.run(serve(settings, words, routine.of(settings)))


def settings_of(process: str, data_dir: Path, **told: str | Path | None) -> "Settings":
    """The environment's settings under the options given; the process's log is set up too."""
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from infra import logging, tracing
    from infra.process import leave_no_core_dump
    from infra.settings import Settings

    say = words.of(None, os.environ).stack
    given: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
    try:
        settings = Settings(data_dir=data_dir.expanduser().absolute(), **given)
    except ValidationError as error:
        sys.exit("\n".join(say.wrong_setting(*fault) for fault in _faults(error)))
    except SettingsError as error:
        sys.exit(say.wrong_setting("AFINA_…", str(error)))
    logging.configure(settings.log_level, settings.log_format, process, settings.secrets)
    leave_no_core_dump()
    tracing.configure(process)
    return settings


def _faults(error: "ValidationError") -> Iterator[tuple[str, str]]:
    """Each variable that cannot be used, and why; never its value, which may be a password."""
    for fault in error.errors(include_url=False, include_context=False, include_input=False):
        name = str(fault["loc"][0])
        yield name if name.isupper() else f"AFINA_{name.upper()}", fault["msg"]
