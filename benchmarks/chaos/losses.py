"""What a chaos left behind: every promise that the log gave, held against what it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from benchmarks.chaos.scene import Scene
from consumers.diagnosis import examination
from consumers.diagnosis.violation import Rule
from infra.settings import Settings
from schemas import subjects
from schemas.events.run import EpochCompleted, RunCompleted, RunRequested, RunStarted
from schemas.lifecycle import RunStatus
from tests.faults.listener import Listener

DOUBLED = {Rule.UNIQUE, Rule.ENDED_ONCE, Rule.ALERTED_ONCE, Rule.LOST_IN_TURN, Rule.HELD_ONCE}
"""Rules whose breach is an effect that happened twice."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What should all be nothing."""

    lost: list[str]
    doubled: list[str]
    others: list[str]
    """Broken rules that are neither."""
    killed: list[str]
    """Healthy attempts that were ended."""
    runs: dict[str, int]
    """By status."""
    followed: int
    """Runs that a browser heard to their end."""
    events: int


async def counted(scene: Scene) -> Losses:
    """Once everything has settled."""
    settings = Settings(nats_url=scene.site.broker.url, database_url=scene.database.url)
    found = await examination.examine(settings, lambda *_: None, all_ended=True, rebuild=True)
    lost: list[str] = []
    doubled: list[str] = []
    for run_id, (sequence, epochs) in scene.accepted.items():
        lost += await _lost(scene, run_id, sequence, epochs)
    for listener in scene.listeners.values():
        told = await scene.site.log.history(subjects.run(listener.run_id))
        lost += _unheard(listener, {recorded.sequence for recorded in told})
        doubled += _out_of_order(listener)
    broken = [(violation.rule, str(violation)) for violation in found.violations]
    return Losses(
        lost=lost,
        doubled=doubled + [text for rule, text in broken if rule in DOUBLED],
        others=[text for rule, text in broken if rule not in DOUBLED],
        killed=scene.witness.killed,
        runs=found.runs,
        followed=len(scene.listeners),
        events=found.events,
    )


def _unheard(listener: Listener, told: set[int]) -> list[str]:
    return [f"{listener.run_id}: {one} unheard" for one in sorted(told - set(listener.heard))]


def _out_of_order(listener: Listener) -> list[str]:
    """Unless every id came once, and after those that are smaller."""
    in_order = listener.heard == sorted(set(listener.heard))
    return [] if in_order else [f"{listener.run_id}: heard {listener.heard}"]


async def _lost(scene: Scene, run_id: UUID, sequence: int, epochs: int) -> list[str]:
    """What was confirmed of one run and is not in the log."""
    history = await scene.site.log.history(subjects.run(run_id))
    if not history or history[0].sequence != sequence:
        return [f"{run_id}: its request"]
    events = [one.event for one in history]
    if not isinstance(events[0], RunRequested):
        return [f"{run_id}: its request"]
    if not any(isinstance(event, RunCompleted) for event in events):
        ended = scene.status(run_id) in {RunStatus.CANCELLED, RunStatus.FAILED}
        return [] if ended else [f"{run_id}: its end"]
    return [f"{run_id}: epoch {epoch}" for epoch in set(range(1, epochs + 1)) - _told(events)]


def _told(events: Sequence[object]) -> set[int]:
    """The epochs of the model that was completed: of its worker, since it last took the run."""
    told: set[int] = set()
    holder = ""
    for event in events:
        if isinstance(event, RunStarted) and event.worker_id != holder:
            told, holder = set(), event.worker_id
        elif isinstance(event, EpochCompleted):
            told.add(event.metrics.epoch)
    return told
