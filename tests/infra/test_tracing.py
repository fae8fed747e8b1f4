from collections.abc import Iterator
from uuid import uuid4

import pytest
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from structlog.testing import capture_logs

from infra import clock, tracing
from infra.bus import ConflictError, EventLog
from infra.tracing import Step
from schemas.base import answering
from schemas.trace import Span
from tests.infra.collector import Collector, collecting
from tests.schemas.examples import run_requested, run_started, worker_registered


@pytest.fixture
def collector() -> Iterator[Collector]:
    """A real collector that hears this process."""
    with collecting() as collector:
        endpoint = f"{collector.address}/v1/traces"
        tracing.record_to(OTLPSpanExporter(endpoint=endpoint), "tests")
        yield collector
        tracing.end()


async def test_an_append_is_a_step_below_the_one_that_it_answers(
    collector: Collector, log: EventLog
):
    request = run_requested()
    started = run_started(run_id=request.run_id, **answering(request))
    sequence = await log.append(request, expected=0)
    await log.append(started, expected=sequence)
    tracing.end()

    asked, begun = collector.of(request.correlation_id.hex)
    assert (asked.name, begun.name) == ("append run.requested.v1", "append run.started.v1")
    assert asked.parent_id == request.causation_id.bytes[:8].hex()
    assert begun.parent_id == asked.span_id == request.event_id.bytes[:8].hex()
    assert asked.attributes == {"event_type": "run.requested.v1", "sequence": sequence}
    assert asked.service == "afina-tests"


async def test_an_event_that_was_not_written_is_no_step(collector: Collector, log: EventLog):
    await log.append(run_requested(), expected=0)
    with pytest.raises(ConflictError):
        await log.append(run_requested(), expected=0)
    tracing.end()
    assert len(collector.spans) == 1


async def test_what_begins_a_chain_has_no_parent(collector: Collector, log: EventLog):
    beginning = uuid4()
    lineage = {"event_id": beginning, "correlation_id": beginning, "causation_id": beginning}
    await log.append(worker_registered(**lineage), expected=0)
    tracing.end()
    assert [span.parent_id for span in collector.spans] == [""]


def test_a_step_that_fails_says_so(collector: Collector):
    with pytest.raises(ZeroDivisionError), tracing.timed("divide", tracing.first(), None):
        raise ZeroDivisionError
    tracing.end()
    assert [span.error for span in collector.spans] == ["ZeroDivisionError"]


def test_who_begins_a_trace_decides_whether_it_is_recorded(collector: Collector):
    unwanted = Span(uuid4(), b"12345678", sampled=False)
    step = Step(name="x", span=tracing.beneath(unwanted), parent=unwanted, began=clock.now())
    tracing.record(step)
    tracing.end()
    assert collector.spans == []


def test_nothing_is_recorded_unless_a_collector_is_named():
    tracing.configure("api", {"OTEL_SERVICE_NAME": "other"})
    assert not tracing.is_recording()


def test_without_the_extra_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tracing, "find_spec", lambda _: None)
    with capture_logs() as said:
        tracing.configure("api", {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"})
    assert "pip install 'afina[tracing]'" in said[0]["event"]
    assert not tracing.is_recording()
