"""What can be wrong with a log, its tables and its workers: one code for each rule."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

Figure = Literal[
    "actor",
    "attempt",
    "causation_id",
    "code",
    "dead_letters",
    "detail",
    "epoch",
    "expected",
    "failures",
    "first",
    "last",
    "live",
    "max_retries",
    "position",
    "rebuilt",
    "second",
    "sequence",
    "status",
    "subject",
    "type",
    "version",
    "worker_id",
]
"""What a violation may tell; each has a name in every language."""
Figures = Mapping[Figure, str | int]


class Rule(StrEnum):
    """What always holds; a violation bears the code of the rule that it breaks."""

    CONTIGUOUS = "contiguous"
    """No sequence of the log is missing."""
    READABLE = "readable"
    """Every message is an event, of this version or of a newer one."""
    UNIQUE = "unique"
    """No two events have the same id."""
    IN_PLACE = "in_place"
    """An event lies on the subject that its contents name, worker included."""
    OWN_VOICE = "own_voice"
    """Whoever caused an event is who it says: an attempt's worker, or anybody but one."""
    BEGUN = "begun"
    """A run begins with its request, a dataset with its upload, a worker with its registration."""
    EXPLAINED = "explained"
    """What a worker or the system says of a run answers an event of that run."""
    ENDED_ONCE = "ended_once"
    """A run ends once, and nothing but alerts comes after."""
    ALL_ENDED = "all_ended"
    """Every run has ended; only asked of a log that has come to rest."""
    ATTEMPTS_IN_ORDER = "attempts_in_order"
    """Attempts are numbered from 1 without gaps, and none speaks once the next has started."""
    ATTEMPTS_BOUNDED = "attempts_bounded"
    """No attempt begins once all that may fail have failed."""
    ONE_WORKER = "one_worker"
    """An attempt is told by the worker that started it."""
    EPOCHS_ONCE = "epochs_once"
    """An attempt goes on after the epochs that its worker has told, or starts from the first."""
    ALERTED_ONCE = "alerted_once"
    """An alert is raised once, until it is closed."""
    VERSIONS_IN_ORDER = "versions_in_order"
    """A dataset's versions are numbered without gaps."""
    LOST_IN_TURN = "lost_in_turn"
    """A worker is lost, back and lost again, and revoked at most once."""
    HELD_ONCE = "held_once"
    """No two living workers say that they hold the same attempt."""
    PROJECTED = "projected"
    """The tables have come as far as the log."""
    TABLES_EQUAL = "tables_equal"
    """The tables are what the log makes of them."""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule is broken."""

    rule: Rule
    sequence: int | None = None
    """Of the message that breaks it, if one does."""
    subject: str = ""
    """The run, dataset, worker or table that it is about."""
    figures: Figures | None = None
    """What was expected and what came."""


@dataclass(frozen=True, slots=True)
class OpenRun:
    """A run that has not ended."""

    run_id: UUID
    status: str
    attempt: int
    worker_id: str | None
    last_sequence: int
