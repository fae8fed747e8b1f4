"""Presets as the API shows them."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from api.views.base import DESCRIBED, View
from schemas.hyperparameters import Hyperparameters, Preset
from schemas.presets import PresetNames


class PresetChange(BaseModel):
    """What a preset is to stand for from now on."""

    model_config = DESCRIBED | ConfigDict(extra="forbid")

    hyperparameters: Hyperparameters
    """Fields that are not set are as in the preset that is built in."""
    names: PresetNames | None = None
    """By default those that are built in."""


class PresetShown(View):
    """A named set of hyperparameters."""

    preset: Preset
    names: PresetNames
    hyperparameters: Hyperparameters
    """What a run gets that sets nothing itself, within the limits."""
    built_in: bool
    """Whether it is as it came."""


class PresetVersion(View):
    """What a preset stood for from a moment on."""

    sequence: int
    """Of its event in the log."""
    changed_at: datetime
    changed_by: str
    names: PresetNames
    hyperparameters: Hyperparameters
    built_in: bool
    """Whether an administrator went back to how it came."""
