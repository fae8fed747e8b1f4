"""Classifications of sheets as the API shows them."""

from datetime import datetime
from uuid import UUID

from api.sentences import Language, sentence
from api.views import samples
from api.views.base import Row, View, like
from schemas.classification import ClassificationStatus
from schemas.events.classification import ClassificationFailureCode


class ClassificationFailure(View):
    """Why there are no answers."""

    code: ClassificationFailureCode
    sentence: str
    """What happened and what to do, in the language asked for."""
    detail: str
    """The technical error."""


class Classification(View):
    """A sheet whose texts a model answers."""

    model_config = like(samples.CLASSIFICATION)

    id: UUID
    run_id: UUID
    """The model's."""
    status: ClassificationStatus
    owner_id: str
    filename: str
    text_column: str
    dataset_id: UUID | None
    """Whose original file it is."""
    rows: int
    rows_answered: int
    """Stored so far; they stay, whatever is interrupted."""
    queue_position: int | None
    """While it waits for its machine: 1 is next."""
    failure: ClassificationFailure | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    last_sequence: int


class ClassificationPage(View):
    """Some of your classifications with a model, newest first."""

    items: list[Classification]
    total: int


class GoingOn(View):
    """How far one of your sheets is that waits or goes on."""

    id: UUID
    run_id: UUID
    """The model's."""
    status: ClassificationStatus
    rows: int
    rows_answered: int
    queue_position: int | None
    """While it waits for its machine: 1 is next."""


class ClassificationsNews(View):
    """All of yours that wait or go on, as a message of ``/events``; the oldest first."""

    topics: list[str]
    """``classifications``"""
    items: list[GoingOn]


def going_on(row: Row, rows_answered: int) -> GoingOn:
    """What of the row is shown while it is not over."""
    same = {name: row[name] for name in ("run_id", "status", "rows", "queue_position")}
    return GoingOn(id=row["classification_id"], rows_answered=rows_answered, **same)


def classification_of(
    row: Row, rows_answered: int, queue_position: int | None, language: Language
) -> Classification:
    """The classification in ``row``."""
    told = {"id", "rows_answered", "queue_position", "failure"}
    same = {name: row[name] for name in Classification.model_fields if name not in told}
    found, failure = row["failure"], None
    if found is not None:
        words = sentence(ClassificationFailureCode(found["code"]), language)
        failure = found | {"sentence": words}
    return Classification.model_validate(
        same
        | {
            "id": row["classification_id"],
            "rows_answered": rows_answered,
            "queue_position": queue_position,
            "failure": failure,
        }
    )
