from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import trace
from schemas.base import Actor, ActorKind, answering
from schemas.commands.run import CancelRun
from schemas.events import catalogue
from schemas.trace import Span
from tests.schemas.examples import epoch_completed, run_requested

SPAN_IDS = st.binary(min_size=8, max_size=8).filter(any)
TRACE_IDS = st.uuids().filter(lambda value: value.int != 0)
MARIA = Actor(kind=ActorKind.USER, id="maria")


@given(TRACE_IDS, SPAN_IDS, st.booleans())
def test_a_header_names_its_span_again(trace_id: UUID, span_id: bytes, sampled: bool):
    span = Span(trace_id, span_id, sampled=sampled)
    assert trace.parse(span.header) == span


@pytest.mark.parametrize(
    "header",
    [
        "",
        "nonsense",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
    ],
)
def test_what_the_standard_calls_invalid_names_nothing(header: str):
    assert trace.parse(header) is None


def test_a_later_version_of_the_standard_is_read_as_far_as_it_is_known():
    later = trace.parse("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-09-more")
    assert later == Span(
        UUID("4bf92f3577b34da6a3ce929d0e0e4736"), bytes.fromhex("00f067aa0ba902b7"), sampled=True
    )


def test_an_events_trace_follows_from_its_lineage_alone():
    """So it need not be stored, and is the same wherever it is computed."""
    request = run_requested()
    answer = epoch_completed(1).model_copy(update=answering(request))

    assert answer.cause == request.span
    assert answer.span.trace_id == request.correlation_id
    assert trace.parse(catalogue.headers(answer)[trace.HEADER]) == answer.span


def test_a_command_belongs_to_the_request_in_which_it_is_made():
    span = Span(uuid4(), b"12345678")

    token = trace.current.set(span)
    within = CancelRun(run_id=uuid4(), actor=MARIA)
    trace.current.reset(token)
    without = CancelRun(run_id=uuid4(), actor=MARIA)

    assert within.correlation_id == span.trace_id
    assert without.correlation_id != span.trace_id
