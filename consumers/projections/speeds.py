"""How fast each worker is with a base model and a task, as its runs have shown.

A speed names no person, no run and no data: it is the computer's, and everybody's estimates use it.
"""

from consumers.projections.rows import Row, Rows
from schemas import forecast
from schemas.events.run import RunCompleted, RunEvent, TrainingMeasured
from schemas.forecast import Forecast

RECENT = 5
"""Runs that an average goes back, so that a new graphics card is soon believed."""


def fold(into: Rows, event: RunEvent, run: Row, attempt: Row, sequence: int) -> None:
    """Learn from ``event`` of ``attempt`` at ``run``, if it says anything of a speed."""
    match event:
        case TrainingMeasured():
            old = _known(into, run, attempt) or {"measured": 0, "completed": 0, "took_ratio": None}
            fresh = event.forecast.tokens_per_second
            changes = {
                "tokens_per_second": _mean(old.get("tokens_per_second"), fresh, old["measured"]),
                "measured": old["measured"] + 1,
            }
        case RunCompleted() if attempt["forecast"] is not None:
            old = _known(into, run, attempt)
            seen = Forecast.model_validate(attempt["forecast"])
            fresh = forecast.ratio(seen, event.report)
            if old is None or fresh is None:
                return
            changes = {
                "took_ratio": _mean(old["took_ratio"], fresh, old["completed"]),
                "completed": old["completed"] + 1,
            }
        case _:
            return
    into.put(old | _key(run, attempt) | changes | {"last_sequence": sequence})


def _key(run: Row, attempt: Row) -> Row:
    return {
        "worker_id": attempt["worker_id"],
        "device_name": attempt["environment"]["device_name"],
        "base_model": run["base_model"],
        "task": run["task"],
    }


def _known(into: Rows, run: Row, attempt: Row) -> Row | None:
    return into.get(*_key(run, attempt).values())


def _mean(old: float | None, fresh: float, count: int) -> float:
    """Of the ``count`` runs behind ``old`` and of one more; the oldest fade."""
    return fresh if old is None else old + (fresh - old) / min(count + 1, RECENT)
