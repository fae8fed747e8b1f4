"""The spans of OpenTelemetry's SDK, with ids that we choose; loaded only where it is wanted."""

from datetime import datetime

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import IdGenerator
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
)

from infra.tracing import Kind, Step
from schemas.trace import Span

_KINDS = {
    Kind.INTERNAL: SpanKind.INTERNAL,
    Kind.SERVER: SpanKind.SERVER,
    Kind.PRODUCER: SpanKind.PRODUCER,
    Kind.CONSUMER: SpanKind.CONSUMER,
}
_MICROSECONDS, _NANOSECONDS = 1_000_000, 1_000
"""In a second, in a microsecond."""


class _Chosen(IdGenerator):
    """Hands out the ids of the span that is about to be made."""

    span: Span

    def generate_span_id(self) -> int:
        return int.from_bytes(self.span.span_id)

    def generate_trace_id(self) -> int:
        return self.span.trace_id.int


class Recorder:
    """Sends spans in batches, from a thread of its own; what a collector does not take is lost."""

    def __init__(self, exporter: SpanExporter, service: str, version: str) -> None:
        self._ids = _Chosen()
        resource = Resource.create({"service.name": service, "service.version": version})
        self._provider = TracerProvider(id_generator=self._ids, resource=resource)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("afina", version)

    def record(self, step: Step, ended: datetime) -> None:
        """One span; what begins a chain answers itself, and has no parent."""
        above = step.parent if step.parent != step.span else None
        self._ids.span = step.span
        recorded = self._tracer.start_span(
            step.name,
            _below(above) if above else None,
            _KINDS[step.kind],
            step.attributes,
            start_time=_nanoseconds(step.began),
        )
        if step.error:
            recorded.set_status(Status(StatusCode.ERROR, step.error))
        recorded.end(_nanoseconds(ended))

    def end(self) -> None:
        """Send what is left."""
        self._provider.shutdown()


def _below(parent: Span) -> Context:
    return trace.set_span_in_context(NonRecordingSpan(_context(parent)))


def _context(span: Span) -> SpanContext:
    return SpanContext(
        trace_id=span.trace_id.int,
        span_id=int.from_bytes(span.span_id),
        is_remote=True,
        trace_flags=TraceFlags(TraceFlags.SAMPLED if span.sampled else TraceFlags.DEFAULT),
    )


def _nanoseconds(moment: datetime) -> int:
    return int(moment.timestamp() * _MICROSECONDS) * _NANOSECONDS
