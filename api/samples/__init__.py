"""Spreadsheets to try everything with: they come with Afina, all sentences are made up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

from schemas.hyperparameters import Preset
from schemas.tasks import Task

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Way:
    """How a sheet is trained, unless somebody wants it otherwise."""

    preset: Preset
    hyperparameters: Mapping[str, Any]
    """Those that are other than the preset's."""


USUAL = Way(Preset.BALANCED, MappingProxyType({}))
QUICK = Way(Preset.FAST, MappingProxyType({"learning_rate": 3e-4, "batch_size": 8, "epochs": 2}))
"""For few short texts: many large steps, so that two rounds are enough on two processors."""


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """One of them."""

    name: str
    rows: int
    labels: int
    language: str
    task: Task = Task.TEXT_CLASSIFICATION
    way: Way = QUICK

    @property
    def path(self) -> Path:
        """Where it lies."""
        return FOLDER / self.filename

    @property
    def filename(self) -> str:
        """What it is called when it is kept."""
        return f"{self.name}.xlsx"


SAMPLES = {sheet.name: sheet for sheet in (SampleSheet("manifestacoes", 506, 5, "pt"),)}


def way_of(file_sha256: str) -> Way:
    """How a file is trained as long as nobody has chosen: a sample in its own way."""
    return _ways().get(file_sha256, USUAL)


@cache
def _ways() -> dict[str, Way]:
    return {sha256(sheet.path.read_bytes()).hexdigest(): sheet.way for sheet in SAMPLES.values()}
