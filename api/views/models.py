"""Trained models as the API shows them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.views import samples
from api.views.base import Row, View, like
from api.views.people import Name
from api.views.workers import WorkerStatus
from schemas.base import Numeric
from schemas.certainty import Probability
from schemas.tasks import Task

REVOKED = "revoked"


class ModelExam(View):
    """How well the model did on examples that it had not seen."""

    rate: float
    """From 0 to 1: right texts; of entities and of answers, F1."""
    examples: int


class ModelMachine(View):
    """Where a model's files are."""

    id: str
    name: str
    status: WorkerStatus


class Model(View):
    """A model that a run has left on its machine; its id is the run's."""

    model_config = like(samples.MODEL)

    id: UUID
    name: str
    """The run's, until the model is renamed."""
    task: Task
    labels: list[str]
    """What it can answer; empty where it answers with words of the text."""
    multi_label: bool
    """Whether a text may have several labels."""
    base_model: str
    exam: ModelExam | None
    """Null of a run that was stopped before its exam."""
    owner_id: str
    owner_name: str | None
    """Null where that is you."""
    dataset_id: UUID
    dataset_version: int
    dataset_name: str
    """Empty if nobody knows it any more."""
    examples: int | None
    """Of that version, exam included."""
    trained_at: datetime
    last_used_at: datetime | None
    """When a text or a sheet was last answered, to the minute; null if never."""
    machine: ModelMachine
    size_bytes: int
    review_threshold: float
    """Answers less sure than this go to a person; 0.9 until somebody chooses."""
    archived_at: datetime | None
    deletion_requested_at: datetime | None
    """From then on it cannot be used; its files go once its machine hears of it."""
    deleted_at: datetime | None
    """When its machine told that the files are gone."""


class ModelPage(View):
    """Some models of a list, newest first."""

    items: list[Model]
    total: int
    """Of the whole list."""


class ModelChange(BaseModel):
    """What is to be otherwise; what is left out stays."""

    model_config = like({"name": "Triagem de petições 2026"}) | ConfigDict(extra="forbid")

    name: Name | None = None
    archived: bool | None = None
    review_threshold: Annotated[Probability, Numeric] | None = None
    """Answers less sure than this are to go to a person, in classified sheets too."""


def model_of(row: Row, *, online: bool) -> Model:
    """The model in ``row``; ``online`` if its machine is heard."""
    same = ("name", "task", "base_model", "owner_id", "owner_name", "dataset_id", "examples")
    same += ("dataset_version", "dataset_name", "size_bytes", "archived_at", "deleted_at")
    same += ("deletion_requested_at", "review_threshold")
    return Model.model_validate(
        {name: row[name] for name in same}
        | {
            "id": row["run_id"],
            "labels": row["labels"] or [],
            "multi_label": bool(row["multi_label"]),
            "exam": _exam(row),
            "trained_at": row["finished_at"],
            "last_used_at": row["used_at"],
            "machine": _machine(row, online=online),
        }
    )


def _exam(row: Row) -> dict[str, Any] | None:
    if row["exam_examples"] is None:
        return None
    headline = {Task.TOKEN_CLASSIFICATION: "f1", Task.QUESTION_ANSWERING: "f1"}
    rate = row[headline.get(Task(row["task"]), "accuracy")]
    return {"rate": rate, "examples": row["exam_examples"]}


def _machine(row: Row, *, online: bool) -> dict[str, Any]:
    status = WorkerStatus.ONLINE if online else WorkerStatus.OFFLINE
    if row["worker_status"] == REVOKED:
        status = WorkerStatus.REVOKED
    name = row["worker_name"] or row["worker_id"]
    return {"id": row["worker_id"], "name": name, "status": status}
