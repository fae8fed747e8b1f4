"""The trace of a request and all that follows from it, as W3C Trace Context names it.

It is never stored: an event's trace is its correlation, its span is its id, its parent its cause.
"""

import re
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID, uuid4

HEADER = "traceparent"
SPAN_BYTES = 8
_SAMPLED = 1
_HEADER = re.compile(r"^(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$")


@dataclass(frozen=True, slots=True)
class Span:
    """One step of a trace."""

    trace_id: UUID
    span_id: bytes
    """Eight bytes."""
    sampled: bool = True
    """Whether who began the trace wants it recorded."""

    @property
    def header(self) -> str:
        """As the ``traceparent`` of what follows."""
        return f"00-{self.trace_id.hex}-{self.span_id.hex()}-{int(self.sampled):02x}"


current: ContextVar[Span | None] = ContextVar("current", default=None)
"""The request that is being answered."""


def of(trace_id: UUID, message_id: UUID) -> Span:
    """The step in which the message of that id is written or carried out."""
    return Span(trace_id, message_id.bytes[:SPAN_BYTES])


def begun() -> UUID:
    """The trace of the request that is being answered, else a new one."""
    request = current.get()
    return request.trace_id if request else uuid4()


def parse(header: str) -> Span | None:
    """What a ``traceparent`` names; None where it names nothing."""
    found = _HEADER.match(header.strip())
    if found is None or (found[1] == "00" and found[5]):
        return None
    trace_id, span_id = UUID(found[2]), bytes.fromhex(found[3])
    if not (trace_id.int and any(span_id)):
        return None
    return Span(trace_id, span_id, sampled=bool(int(found[4], 16) & _SAMPLED))
