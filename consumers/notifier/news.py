"""What of the audit trail is worth telling, and how it becomes a notice."""

from typing import Any

from sqlalchemy import Case, Select, Uuid, and_, case, cast, func, or_, select

from consumers.projections.training import TrainingProjection
from schemas import tables
from schemas.alerts import AlertCode
from schemas.classification import ClassificationStatus
from schemas.lifecycle import RunStatus
from schemas.notices import RUN_ENDS, SHEET_ENDS, WORKER_NEWS, Notice, NoticeKind

OTHERS = {
    "run.alert_raised.v1": NoticeKind.ALERT_RAISED,
    "run.alert_closed.v1": NoticeKind.ALERT_CLOSED,
    **WORKER_NEWS,
}
"""By the event's type."""


def end() -> Select[*tuple[int]]:
    """The sequence up to which everything can be read."""
    positions = tables.positions
    return select(positions.c.sequence).where(positions.c.projection == TrainingProjection.name)


def after(sequence: int, until: int, limit: int) -> Select[*tuple[Any, ...]]:
    """The lines of the audit trail that are worth telling, oldest first.

    A run ends once: with the event that was stored when it ended, whatever is said later. So does a
    sheet's classification, if nobody cancelled it.
    """
    audit, runs, jobs = tables.audit, tables.runs, tables.classifications
    ends = audit.c.stored_at == runs.c.finished_at
    answered = and_(audit.c.stored_at == jobs.c.finished_at, jobs.c.status.in_(SHEET_ENDS))
    return (
        select(
            audit.c.sequence,
            audit.c.type,
            audit.c.stored_at,
            audit.c.data,
            func.coalesce(runs.c.run_id, jobs.c.run_id).label("run_id"),
            func.coalesce(runs.c.owner_id, jobs.c.owner_id).label("owner_id"),
            runs.c.name.label("run_name"),
            func.coalesce(runs.c.worker_id, jobs.c.worker_id).label("worker_id"),
            func.coalesce(runs.c.failure, jobs.c.failure).label("failure"),
            runs.c.status,
            jobs.c.status.label("answered"),
            jobs.c.filename,
        )
        .join(runs, runs.c.run_id == _id_of("run"), isouter=True)
        .join(jobs, jobs.c.classification_id == _id_of("classification"), isouter=True)
        .where(
            and_(audit.c.sequence > sequence, audit.c.sequence <= until),
            or_(ends, answered, audit.c.type.in_(OTHERS)),
        )
        .order_by(audit.c.sequence)
        .limit(limit)
    )


def _id_of(entity: str) -> Case[Any]:
    """The id of what a line is about, where it is about an ``entity``."""
    audit = tables.audit
    return case((audit.c.entity == entity, cast(audit.c.entity_id, Uuid)))


def notice_of(row: Any) -> Notice:
    """The notice in a line that ``after`` has found."""
    kind, data = _kind(row), row["data"]
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
        filename=row["filename"],
        owner_id=row["owner_id"],
        worker_id=data.get("worker_id") or row["worker_id"],
    )


def _kind(row: Any) -> NoticeKind:
    if row["answered"] is not None:
        return SHEET_ENDS[ClassificationStatus(row["answered"])]
    return OTHERS.get(row["type"]) or RUN_ENDS[RunStatus(row["status"])]


def _told(
    kind: NoticeKind, data: dict[str, Any], failure: dict[str, Any] | None
) -> tuple[str | None, dict[str, Any]]:
    """The code and its parameters."""
    match kind:
        case NoticeKind.RUN_FAILED | NoticeKind.CLASSIFICATION_FAILED if failure is not None:
            return failure["code"], failure.get("params", {})
        case NoticeKind.ALERT_RAISED | NoticeKind.ALERT_CLOSED:
            return data["code"], data.get("params", {})
        case NoticeKind.WORKER_LOST:
            return AlertCode.WORKER_LOST, {"worker": data["worker_id"]}
        case _:
            return None, {}
