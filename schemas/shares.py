"""With whom a dataset or a model is shared."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

EVERYONE = "*"
"""In the place of a person's id: whoever can sign in, today and later."""
Grantee = Annotated[str, Field(pattern=r"^(\*|[a-z0-9][a-z0-9-]{0,62})$")]
"""A person's id, or everyone."""


class Shared(StrEnum):
    """What can be shared, by its name in the log."""

    DATASET = "dataset"
    MODEL = "model"
    """What a completed run has learned; its id is the run's."""
