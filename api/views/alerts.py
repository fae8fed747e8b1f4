"""Alerts as the API shows them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from api.problems import Param
from api.sentences import Language, alert_sentence
from api.sentences.notice import alert_topic
from api.views import samples
from api.views.base import Row, View, like


class AlertEntity(StrEnum):
    """What an alert is about."""

    RUN = "run"
    WORKER = "worker"
    INSTALLATION = "installation"


class Alert(View):
    """Something that deserves a person's attention, until it is over."""

    model_config = like(samples.ALERT)

    entity: AlertEntity
    run_id: UUID | None
    run_name: str | None
    worker_id: str | None
    code: str
    params: dict[str, Param]
    topic: str
    """What it is about, in a few words of the language asked for."""
    sentence: str
    """What happened and what to do."""
    raised_at: datetime
    closed_at: datetime | None
    """None while it is open."""


class AlertPage(View):
    """Some alerts of a list, newest first."""

    items: list[Alert]
    total: int
    """Of the whole list."""


def alert_of(row: Row, language: Language) -> Alert:
    """The alert in ``row``, in words of ``language``."""
    entity, entity_id = AlertEntity(row["entity"]), row["entity_id"]
    return Alert(
        entity=entity,
        run_id=UUID(entity_id) if entity is AlertEntity.RUN else None,
        run_name=row["run_name"],
        worker_id=entity_id if entity is AlertEntity.WORKER else None,
        code=row["code"],
        params=row["params"],
        topic=alert_topic(row["code"], language),
        sentence=alert_sentence(row["code"], language, row["params"]),
        raised_at=row["raised_at"],
        closed_at=row["closed_at"],
    )
