"""How long a training would take, as the API shows it."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.estimates import Basis, Effort, Place, Range
from api.sentences import Language, sentence
from api.sentences.sentence import CATALOGUES, filled
from api.views import samples
from api.views.base import View, like
from api.views.runs import DEFAULT_BASE_MODEL
from schemas.base import Numeric
from schemas.hyperparameters import Hyperparameters, Preset


class NewEstimate(BaseModel):
    """What would be trained on, and how."""

    model_config = like(samples.NEW_ESTIMATE) | ConfigDict(extra="forbid")

    dataset_id: UUID
    dataset_version: Annotated[int, Field(ge=1), Numeric] | None = None
    """By default the newest."""
    base_model: Annotated[str, Field(min_length=1, max_length=300)] = DEFAULT_BASE_MODEL
    preset: Preset | None = None
    """By default each of them."""
    hyperparameters: Hyperparameters | None = None
    """Only the fields that are set override the presets'."""


class WorkerEstimate(View):
    """How long it would take on one computer."""

    worker_id: str
    worker_name: str
    device_name: str | None
    """Null while the computer is not heard."""
    basis: Basis
    runs: int
    """Earlier trainings that it goes by."""
    low_seconds: float | None
    """If it stops as early as it may."""
    high_seconds: float | None
    """If it takes all its epochs. Both are null where nothing is known."""
    sentence: str
    """In the language asked for."""


class PresetEstimate(View):
    """How long a preset would take on each computer that could train it."""

    preset: Preset
    epochs: int
    fewest_epochs: int
    """Before it may stop early."""
    workers: list[WorkerEstimate]


class Estimates(View):
    """How long a training on a dataset would take."""

    model_config = like(samples.ESTIMATES)

    dataset_id: UUID
    dataset_version: int
    base_model: str
    tokens: int
    """Of all texts at their full length."""
    tokens_exact: bool
    """Whether they were counted by a tokenizer; else they are an estimate from the characters."""
    presets: list[PresetEstimate]


def estimate_of(
    place: Place, name: str, needed: Effort, found: Range, language: Language
) -> WorkerEstimate:
    """The range ``found`` for ``place``, in words."""
    return WorkerEstimate(
        worker_id=place.worker_id,
        worker_name=name,
        device_name=place.device_name,
        basis=found.basis,
        runs=found.runs,
        low_seconds=found.low,
        high_seconds=found.high,
        sentence=_said(needed, found, language),
    )


def _said(needed: Effort, found: Range, language: Language) -> str:
    """The range in words; that it may stop sooner only where it may."""
    if found.low is None or found.high is None:
        return sentence(found.basis, language)
    params = {"runs": found.runs, "low_seconds": found.low, "high_seconds": found.high}
    said = sentence(found.basis, language, params)
    if needed.fewest_epochs == needed.epochs:
        return said
    catalogue = CATALOGUES[language]
    return f"{said} {filled(catalogue.may_stop, catalogue, {'epochs': needed.epochs})}"
