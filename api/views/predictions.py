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


class Predictions(View):
    """What a model answers."""

    model_config = like(samples.PREDICTIONS)

    task: Task
    """What the model was taught, and with it what its answers are: labels, entities, passages."""
    predictions: tuple[Prediction, ...]
    """One for each text, in their order."""
