"""One line per fact on standard error: for people, or as JSON for programs that collect it.

A field has one name everywhere: ``run_id``, ``dataset_id``, ``worker_id``, ``attempt``,
``event_id``, ``event_type``, ``sequence``, ``trace_id``, ``projection``, ``error``.
"""

import logging
import sys
from collections.abc import Collection
from contextlib import AbstractContextManager
from enum import StrEnum
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars, bound_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from infra.secrecy import Secrecy
from schemas.base import Event, event_type

_SUBJECTS = ("run_id", "dataset_id", "worker_id", "attempt")
"""What an event may be about."""


class LogFormat(StrEnum):
    """For whom a line is written."""

    TEXT = "text"
    JSON = "json"


class _Discreet(structlog.stdlib.ProcessorFormatter):
    """Lets no secret out, whoever wrote the line."""

    def __init__(self, secrecy: Secrecy, **shape: Any) -> None:
        super().__init__(**shape)
        self._secrecy = secrecy

    def format(self, record: logging.LogRecord) -> str:
        """The line, as it may be read."""
        return self._secrecy.hide(super().format(record))


def configure(
    level: str,
    format: LogFormat = LogFormat.TEXT,
    process: str = "",
    secrets: Collection[str] = (),
) -> None:
    """Send our log and the libraries' to standard error, in one shape and without secrets.

    ``process`` is named in every line of JSON: there the lines of all processes come together.
    """
    secrecy = Secrecy.about(secrets)
    secrecy.guard_last_words()
    for_programs = format is LogFormat.JSON
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(
            fmt="iso" if for_programs else "%H:%M:%S", utc=for_programs
        ),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    rendering = _json(process) if for_programs else [_text()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        _Discreet(
            secrecy,
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for chatty in ("httpx", "httpcore", "alembic", "faststream", "nats", "urllib3"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def sparingly(name: str, seconds: float) -> None:
    """Of a library's logger at most one line in ``seconds``: the others would say the same."""
    logging.getLogger(name).addFilter(_Sparing(seconds))


class _Sparing(logging.Filter):
    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._next = 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        if record.created < self._next:
            return False
        self._next = record.created + self._seconds
        return True


def _text() -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        pad_event_to=0,
        # The prettier one shows the values of variables: tokens and people's texts.
        exception_formatter=structlog.dev.plain_traceback,
    )


def _json(process: str) -> list[Processor]:
    def name(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
        return {**fields, "process": process}

    return [
        structlog.processors.format_exc_info,
        structlog.processors.EventRenamer("message"),
        name,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def get(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module."""
    return structlog.stdlib.get_logger(name)


def about(event: Event, **more: Any) -> AbstractContextManager[None]:
    """Until the block ends, every line says which event it is about, and of which request."""
    subjects = {name: getattr(event, name) for name in _SUBJECTS if hasattr(event, name)}
    return bound(
        event_id=event.event_id,
        event_type=event_type(event),
        trace_id=event.correlation_id.hex,
        **subjects,
        **more,
    )


def bound(**fields: Any) -> AbstractContextManager[None]:
    """Until the block ends, every line has ``fields``, also those of tasks begun in it."""
    return bound_contextvars(**_plain(fields))


def bind(**fields: Any) -> None:
    """From now on every line of this task has ``fields``."""
    bind_contextvars(**_plain(fields))


def _plain(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in fields.items()}
