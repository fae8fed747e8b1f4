"""The recorded corpus as a log, and what the read model and the API make of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import UnionType
from typing import Any
from uuid import UUID

import httpx

from schemas import subjects, tables
from schemas.events import catalogue
from schemas.events.catalogue import LoggedEvent
from schemas.events.classification import ClassificationEventBase, ClassificationRequested
from schemas.events.dataset import DatasetUnshared, DatasetUploaded
from schemas.events.model import ModelEventBase, ModelUnarchived, ModelUnshared
from schemas.events.run import AttemptEvent, RunEventBase, RunRequested, RunStarted
from schemas.events.setting import SettingEventBase
from schemas.events.user import UserEventBase
from schemas.events.worker import WorkerEventBase, WorkerRegistered
from tests.consumers.projecting import Row, everything
from tests.schemas.test_catalogue import RECORDED

GOLDEN = Path(__file__).with_name("golden.jsonl")
"""What it should be, one row or answer a line; changed on purpose alone, by ``make golden``."""
CLOCK = "_at"
FOLDED = {table.name for table in tables.read_model.sorted_tables}
FOLDED -= {tables.positions.name, tables.audit.name}
"""The audit trail is the log itself."""

Written = dict[str, Any]
Message = tuple[str, bytes]


def log() -> list[Message]:
    """Every recorded event, as it was written, in a life of its own that makes it count."""
    return [message for number, line in enumerate(RECORDED, 1) for message in _life(number, line)]


def _life(number: int, line: str) -> Iterator[Message]:
    """The event on ``line``, told of a run, dataset, worker or person that has its number."""
    event = catalogue.decode(line.encode())
    own = _own(number, event)
    for kind in _before(event):
        yield _message(_first(kind), own)
    yield _message(json.loads(line), own)


def _own(number: int, event: LoggedEvent) -> Written:
    if isinstance(event, RunEventBase | ModelEventBase):
        return {"run_id": str(UUID(int=number))}
    if isinstance(event, WorkerEventBase):
        return {"worker_id": f"gpu-{number}"}
    if isinstance(event, UserEventBase):
        return {"user_id": f"person-{number}"}
    if isinstance(event, SettingEventBase):
        return {"setting": f"setting-{number}"}
    if isinstance(event, ClassificationEventBase):
        return {"classification_id": str(UUID(int=number))}
    return {"dataset_id": str(UUID(int=number))}


def _before(event: LoggedEvent) -> list[str]:
    """Types of the events without which this one would have no effect."""
    for kinds, needed in NEEDED:
        if isinstance(event, kinds):
            return needed
    return ["dataset.uploaded.v2"]


NEEDED: list[tuple[type | UnionType, list[str]]] = [
    (RunRequested | WorkerRegistered | DatasetUploaded | ClassificationRequested, []),
    (UserEventBase | SettingEventBase, []),
    (ModelUnshared, ["model.shared.v1"]),
    (ModelUnarchived, ["model.archived.v1"]),
    (ModelEventBase, []),
    (ClassificationEventBase, ["classification.requested.v1"]),
    (DatasetUnshared, ["dataset.uploaded.v2", "dataset.shared.v1"]),
    (RunStarted, ["run.requested.v1"]),
    (AttemptEvent | RunEventBase, ["run.requested.v1", "run.started.v1"]),
    (WorkerEventBase, ["worker.registered.v1"]),
]
"""The first that fits counts."""


def _first(kind: str) -> Written:
    return next(written for line in RECORDED if (written := json.loads(line))["type"] == kind)


def _message(written: Written, own: Written) -> Message:
    data = json.dumps(written | own, ensure_ascii=False).encode()
    return subjects.of(catalogue.decode(data)), data


async def made(http: httpx.AsyncClient, database_url: str) -> list[str]:
    """The whole read model and every answer about it, without what the clock says."""
    model = await everything(database_url)
    lines = [_line(name, row) for name, found in model.items() for row in found if name in FOLDED]
    for path in _paths(model):
        answer = await http.get(path)
        said = answer.json()
        lines.append(_line(path, said if answer.is_success else said["code"]))
    return lines


def _paths(model: dict[str, list[Row]]) -> Iterator[str]:
    yield from ("/api/workers", "/api/runs?limit=1", "/api/datasets?limit=1")
    for run in model["runs"]:
        yield f"/api/runs/{run['run_id']}"
        if run["last_epoch"]:
            yield f"/api/runs/{run['run_id']}/metrics"
    yield from (f"/api/models/{each['model_id']}" for each in model["trained_models"])
    jobs = model["classifications"]
    yield from (f"/api/classifications/{each['classification_id']}" for each in jobs)
    yield from (f"/api/datasets/{each['dataset_id']}" for each in model["datasets"])
    yield from (f"/api/datasets/{each['dataset_id']}/versions" for each in model["datasets"])


def _line(place: str, value: Any) -> str:
    return json.dumps([place, _timeless(value)], ensure_ascii=False, sort_keys=True, default=str)


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(each) for name, each in value.items() if not name.endswith(CLOCK)}
    return [_timeless(each) for each in value] if isinstance(value, list) else value
