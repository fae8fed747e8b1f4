"""Limits as the API shows them, and what of them one person uses."""

from pydantic import ConfigDict

from api.views.base import View
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
    training_hours: float
    """That computers have trained for the person since the month began (UTC)."""
