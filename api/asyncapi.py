"""The AsyncAPI 3 document of all that is published, made by FastStream from the catalogue."""

import json
from typing import Any, cast, get_args
from uuid import UUID

from faststream.nats import NatsBroker
from faststream.specification import AsyncAPI
from pydantic import BaseModel

from schemas import subjects
from schemas.events.catalogue import LoggedEvent
from schemas.telemetry import Heartbeat, LogsReported, ProgressReported

DESCRIPTION = """
Everything that Afina's processes tell each other over NATS JetStream.

`training.>` is the log, kept for ever: each message is written by compare-and-set over the subjects
of what it is about, has its `event_id` as `Nats-Msg-Id`, and CloudEvents 1.0 attributes as `ce-…`
headers. `telemetry.>` is kept for 14 days, 512 MiB at most. `presence.>` holds one message a
worker, which runs out when the worker falls silent.
"""
NAMED = ("run_id", "dataset_id", "classification_id", "worker_id", "user_id", "setting", "pool")
PLACEHOLDERS = {name: f"{{{name}}}" for name in NAMED}


def document(version: str) -> dict[str, Any]:
    """The document, for this version of the API."""
    made = AsyncAPI(
        _broker(),
        title="Afina events",
        version=version,
        description=DESCRIPTION.strip(),
        license={"name": "Apache-2.0"},
    )
    return json.loads(made.to_specification().to_json())


def _broker() -> NatsBroker:
    """A broker that is never connected: it only knows who publishes what, and where."""
    broker = NatsBroker("nats://localhost:4222", logger=None)
    for event in event_types():
        _describe(broker, event, subjects.of(_with_placeholders(event)))
    for report in (ProgressReported, LogsReported):
        _describe(broker, report, telemetry_subject(report))
    _describe(broker, Heartbeat, subjects.presence(PLACEHOLDERS["worker_id"]))
    return broker


def telemetry_subject(report: type[ProgressReported | LogsReported]) -> str:
    """Where a worker reports, with the names that the document shows for the ids."""
    of = subjects.progress if report is ProgressReported else subjects.logs
    return of(cast("UUID", PLACEHOLDERS["run_id"]), PLACEHOLDERS["worker_id"])


def event_types() -> list[type[BaseModel]]:
    """Every event that the log can hold, in the catalogue's order."""
    return list(_members(LoggedEvent))


def _members(union: Any) -> list[type[BaseModel]]:
    """The models in a union of unions, each perhaps annotated."""
    if isinstance(union, type):
        return [union]
    options = get_args(union)
    if hasattr(union, "__metadata__"):
        return _members(options[0])
    return [member for option in options for member in _members(option)]


def _with_placeholders(event: type[BaseModel]) -> Any:
    """An event whose ids are the names that the document shows in the subject."""
    named: dict[str, Any] = {
        name: shown for name, shown in PLACEHOLDERS.items() if name in event.model_fields
    }
    return event.model_construct(**named)


def _describe(broker: NatsBroker, message: type[BaseModel], subject: str) -> None:
    broker.publisher(subject, title=message.__name__, description=message.__doc__, schema=message)
