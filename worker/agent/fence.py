"""What it means that others wrote about a run while this worker held it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.bus import Recorded
from schemas.events.run import CancelRequested, RunAbandoned, RunStarted


@dataclass(frozen=True, slots=True)
class Adopt:
    """The run is still this worker's: go on after what the others wrote."""

    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class Replaced:
    """The run is somebody else's, or nobody's: stop, and tell nobody."""


def judge(newer: Sequence[Recorded], attempt: int) -> Adopt | Replaced:
    """Read what was written since attempt ``attempt`` last looked.

    A live run goes on whatever a newer version may have meant: that is not among ``newer``.
    """
    events = [recorded.event for recorded in newer]
    for event in events:
        if isinstance(event, RunAbandoned):
            return Replaced()
        if isinstance(event, RunStarted) and event.attempt != attempt:
            return Replaced()
    asked = any(isinstance(event, CancelRequested) for event in events)
    return Adopt(cancel_requested=asked)
