"""How much anybody may ask for, as an administrator may set it while everything runs."""

from typing import Annotated

from pydantic import Field

from schemas.base import Message, Numeric

LIMITS = "limits"
"""The setting's name."""


class Limits(Message):
    """Of files, of trainings, and of how many of them there may be."""

    file_bytes: Annotated[int, Field(ge=1024, le=2 << 30), Numeric] = 100 << 20
    rows: Annotated[int, Field(ge=10, le=10_000_000), Numeric] = 1_000_000
    columns: Annotated[int, Field(ge=2, le=1000), Numeric] = 50
    text_characters: Annotated[int, Field(ge=100, le=1_000_000), Numeric] = 50_000
    """Of one text; a longer one is left out."""
    epochs: Annotated[int, Field(ge=1, le=100), Numeric] = 100
    batch_size: Annotated[int, Field(ge=1, le=128), Numeric] = 128
    max_length: Annotated[int, Field(ge=8, le=1024), Numeric] = 1024
    """In tokens."""
    job_hours: Annotated[float, Field(gt=0, le=8760), Numeric] = 24.0
    """That a run may be trained for, all of its attempts together."""
    retries: Annotated[int, Field(ge=0, le=20), Numeric] = 3
    """Attempts that may fail before a run does."""
    runs_of_person: Annotated[int, Field(ge=1, le=1000), Numeric] = 3
    """That wait or are trained at once."""
    runs_of_all: Annotated[int, Field(ge=1, le=10_000), Numeric] = 10
