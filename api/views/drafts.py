"""Drafts as people send and see them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.views import samples
from api.views.base import DESCRIBED, View, like
from schemas.hyperparameters import Hyperparameters, Preset


class Wish(BaseModel):
    """How the training is to be, as far as it has been chosen."""

    model_config = DESCRIBED | ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """What to call the training; null for the dataset's name."""
    preset: Preset = Preset.BALANCED
    base_model: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """Null for the one that is packaged."""
    hyperparameters: dict[str, Any] = {}
    """Those that are to be other than the preset's."""

    @classmethod
    def of(cls, draft: "Draft") -> "Wish":
        """The part of a draft that is chosen freely."""
        return cls.model_validate(draft.model_dump(include=set(cls.model_fields)))


class NewDraft(BaseModel):
    """What a training is to begin from."""

    model_config = DESCRIBED | ConfigDict(extra="forbid")

    dataset_id: UUID | None = None


class DraftChange(BaseModel):
    """What is to be otherwise; what is not named stays as it is."""

    model_config = DESCRIBED | ConfigDict(extra="forbid")

    dataset_id: UUID | None = None
    name: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    """Null for the dataset's name."""
    preset: Preset = Preset.BALANCED
    base_model: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    """Null for the one that is packaged."""
    hyperparameters: Hyperparameters | None = None
    """All that are to be other than the preset's: those that are not set are the preset's again."""

    def told(self) -> dict[str, Any]:
        """What is named."""
        named = self.model_dump(mode="json", exclude_unset=True)
        chosen = {name: value or {} for name, value in named.items() if name == "hyperparameters"}
        return named | chosen


class Draft(View):
    """A training that is being put together."""

    model_config = like(samples.DRAFT)

    id: UUID
    dataset_id: UUID | None
    name: str | None
    preset: Preset
    base_model: str | None
    hyperparameters: dict[str, Any]
    """Those that are to be other than the preset's."""
    created_at: datetime
    changed_at: datetime

    def changed(self, change: DraftChange) -> "Draft":
        """The draft with all that is named."""
        return Draft.model_validate(self.model_dump() | change.told())


class DraftList(View):
    """Your drafts, the one changed last first."""

    items: list[Draft]
