"""The kinds of model that can be trained."""

from enum import StrEnum


class Task(StrEnum):
    """A training task, by its Hugging Face pipeline name."""

    TEXT_CLASSIFICATION = "text-classification"

    @classmethod
    def _missing_(cls, value: object) -> "Task | None":
        """Accept ``text_classification`` for ``text-classification``."""
        hyphenated = str(value).replace("_", "-")
        return next((task for task in cls if task.value == hyphenated), None)
