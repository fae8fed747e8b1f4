"""What the workers' heartbeats say of who trains what. Pure."""

from collections.abc import Iterator, Sequence

from consumers.diagnosis.violation import Figures, Rule, Violation
from schemas.telemetry import Heartbeat


def judge(heartbeats: Sequence[Heartbeat]) -> Iterator[Violation]:
    """Attempts that two living workers hold at once; a replaced one names its older attempt."""
    holders: dict[tuple[str, int], str] = {}
    for heartbeat in heartbeats:
        if heartbeat.run_id is None or heartbeat.attempt is None:
            continue
        held = (str(heartbeat.run_id), heartbeat.attempt)
        first = holders.setdefault(held, heartbeat.worker_id)
        if first != heartbeat.worker_id:
            figures: Figures = {"attempt": held[1], "first": first, "second": heartbeat.worker_id}
            yield Violation(Rule.HELD_ONCE, None, held[0], figures)
