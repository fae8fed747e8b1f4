"""Limits as the API shows them, and what of them one person uses."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.queries.usage import Used
from api.views.base import DESCRIBED, View
from schemas.base import Numeric
from schemas.limits import Limits


class LimitsChange(Limits):
    """What is to be otherwise; what is not named stays as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class LimitsShown(View):
    """What holds for everybody."""

    limits: Limits
    defaults: Limits
    """What holds where nobody has set anything."""
    changed: list[str]
    """Those that an administrator has set."""


class Usage(View):
    """What one person uses, and may use."""

    active_runs: int
    """That wait or are trained."""
    active_runs_limit: int
    datasets: int
    dataset_bytes: int
    """Of their files, as they were sent."""
    stored_bytes: int
    """Of these files, and of what is kept of classified sheets."""
    training_hours: float
    """That computers have trained for the person since the month began (UTC)."""


def usage_of(used: Used, limit: int) -> Usage:
    """The usage in an answer, where ``limit`` runs may be active."""
    return Usage(
        active_runs=used.active_runs,
        active_runs_limit=limit,
        datasets=used.datasets,
        dataset_bytes=used.dataset_bytes,
        stored_bytes=used.stored_bytes,
        training_hours=used.training_hours,
    )


class PersonsUsage(View):
    """What one of the people uses."""

    user_id: str
    name: str
    own_limit: int | None
    """Of active runs, where it is not as for everybody."""
    usage: Usage


class UsageList(View):
    """Everybody's, by name."""

    items: list[PersonsUsage]


class Quota(BaseModel):
    """How many runs a person may have at once."""

    model_config = DESCRIBED | ConfigDict(extra="forbid")

    max_active_runs: Annotated[int, Field(ge=0, le=1000), Numeric] | None
    """That wait or are trained; null for as many as everybody, 0 for none."""
