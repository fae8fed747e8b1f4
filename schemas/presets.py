"""A preset as an administrator may set it."""

from typing import Annotated

from pydantic import Field

from schemas.base import Message
from schemas.hyperparameters import Hyperparameters, Preset

Words = Annotated[str, Field(min_length=1, max_length=60)]


class PresetNames(Message):
    """What people call it, in each language."""

    pt_br: Words
    en: Words


class PresetValue(Message):
    """What it stands for from now on."""

    hyperparameters: Hyperparameters
    names: PresetNames | None = None
    """None for what it is called by default."""


def setting(preset: Preset) -> str:
    """The name of the setting that holds it."""
    return f"preset-{preset.value}"
