"""What a person's bell tells: read from what the read model knows, so a replay changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    Uuid,
    case,
    cast,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people.notices import Wishes
from api.sight import CLASSIFICATIONS, RUNS, Sight
from schemas import tables
from schemas.notices import RUN_ENDS, SHEET_ENDS, WORKER_NEWS, Notice, NoticeKind
from schemas.roles import Role

BELL = UUID("a4f4b1c7-7f52-5d4e-9a0c-4f3c7a1e2d90")
"""The namespace of what is told, so that it is known again."""
runs, jobs, alerts = tables.runs, tables.classifications, tables.alerts
audit, installation = tables.audit, tables.installation_alerts


async def newest(
    tx: AsyncConnection, wishes: Wishes, since: datetime, limit: int
) -> Sequence[Notice]:
    """What the person wants to hear of, of after ``since``, newest first."""
    sources = [
        _of_runs(wishes, since),
        _of_sheets(wishes, since),
        _of_alerts(wishes, since),
        _of_workers(wishes, since),
        _of_installation(wishes, since),
    ]
    bounded = [
        select(query.order_by(query.selected_columns.at.desc()).limit(limit).subquery())
        for query in sources
    ]
    union = union_all(*bounded).subquery()
    found = await tx.execute(select(union).order_by(union.c.at.desc(), union.c.about).limit(limit))
    return [_notice(row) for row in found.mappings()]


def _told(**columns: ColumnElement[Any]) -> Select[Any]:
    """One line of the bell; what is not named is null."""
    types = {
        "kind": Text,
        "at": tables.TIMESTAMP,
        "about": Text,
        "run_id": Uuid,
        "run_name": Text,
        "filename": Text,
        "worker_id": Text,
        "code": Text,
        "params": JSONB,
    }
    return select(
        *(
            columns[name].label(name) if name in columns else cast(null(), kind).label(name)
            for name, kind in types.items()
        )
    )


def _kind(ends: Mapping[Any, NoticeKind], by: ColumnElement[str]) -> ColumnElement[str]:
    return case({end: literal(kind.value) for end, kind in ends.items()}, value=by)


def _wanted(ends: Mapping[Any, NoticeKind], wishes: Wishes) -> list[str]:
    return [end for end, kind in ends.items() if kind in wishes.bell]


def _of_runs(wishes: Wishes, since: datetime) -> Select[Any]:
    return _told(
        kind=_kind(RUN_ENDS, runs.c.status),
        at=runs.c.finished_at,
        about=cast(runs.c.run_id, Text),
        run_id=runs.c.run_id,
        run_name=runs.c.name,
        code=runs.c.failure["code"].as_string(),
        params=runs.c.failure["params"],
    ).where(
        Sight(wishes.user_id).own(RUNS),
        runs.c.status.in_(_wanted(RUN_ENDS, wishes)),
        runs.c.finished_at > since,
    )


def _of_sheets(wishes: Wishes, since: datetime) -> Select[Any]:
    return _told(
        kind=_kind(SHEET_ENDS, jobs.c.status),
        at=jobs.c.finished_at,
        about=cast(jobs.c.classification_id, Text),
        run_id=jobs.c.run_id,
        filename=jobs.c.filename,
        code=jobs.c.failure["code"].as_string(),
    ).where(
        Sight(wishes.user_id).own(CLASSIFICATIONS),
        jobs.c.status.in_(_wanted(SHEET_ENDS, wishes)),
        jobs.c.finished_at > since,
        jobs.c.deleted_at.is_(None),
    )


def _of_alerts(wishes: Wishes, since: datetime) -> Select[Any]:
    run_id = case((alerts.c.entity == "run", cast(alerts.c.entity_id, Uuid)))
    return (
        _told(
            kind=literal(NoticeKind.ALERT_RAISED.value),
            at=alerts.c.raised_at,
            about=alerts.c.entity_id,
            run_id=runs.c.run_id,
            run_name=runs.c.name,
            code=alerts.c.code,
            params=alerts.c.params,
        )
        .join(runs, runs.c.run_id == run_id)
        .where(
            Sight(wishes.user_id).own(RUNS),
            alerts.c.raised_at > since,
            literal(NoticeKind.ALERT_RAISED in wishes.bell),
        )
    )


def _of_workers(wishes: Wishes, since: datetime) -> Select[Any]:
    return _told(
        kind=_kind(WORKER_NEWS, audit.c.type),
        at=audit.c.stored_at,
        about=cast(audit.c.sequence, Text),
        worker_id=audit.c.entity_id,
    ).where(audit.c.type.in_(_wanted(WORKER_NEWS, wishes)), audit.c.stored_at > since)


def _of_installation(wishes: Wishes, since: datetime) -> Select[Any]:
    hears = wishes.role is Role.ADMIN and NoticeKind.ALERT_RAISED in wishes.bell
    return _told(
        kind=literal(NoticeKind.ALERT_RAISED.value),
        at=installation.c.raised_at,
        about=cast(installation.c.alert_id, Text),
        code=installation.c.code,
        params=installation.c.params,
    ).where(installation.c.raised_at > since, literal(hears))


def _notice(row: Mapping[Any, Any]) -> Notice:
    return Notice(
        kind=NoticeKind(row["kind"]),
        cause_id=uuid5(BELL, f"{row['kind']} {row['about']} {row['code']} {row['at'].isoformat()}"),
        sequence=None,
        happened_at=row["at"],
        code=row["code"],
        params=row["params"] or {},
        run_id=row["run_id"],
        run_name=row["run_name"],
        filename=row["filename"],
        worker_id=row["worker_id"],
    )
