"""What a worker is asked about texts, and what it says: the boundary to whoever holds a model."""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, FiniteFloat, TypeAdapter

from schemas.base import Message
from schemas.certainty import Band

MOST_TEXTS = 32
"""That are asked about at once."""
MOST_CHARACTERS = 50_000
"""Of a text, and of a question."""
MOST_LABELS = 3
"""That a text is told, where it has one only."""
LONGEST_PATIENCE_SECONDS = 120.0


class Asked(Message):
    """Texts that a finished model is to answer to."""

    model_config = ConfigDict(hide_input_in_errors=True)

    run_id: UUID
    """Whose model."""
    texts: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_TEXTS)]
    question: str | None = None
    """Whose answer is sought in the texts, of a model that was taught to answer questions."""
    patience_seconds: Annotated[FiniteFloat, Field(gt=0, le=LONGEST_PATIENCE_SECONDS)]
    """From now on; nobody hears an answer that comes later."""


class Answer(Message):
    """A label, an entity or a passage, and how sure the model is of it."""

    label: str
    """Of a passage, its words."""
    probability: FiniteFloat
    """Calibrated on the exam, where it could be."""
    band: Band
    """The same in a word."""
    start: int | None = None
    """Of an entity or a passage, in characters of the text, from 0."""
    end: int | None = None
    """Its end, which is not part of it."""


class Prediction(Message):
    """What a model answers to one text."""

    answers: tuple[Answer, ...]
    """Best first: three labels, or every label that is given where there may be several or none;
    entities in the order of the text; passages."""
    given: int
    """How many of them hold, from the first on: one label, or all where there may be several or
    none; all entities; one passage, or none where the text does not answer the question."""
    silence: FiniteFloat = 0.0
    """The probability that the text does not answer the question."""
    is_cut: bool = False
    """Whether the text was longer than the model reads: its rest counted for nothing."""
    certainty: FiniteFloat | None = None
    """How sure its least sure decision is, where the answers that hold don't tell: labels that are
    not given were decided on too, and so was that there is no answer."""

    @property
    def sureness(self) -> float | None:
        """How sure the whole of it is; None where nothing was decided."""
        if self.certainty is not None:
            return self.certainty
        return min((one.probability for one in self.answers[: self.given]), default=None)

    def is_doubted(self, review_threshold: float) -> bool:
        """Whether a person is to look at it."""
        return self.sureness is not None and self.sureness < review_threshold


class Predicted(Message):
    """What a model answers, in the order of the texts."""

    type: Literal["predicted"] = "predicted"
    predictions: tuple[Prediction, ...]


class DeclineCode(StrEnum):
    """Why there is no answer."""

    MISSING = "missing"
    """No such model is on this worker's disk."""
    DAMAGED = "damaged"
    """Its files cannot be loaded."""
    BUSY = "busy"
    """There is too much to do; later it may be otherwise."""
    FAILED = "failed"
    """The process broke off."""
    TOO_LARGE = "too_large"
    """The answer would be larger than a message may be."""
    UNREADABLE = "unreadable"
    """The worker does not understand what it is asked: it may be of another version."""


class Declined(Message):
    """There is no answer."""

    type: Literal["declined"] = "declined"
    code: DeclineCode


Told = Annotated[Predicted | Declined, Field(discriminator="type")]
told: TypeAdapter[Told] = TypeAdapter(Told)
