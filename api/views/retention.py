"""The policy of retention as the API shows it."""

from datetime import datetime

from pydantic import ConfigDict

from api.views.base import Row, View
from schemas.retention import Found, Removed, Retention, RetentionKind


class RetentionChange(Retention):
    """What is to be otherwise; what is not named stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class RetentionPass(View):
    """What went the last time."""

    applied_at: datetime
    removed: list[Removed]
    unread: list[RetentionKind]
    """Kinds that could not even be looked for."""


class RetentionApplied(View):
    """What went just now."""

    removed: list[Removed]
    unread: list[RetentionKind]
    """Kinds that could not even be looked for."""


class RetentionPolicy(View):
    """How long things are kept that nobody needs for ever."""

    policy: Retention
    defaults: Retention
    hour: int
    """Of the server's day, from which on what is too old goes."""
    last: RetentionPass | None
    """None before the first night."""


class RetentionPreview(View):
    """What would go now."""

    found: list[Found]
    """Every kind, whether anything of it would go or not."""


def pass_of(line: Row) -> RetentionPass:
    """The pass that a line of the audit trail tells of."""
    data = line["data"]
    return RetentionPass(
        applied_at=line["stored_at"],
        removed=[Removed.model_validate(one) for one in data["removed"]],
        unread=[RetentionKind(kind) for kind in data.get("unread", [])],
    )
