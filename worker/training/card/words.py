"""The form that every language of the card fills in. A missing word is a type error.

The card is written where the model is, and the model never leaves its worker; so these sentences
stand here, and not with those of the API.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.baselines import BaselineCode
from schemas.exports import ExportFault, ExportFormat
from schemas.tasks import Task

Language = Literal["pt-BR", "en"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """One language, whole."""

    decimal: str
    thousands: str
    titles: Mapping[Task, str]
    """What such a model is called."""
    several_labels: str
    """Of the title, where a text may have several labels."""
    intro: Callable[[str], str]
    """Base model."""
    other: Callable[[str], str]
    """The file of the other language."""
    result: str
    measured: Callable[[str, str], str]
    """Held-out examples, examples that were learned from."""
    small: str
    metric: str
    value: str
    metrics: Mapping[str, str]
    """By technical name."""
    majority: Callable[[Task, str], str]
    """What always giving the commonest answer reaches."""
    interval: Callable[[str, str], str]
    """Lowest and highest of the headline's figure."""
    baselines: Mapping[BaselineCode, Callable[[str], str]]
    """What simple methods reach."""
    per_label: str
    label_columns: tuple[str, str, str, str, str]
    """Label, precision, recall, F1, examples."""
    per_question_type: str
    type_columns: tuple[str, str, str, str]
    """Type, exact, F1, questions."""
    use: str
    uses: Mapping[Task, str]
    limits: str
    limits_of_exam: str
    limits_of_labels: Mapping[Task, str]
    limits_of_weak: Callable[[str], str]
    """The labels that it knows least."""
    limits_of_length: Callable[[str], str]
    """Tokens."""
    limits_of_people: str
    limits_of_privacy: str
    loading: str
    loading_where: str
    loading_afina: str
    samples: Mapping[Task, str]
    """A text to try; a question and its text are divided by a line break."""
    exports: str
    export_columns: tuple[str, str, str, str]
    """Form, size, agreement, largest difference."""
    formats: Mapping[ExportFormat, str]
    faults: Mapping[ExportFault, str]
    training: str
    training_of: Callable[[str, str, str, str], str]
    """Best round, rounds, seconds, seed."""
    cut_short: Callable[[str, str], str]
    """Rounds done, rounds asked for."""
    settings: str
    environment: str
    data: str
    file_hash: str
    examples_hash: str
    license: str
    license_unknown: str

    def rate(self, value: float, places: int = 3) -> str:
        """``0.8765`` → ``0,877`` or ``0.877``."""
        return f"{value:.{places}f}".replace(".", self.decimal)

    def count(self, value: int) -> str:
        """``2222`` → ``2.222`` or ``2,222``."""
        return f"{value:,}".replace(",", self.thousands)
