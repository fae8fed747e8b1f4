"""Runs that have not ended, as the read model names them and as the log tells of them."""

from collections.abc import Iterable, Sequence
from itertools import dropwhile
from typing import Any

from sqlalchemy import Select, Text, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from consumers.projections.runs import state_of
from consumers.watchdog.silence import Mark, Sight
from infra.bus import Recorded
from schemas import tables
from schemas.events.run import (
    AlertClosed,
    AlertRaised,
    RunEvent,
    RunRequested,
    RunStarted,
    TrainingMeasured,
    run_events,
)
from schemas.forecast import Forecast
from schemas.lifecycle import RunStatus, fold


def not_ended() -> Select[*tuple[Any, ...]]:
    """Runs that are trained, the first that each owner has waiting in a pool, and alerted ones.

    Every owner hears of a pool without workers, and hears it once, however many runs wait there.
    """
    runs, attempts = tables.runs, tables.attempts
    opened = _open_codes()
    latest = and_(attempts.c.run_id == runs.c.run_id, attempts.c.attempt == runs.c.attempt)
    waiting = runs.c.status == RunStatus.QUEUED.value
    first = select(func.min(runs.c.requested_sequence)).where(waiting)
    first = first.group_by(runs.c.pool, runs.c.owner_id)
    watched = or_(
        runs.c.status == RunStatus.RUNNING.value,
        and_(waiting, or_(opened.c.codes.isnot(None), runs.c.requested_sequence.in_(first))),
    )
    return (
        select(
            runs,
            func.coalesce(attempts.c.last_sequence, 0).label("spoken"),
            attempts.c.forecast.label("attempt_forecast"),
            func.coalesce(opened.c.codes, cast([], ARRAY(Text))).label("alerts"),
        )
        .join(attempts, latest, isouter=True)
        .join(opened, opened.c.entity_id == cast(runs.c.run_id, Text), isouter=True)
        .where(watched)
    )


def _open_codes() -> Any:
    """The codes of each run's open alerts."""
    alerts = tables.alerts
    is_open = and_(alerts.c.entity == "run", alerts.c.closed_at.is_(None))
    codes = func.array_agg(alerts.c.code).label("codes")
    return select(alerts.c.entity_id, codes).where(is_open).group_by(alerts.c.entity_id).subquery()


def of_row(row: Any, mark: Mark | None) -> Sight:
    """The run in a row of ``not_ended``, whose last report said ``mark``."""
    return Sight(
        run_id=row["run_id"],
        state=state_of(row),
        pool=row["pool"],
        spoken=row["spoken"],
        mark=mark,
        epoch_seconds=_epoch_seconds(row["attempt_forecast"]),
        alerts=frozenset(row["alerts"]),
    )


def of_history(history: Sequence[Recorded], mark: Mark | None) -> Sight | None:
    """The run that the log tells of, whose last report said ``mark``; None once it has ended."""
    events = [run_events.validate_python(recorded.event) for recorded in history]
    state = fold(events)
    if state is None or state.status.ended:
        return None
    of_attempt = list(dropwhile(_before_a_start, _told_in(history, state.attempt)))
    measured = [each.event for each in of_attempt if isinstance(each.event, TrainingMeasured)]
    [pool] = {event.pool for event in events[:1] if isinstance(event, RunRequested)}
    return Sight(
        run_id=events[0].run_id,
        state=state,
        pool=pool,
        spoken=of_attempt[-1].sequence if of_attempt else 0,
        mark=mark,
        epoch_seconds=_epoch_seconds(measured[-1].forecast if measured else None),
        alerts=_open_alerts(events),
    )


def holder(history: Sequence[Recorded]) -> str | None:
    """The worker of the latest attempt."""
    state = fold(run_events.validate_python(recorded.event) for recorded in history)
    return state.worker_id if state else None


def _told_in(history: Sequence[Recorded], attempt: int) -> list[Recorded]:
    return [each for each in history if getattr(each.event, "attempt", None) == attempt]


def _before_a_start(recorded: Recorded) -> bool:
    """Words of an attempt that has not begun count for nothing."""
    return not isinstance(recorded.event, RunStarted)


def _open_alerts(events: Iterable[RunEvent]) -> frozenset[str]:
    opened: frozenset[str] = frozenset()
    for event in events:
        if isinstance(event, AlertRaised):
            opened |= {event.code}
        elif isinstance(event, AlertClosed):
            opened -= {event.code}
    return opened


def _epoch_seconds(seen: Any) -> float | None:
    """That an epoch takes by a forecast, as the log or the read model has it."""
    if seen is None:
        return None
    forecast = Forecast.model_validate(seen)
    return forecast.expected_seconds / max(1, forecast.epochs)
