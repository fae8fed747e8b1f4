"""What every answer has in common."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from api.views import samples

Row = Mapping[Any, Any]

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

    model_config = like(samples.ACCEPTED)

    id: UUID
    """Of the run or dataset that the command was about."""
    sequence: int
    """Its place in the log: once a stream or a ``last_sequence`` has reached it, it can be read."""
