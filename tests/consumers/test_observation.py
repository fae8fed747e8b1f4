from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client import REGISTRY

from consumers import observation
from consumers.feed import Delivered
from consumers.observation import FRESH, MOST_TRACED
from schemas.events import catalogue
from tests.schemas.examples import run_requested

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def message(sequence: int, age: timedelta) -> Delivered:
    return Delivered(sequence, "training.run.x.requested.default", NOW - age, b"{}")


def test_of_what_has_just_happened_the_newest_are_traced():
    batch = [message(sequence, timedelta(seconds=1)) for sequence in range(1, 1001)]
    assert observation.fresh(batch, NOW) == batch[-MOST_TRACED:]


def test_a_rebuild_traces_nothing():
    assert observation.fresh([message(1, FRESH), message(2, FRESH * 2)], NOW) == []


def counted(suffix: str) -> float:
    name = f"afina_projection_batch_messages_{suffix}"
    return REGISTRY.get_sample_value(name, {"projection": "of this test"}) or 0.0


def test_only_what_was_written_counts():
    batch = [message(1, FRESH), message(2, FRESH)]

    with observation.projecting("of this test", batch):
        pass
    with pytest.raises(ZeroDivisionError), observation.projecting("of this test", batch):
        raise ZeroDivisionError

    assert (counted("count"), counted("sum")) == (1, 2)


def test_a_line_about_a_message_names_its_event_and_its_request():
    event = run_requested()
    headers = "".join(f"{name}: {value}\r\n" for name, value in catalogue.headers(event).items())
    told = Delivered(1, "s", NOW, b"{}", b"NATS/1.0\r\n" + headers.encode() + b"\r\n")

    assert observation.named(told) == {
        "event_id": str(event.event_id),
        "trace_id": event.correlation_id.hex,
    }
    assert observation.named(message(1, FRESH)) == {}
