"""What holds for everybody just now, and what of a wish goes beyond it. No I/O here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.datasets.limits import Limits as FileLimits
from api.fields import InvalidFieldsError
from schemas.hyperparameters import PRESETS, Hyperparameters, Preset
from schemas.limits import Limits

BOUNDED = ("epochs", "batch_size", "max_length")
"""Hyperparameters that have a limit of the same name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Limits, and what presets stand for."""

    limits: Limits = field(default_factory=Limits)
    presets: Mapping[Preset, Hyperparameters] = field(default_factory=lambda: PRESETS)

    def base(self, preset: Preset) -> Hyperparameters:
        """The preset's hyperparameters; where it goes beyond a limit it stops there."""
        chosen, limits = self.presets[preset], self.limits
        within = {name: min(getattr(chosen, name), getattr(limits, name)) for name in BOUNDED}
        return chosen.model_copy(update=within)

    @property
    def of_files(self) -> FileLimits:
        """How large a file may be."""
        return FileLimits(
            file_bytes=self.limits.file_bytes,
            rows=self.limits.rows,
            columns=self.limits.columns,
            text_characters=self.limits.text_characters,
        )

    def refuse_beyond(self, wanted: Hyperparameters) -> None:
        """Let somebody train like this.

        Raises:
            InvalidFieldsError: naming every hyperparameter that is beyond its limit.
        """
        beyond = [
            {
                "type": "less_than_equal",
                "loc": ("hyperparameters", name),
                "ctx": {"le": getattr(self.limits, name)},
            }
            for name in BOUNDED
            if getattr(wanted, name) > getattr(self.limits, name)
        ]
        if beyond:
            raise InvalidFieldsError(beyond)
