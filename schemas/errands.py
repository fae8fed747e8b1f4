"""What a worker is to do besides training: the boundary between it and the API."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.base import Message
from schemas.events.classification import ClassificationFailureCode

DETAIL_CHARACTERS = 4_000
PORTION_BYTES = 8 << 20
"""Of answers that are sent at once."""
GRANT_HEADER = "X-Afina-Grant"


class ModelToRemove(Message):
    """Files that a worker is to remove."""

    run_id: UUID
    path: str
    """As the worker itself told it."""


class ClassificationToDo(Message):
    """Texts that a worker is to answer to."""

    id: UUID
    run_id: UUID
    path: str
    """Of the model, as the worker itself told it."""
    rows: int
    rows_answered: int
    """From where to go on."""
    grant: str
    """To be shown in the header `X-Afina-Grant`."""


class Errands(Message):
    """All that a worker is to do now."""

    removals: list[ModelToRemove] = []
    classification: ClassificationToDo | None = None


class AnswersStored(Message):
    """How far a classification is."""

    rows_answered: int
    """From where to go on; maybe not what was just sent."""


class FailureTold(Message):
    """Why a worker cannot answer."""

    code: ClassificationFailureCode
    detail: Annotated[str, Field(max_length=DETAIL_CHARACTERS)] = ""
