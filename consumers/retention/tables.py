"""Which rows are too old: log lines and points, notices, credentials."""

from sqlalchemy import ColumnElement, String, Table, and_, cast, func, or_
from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.retention.rows import OldRows, RowsRule
from consumers.retention.rule import Moment
from infra.bus import EventLog
from schemas import subjects, tables
from schemas.retention import RetentionKind

logs, points = tables.logs, tables.points
outbox, alerts = tables.outbox, tables.installation_alerts
tokens, passes = tables.tokens, tables.passes


def log_lines(engine: AsyncEngine, log: EventLog) -> RowsRule:
    """Old lines and points that the broker has forgotten: what it has, a replay would project."""
    parts = [_of_telemetry(table, log) for table in (logs, points)]
    return RowsRule(RetentionKind.LOG_LINES, engine, parts)


def _of_telemetry(table: Table, log: EventLog) -> OldRows:
    async def condition(moment: Moment) -> ColumnElement[bool]:
        info = await log.jetstream.stream_info(subjects.TELEMETRY)
        faded = table.c.sequence < info.state.first_seq
        return and_(table.c.at < moment.before(moment.policy.log_lines_days), faded)

    return OldRows(table, table.c.at, cast(table.c.run_id, String), condition)


def notices(engine: AsyncEngine) -> RowsRule:
    """What was sent or given up, and what is no alert any more."""

    async def of_outbox(moment: Moment) -> ColumnElement[bool]:
        return ended < moment.before(moment.policy.notices_days)

    async def of_alerts(moment: Moment) -> ColumnElement[bool]:
        return alerts.c.closed_at < moment.before(moment.policy.notices_days)

    ended = func.coalesce(outbox.c.sent_at, outbox.c.given_up_at)
    parts = [
        OldRows(outbox, ended, outbox.c.notice["kind"].astext, of_outbox),
        OldRows(alerts, alerts.c.closed_at, alerts.c.code, of_alerts),
    ]
    return RowsRule(RetentionKind.NOTICES, engine, parts)


def credentials(engine: AsyncEngine) -> RowsRule:
    """Tokens, sessions, invitations and resets whose end was long ago."""

    async def of_tokens(moment: Moment) -> ColumnElement[bool]:
        before = moment.before(moment.policy.credentials_days)
        return or_(tokens.c.expires_at < before, tokens.c.revoked_at < before)

    async def of_passes(moment: Moment) -> ColumnElement[bool]:
        before = moment.before(moment.policy.credentials_days)
        return or_(passes.c.expires_at < before, passes.c.used_at < before)

    end = func.least(tokens.c.expires_at, tokens.c.revoked_at)
    used = func.least(passes.c.expires_at, passes.c.used_at)
    parts = [
        OldRows(tokens, end, tokens.c.name, of_tokens),
        OldRows(passes, used, passes.c.kind, of_passes),
    ]
    return RowsRule(RetentionKind.CREDENTIALS, engine, parts)
