"""What a batch's projection tells metrics and traces.

Traced is only what has just happened, and little of a large batch: building the read model again
tells nobody about events of last year.
"""

import re
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter

from consumers import metrics
from consumers.feed import Delivered
from infra import clock, tracing
from infra.tracing import Kind, Step
from schemas import trace

FRESH = timedelta(minutes=1)
MOST_TRACED = 50
"""Steps told of one batch."""
_TRACE = re.compile(rb"\r\n%b: ([^\r]+)\r\n" % trace.HEADER.encode())
_ID = re.compile(rb"\r\nce-id: ([^\r]+)\r\n")
_TYPE = re.compile(rb"\r\nce-type: afina\.([^\r]+)\r\n")


@contextmanager
def projecting(projection: str, batch: Sequence[Delivered]) -> Generator[None]:
    """Count, time and trace the projection of ``batch`` in the block, unless it fails."""
    began, started = clock.now(), perf_counter()
    yield
    metrics.BATCH_SECONDS.labels(projection).observe(perf_counter() - started)
    metrics.BATCH_MESSAGES.labels(projection).observe(len(batch))
    metrics.PROJECTED.labels(projection).inc(len(batch))
    if tracing.is_recording():
        for message in fresh(batch, began):
            _record(projection, message, began)


def fresh(batch: Sequence[Delivered], now: datetime) -> list[Delivered]:
    """Those of ``batch`` that are worth a trace: the newest ones, if they are new."""
    return [message for message in batch[-MOST_TRACED:] if now - message.stored_at < FRESH]


def named(message: Delivered) -> dict[str, str]:
    """Which event and which request a line of the log about ``message`` is about."""
    found, event_id = _TRACE.search(message.headers), _ID.search(message.headers)
    span = trace.parse(found[1].decode()) if found else None
    names = {"event_id": event_id[1].decode()} if event_id else {}
    return names | ({"trace_id": span.trace_id.hex} if span else {})


def _record(projection: str, message: Delivered, began: datetime) -> None:
    found, kind = _TRACE.search(message.headers), _TYPE.search(message.headers)
    if found is None or (event := trace.parse(found[1].decode())) is None:
        return
    name = kind[1].decode() if kind else "?"
    tracing.record(
        Step(
            name=f"project {name}",
            span=tracing.beneath(event),
            parent=event,
            began=began,
            kind=Kind.CONSUMER,
            attributes={
                "event_type": name,
                "sequence": message.sequence,
                "projection": projection,
            },
        )
    )
