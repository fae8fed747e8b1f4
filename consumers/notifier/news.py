"""What of the audit trail is worth telling, and how it becomes a notice."""

from typing import Any

from sqlalchemy import Select, Uuid, and_, case, cast, or_, select

from consumers.projections.training import TrainingProjection
from schemas import tables
from schemas.alerts import AlertCode
from schemas.lifecycle import RunStatus
from schemas.notices import Notice, NoticeKind

ENDS = {
    RunStatus.COMPLETED: NoticeKind.RUN_COMPLETED,
    RunStatus.FAILED: NoticeKind.RUN_FAILED,
    RunStatus.CANCELLED: NoticeKind.RUN_CANCELLED,
}
OTHERS = {
    "run.alert_raised.v1": NoticeKind.ALERT_RAISED,
    "run.alert_closed.v1": NoticeKind.ALERT_CLOSED,
    "worker.lost.v1": NoticeKind.WORKER_LOST,
    "worker.back.v1": NoticeKind.WORKER_BACK,
}
"""By the event's type."""


def end() -> Select[*tuple[int]]:
    """The sequence up to which everything can be read."""
    positions = tables.positions
    return select(positions.c.sequence).where(positions.c.projection == TrainingProjection.name)


def after(sequence: int, until: int, limit: int) -> Select[*tuple[Any, ...]]:
    """The lines of the audit trail that are worth telling, oldest first.

    A run ends once: with the event that was stored when it ended, whatever is said later.
    """
    audit, runs = tables.audit, tables.runs
    run_id = case((audit.c.entity == "run", cast(audit.c.entity_id, Uuid)))
    ends = audit.c.stored_at == runs.c.finished_at
    return (
        select(
            audit.c.sequence,
            audit.c.type,
            audit.c.stored_at,
            audit.c.data,
            runs.c.run_id,
            runs.c.owner_id,
            runs.c.name.label("run_name"),
            runs.c.worker_id,
            runs.c.status,
            runs.c.failure,
            ends.label("ends"),
        )
        .join(runs, runs.c.run_id == run_id, isouter=True)
        .where(
            and_(audit.c.sequence > sequence, audit.c.sequence <= until),
            or_(ends, audit.c.type.in_(OTHERS)),
        )
        .order_by(audit.c.sequence)
        .limit(limit)
    )


def notice_of(row: Any) -> Notice:
    """The notice in a line that ``after`` has found."""
    kind = OTHERS.get(row["type"]) or ENDS[RunStatus(row["status"])]
    data = row["data"]
    code, params = _told(kind, data, row["failure"])
    return Notice(
        kind=kind,
        cause_id=data["event_id"],
        sequence=row["sequence"],
        happened_at=row["stored_at"],
        code=code,
        params=params,
        run_id=row["run_id"],
        run_name=row["run_name"],
        owner_id=row["owner_id"],
        worker_id=data.get("worker_id") or row["worker_id"],
    )


def _told(
    kind: NoticeKind, data: dict[str, Any], failure: dict[str, Any] | None
) -> tuple[str | None, dict[str, Any]]:
    """The code and its parameters."""
    match kind:
        case NoticeKind.RUN_FAILED if failure is not None:
            return failure["code"], failure["params"]
        case NoticeKind.ALERT_RAISED | NoticeKind.ALERT_CLOSED:
            return data["code"], data.get("params", {})
        case NoticeKind.WORKER_LOST:
            return AlertCode.WORKER_LOST, {"worker": data["worker_id"]}
        case _:
            return None, {}
