"""The kinds of model that can be trained."""

from enum import StrEnum


class Task(StrEnum):
    """A training task, by its Hugging Face pipeline name."""

    TEXT_CLASSIFICATION = "text-classification"
    TOKEN_CLASSIFICATION = "token-classification"  # noqa: S105 - no password
    QUESTION_ANSWERING = "question-answering"
    TEXT_GENERATION = "text-generation"

    @classmethod
    def _missing_(cls, value: object) -> "Task | None":
        """Accept ``text_classification`` for ``text-classification``."""
        hyphenated = str(value).replace("_", "-")
        return next((task for task in cls if task.value == hyphenated), None)


TRAINABLE = frozenset(
    {Task.TEXT_CLASSIFICATION, Task.TOKEN_CLASSIFICATION, Task.QUESTION_ANSWERING}
)
"""What workers of this version can teach; datasets of the others are read, judged and kept."""


class TextForm(StrEnum):
    """How the examples of a text generation are laid out."""

    TEXT = "text"
    """Running text."""
    CODE = "code"
    """Source text, whose white space counts."""
    QA = "qa"
    """A question and its answer."""
    COMPLETION = "completion"
    """A prompt and what follows."""
    CHAT = "chat"
    """Messages in turn."""
