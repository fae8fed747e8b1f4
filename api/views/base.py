"""What every answer has in common."""

from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict

DESCRIBED = ConfigDict(frozen=True, use_attribute_docstrings=True)


def like(example: dict[str, Any]) -> ConfigDict:
    """The configuration of a view that the API's document shows as ``example``.

    Litestar reads the example from a key that pydantic does not know of.
    """
    return cast("ConfigDict", {**DESCRIBED, "example": example})


class View(BaseModel):
    """A frozen answer; the docstring under a field is its description in the API's document."""

    model_config = DESCRIBED


class Accepted(View):
    """A command was written to the log."""

    model_config = like({"id": "6f1c2f0e-7a55-4d0e-9a4e-0b8f6e8a2d11", "sequence": 42})

    id: UUID
    """Of the run or dataset that the command was about."""
    sequence: int
    """Its place in the log: once a stream or a ``last_sequence`` has reached it, it can be read."""
