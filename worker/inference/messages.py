"""The boundary between the agent and the child that answers: JSON lines, one message each.

The agent writes ``Order`` lines to standard input; closing it ends the child. The child writes a
``Reply`` for each order that has a number, in any order, and everything else to standard error.
"""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from schemas.base import Message
from schemas.inference import Told


class Predict(Message):
    """Answer to texts with the model in a folder."""

    model_config = ConfigDict(hide_input_in_errors=True)

    type: Literal["predict"] = "predict"
    number: int
    model_dir: Path
    texts: tuple[str, ...]
    question: str | None = None
    is_urgent: bool = True
    """Whether somebody waits; what is not urgent is done in between, a few texts at a time."""
    patience_seconds: float
    """After which nothing is replied any more."""


class Unload(Message):
    """Let go of the model in a folder."""

    type: Literal["unload"] = "unload"
    number: int
    model_dir: Path


class Pace(Message):
    """Compute with so many threads from now on."""

    type: Literal["pace"] = "pace"
    threads: int


Order = Annotated[Predict | Unload | Pace, Field(discriminator="type")]
orders: TypeAdapter[Order] = TypeAdapter(Order)


class Reply(Message):
    """What came of an order."""

    number: int
    told: Told | None = None
    """None where there is nothing to tell but that it is done."""
