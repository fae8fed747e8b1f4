"""What a client may name, and whom an event concerns."""

from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.topics import ALERT_TYPES, OF_ONE_RUN, Topic, TopicKind, keys_of, parse
from schemas.events.run import AlertClosed, AlertRaised
from tests.schemas.examples import RUN

runs = st.uuids()
topics = st.sampled_from(list(TopicKind)).flatmap(
    lambda kind: st.builds(Topic, st.just(kind), runs if kind in OF_ONE_RUN else st.none())
)


@given(topics)
def test_a_topic_is_read_as_it_is_written(topic: Topic):
    """So that a client may send back what a message names."""
    assert parse(str(topic)) == topic


@pytest.mark.parametrize(
    "stated", ["", "run", "run:", "run:1", "runs:", f"runs:{RUN}", "everything", f"worker:{RUN}"]
)
def test_what_is_no_topic_is_none(stated: str):
    """Half a topic neither."""
    assert parse(stated) is None


@given(st.text())
def test_no_text_breaks_the_reading(stated: str):
    """Whatever a client sends."""
    topic = parse(stated)
    assert topic is None or isinstance(topic.kind, TopicKind)


@given(st.sampled_from([kind for kind in TopicKind if kind not in OF_ONE_RUN]))
def test_owners_follow_their_own(kind: TopicKind):
    """Only the queue and the workers are the same for everybody."""
    same = Topic(kind).key("maria") == Topic(kind).key("josé")
    assert same == (kind in {TopicKind.QUEUE, TopicKind.WORKERS})


def test_an_event_concerns_its_run_and_its_owner():
    """An alert also those who only follow alerts; a worker everybody; what is unknown nobody."""
    run, of_owner = (TopicKind.RUN, RUN), (TopicKind.RUNS, "maria")
    alert = (TopicKind.ALERTS, "maria")
    assert keys_of("run", str(RUN), "maria", "run.started.v1") == (run, of_owner)
    for event_type in ALERT_TYPES:
        assert keys_of("run", str(RUN), "maria", event_type) == (run, of_owner, alert)
    assert keys_of("dataset", str(UUID(int=1)), "maria", "dataset.deleted.v1") == (
        (TopicKind.DATASETS, "maria"),
    )
    assert keys_of("classification", str(UUID(int=2)), "maria", "classification.failed.v1") == (
        (TopicKind.CLASSIFICATIONS, "maria"),
    )
    assert keys_of("worker", "gpu-1", None, "worker.lost.v1") == ((TopicKind.WORKERS, ""),)
    assert keys_of("planet", "mars", None, "planet.found.v1") == ()


def test_alerts_are_called_as_their_events_are():
    """The types are written once more here, for SQL."""
    for event in (AlertRaised, AlertClosed):
        [event_type] = get_args(event.model_fields["type"].annotation)
        assert event_type in ALERT_TYPES
