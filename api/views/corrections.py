"""Corrections of a sheet as the API shows them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.views import samples
from api.views.base import Row, View, like


class NewCorrection(BaseModel):
    """What is to become of a row."""

    model_config = like(samples.NEW_CORRECTION) | ConfigDict(extra="forbid")

    label: Annotated[str, Field(min_length=1, pattern=r"^[^\x00]*$")] | None
    """The right label; null leaves the row out."""


class CorrectionShown(View):
    """What is to become of a row."""

    row: int
    """As a spreadsheet program numbers it."""
    label: str | None
    """The right label; null leaves the row out."""
    noted_at: datetime


class CorrectionList(View):
    """What is to change about a dataset, in the order of the sheet."""

    model_config = like(samples.CORRECTIONS)

    items: list[CorrectionShown]


def corrections_of(found: Sequence[Row]) -> CorrectionList:
    """The corrections that are noted."""
    items = [CorrectionShown.model_validate(one, from_attributes=True) for one in map(dict, found)]
    return CorrectionList(items=items)
