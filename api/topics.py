"""What a stream can be about, as a client names it and as an event is matched with it. Pure.

Whose things a topic covers is settled when it is bound to an owner: two people who follow ``runs``
follow different keys.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class TopicKind(StrEnum):
    """The kinds, by the names that clients use."""

    RUN = "run"
    """One run's events and progress."""
    LOGS = "logs"
    """One run's log lines."""
    RUNS = "runs"
    """That something happened to one of the owner's runs."""
    QUEUE = "queue"
    """How many runs wait, and where the owner's stand."""
    WORKERS = "workers"
    """Workers that come and go, and how they fare."""
    ALERTS = "alerts"
    """What deserves attention about the owner's runs."""
    DATASETS = "datasets"
    """That something happened to one of the owner's datasets."""
    CLASSIFICATIONS = "classifications"
    """That something happened to one of the owner's classified sheets, and how far they are."""


OF_ONE_RUN = frozenset({TopicKind.RUN, TopicKind.LOGS})
OF_EVERYBODY = frozenset({TopicKind.QUEUE, TopicKind.WORKERS})
TOLD_BY_EVENTS = frozenset(TopicKind) - {TopicKind.LOGS, TopicKind.QUEUE}
WHOLE = frozenset({TopicKind.RUN, TopicKind.ALERTS, TopicKind.WORKERS})
"""Those whose messages hold the whole event; the others only say which one it was."""
ALERT_TYPES = ("run.alert_raised.v1", "run.alert_closed.v1")

Key = tuple[TopicKind, UUID | str]
"""A topic bound to what it is about: a run, an owner, or nothing (empty) where all see the same."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that a client follows."""

    kind: TopicKind
    run_id: UUID | None = None
    """Of the kinds that are about one run."""

    def __str__(self) -> str:
        return self.kind if self.run_id is None else f"{self.kind}:{self.run_id}"

    def key(self, owner_id: str) -> Key:
        """What it is about when ``owner_id`` asks."""
        if self.run_id is not None:
            return (self.kind, self.run_id)
        return (self.kind, "" if self.kind in OF_EVERYBODY else owner_id)


def parse(stated: str) -> Topic | None:
    """The topic that ``stated`` names: ``runs``, ``run:<id>``; None if there is no such topic."""
    name, colon, run_id = stated.strip().partition(":")
    try:
        kind = TopicKind(name)
        topic = Topic(kind, UUID(run_id) if colon else None)
    except ValueError:
        return None
    return topic if (topic.run_id is not None) == (kind in OF_ONE_RUN) else None


def keys_of(entity: str, entity_id: str, owner_id: str | None, event_type: str) -> tuple[Key, ...]:
    """What an event is about, under every kind of topic that tells it."""
    owner = owner_id or ""
    match entity:
        case "run":
            of_run: tuple[Key, ...] = ((TopicKind.RUN, UUID(entity_id)), (TopicKind.RUNS, owner))
            return (*of_run, (TopicKind.ALERTS, owner)) if event_type in ALERT_TYPES else of_run
        case "dataset":
            return ((TopicKind.DATASETS, owner),)
        case "classification":
            return ((TopicKind.CLASSIFICATIONS, owner),)
        case "worker":
            return ((TopicKind.WORKERS, ""),)
        case _:
            return ()
