"""What people ask a model about texts, and what it answers."""

from typing import Annotated

from pydantic import Field

from api.views import samples
from api.views.base import View, like
from schemas.inference import MOST_CHARACTERS, MOST_TEXTS, Prediction
from schemas.tasks import Task

Text = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)]


class Texts(View):
    """Texts that a model is to answer to."""

    model_config = like(samples.TEXTS)

    texts: Annotated[list[Text], Field(min_length=1, max_length=MOST_TEXTS)]
    """They are kept nowhere."""
    question: Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS)] | None = None
    """What is sought in the texts, if the model was taught to answer questions."""


class PredictionShown(Prediction):
    """What a model answers to one text, and whether a person is to look at that."""

    review: bool
    """Whether it is less sure than the model's `review_threshold`."""


class Predictions(View):
    """What a model answers."""

    model_config = like(samples.PREDICTIONS)

    task: Task
    """What the model was taught, and with it what its answers are: labels, entities, passages."""
    predictions: tuple[PredictionShown, ...]
    """One for each text, in their order."""
    review_threshold: float
    """Answers less sure than this go to a person."""


def shown(told: Prediction, review_threshold: float) -> PredictionShown:
    """The prediction with all that is known of its certainty."""
    known = {"certainty": told.sureness, "review": told.is_doubted(review_threshold)}
    return PredictionShown.model_validate(dict(told) | known)
