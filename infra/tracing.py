"""Tells an OpenTelemetry collector how a request went, from the POST to the projection.

Off unless ``OTEL_EXPORTER_OTLP_ENDPOINT`` names a collector; the standard's other variables count
too. Which trace a step belongs to is computed from the events (``schemas.trace``), on or off.
"""

import os
import secrets
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from importlib.util import find_spec
from typing import TYPE_CHECKING
from uuid import uuid4

from infra import clock, logging
from infra.version import code_version
from schemas.trace import SPAN_BYTES, Span

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

    from infra.spans import Recorder

log = logging.get(__name__)

Attributes = dict[str, str | int | float | bool]

QUIET_SECONDS = 300.0
"""Between two complaints about a collector that does not answer; it is tried each few seconds."""
ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class Kind(Enum):
    """Which side of a conversation a step is."""

    INTERNAL = auto()
    SERVER = auto()
    PRODUCER = auto()
    CONSUMER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that was done within a trace."""

    name: str
    span: Span
    parent: Span | None
    began: datetime
    kind: Kind = Kind.INTERNAL
    attributes: Mapping[str, str | int | float | bool] = field(default_factory=Attributes)
    error: str = ""
    """What it failed with, if it did."""


class _Present:
    """The process's recorder; None while nothing is recorded."""

    recorder: "Recorder | None" = None


def configure(process: str, environment: Mapping[str, str] = os.environ) -> None:
    """Record from now on, if the environment names a collector."""
    if not any(environment.get(name) for name in ENDPOINTS):
        return
    if find_spec("opentelemetry.exporter") is None or find_spec("opentelemetry.sdk") is None:
        log.error("traces are not recorded: pip install 'afina[tracing]'")
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415

    logging.sparingly(OTLPSpanExporter.__module__, QUIET_SECONDS)
    record_to(OTLPSpanExporter(), process)


def record_to(exporter: "SpanExporter", process: str) -> None:
    """Record from now on, to ``exporter``."""
    from infra.spans import Recorder  # noqa: PLC0415 - not everybody has the SDK

    _Present.recorder = Recorder(exporter, f"afina-{process}", code_version())


def end() -> None:
    """Send what is left and record no more."""
    if _Present.recorder is not None:
        _Present.recorder.end()
    _Present.recorder = None


def is_recording() -> bool:
    """Whether anybody will see the steps."""
    return _Present.recorder is not None


def first() -> Span:
    """A step that begins a trace."""
    return Span(uuid4(), secrets.token_bytes(SPAN_BYTES))


def beneath(parent: Span) -> Span:
    """A new step below ``parent``, for what has no id of its own."""
    return Span(parent.trace_id, secrets.token_bytes(SPAN_BYTES), parent.sampled)


def record(step: Step) -> None:
    """Tell of a step that is over now."""
    if _Present.recorder is not None:
        _Present.recorder.record(step, clock.now())


@contextmanager
def timed(
    name: str, span: Span, parent: Span | None, kind: Kind = Kind.INTERNAL
) -> Generator[Attributes]:
    """A step that lasts as long as the block, which may add attributes."""
    attributes: Attributes = {}
    began, error = clock.now(), ""
    try:
        yield attributes
    except Exception as failure:
        error = type(failure).__name__
        raise
    finally:
        record(
            Step(
                name=name,
                span=span,
                parent=parent,
                began=began,
                kind=kind,
                attributes=attributes,
                error=error,
            )
        )
