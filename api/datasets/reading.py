"""How a sheet is to be read, and how it was."""

from dataclasses import dataclass
from enum import StrEnum

from schemas.tasks import Task


class Role(StrEnum):
    """What a column can be to a training."""

    TEXT = "text"
    LABEL = "label"
    GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the user asks for. A column left out is looked for."""

    task: Task = Task.TEXT_CLASSIFICATION
    text_column: str | None = None
    label_column: str | None = None
    group_column: str | None = None

    @property
    def wanted(self) -> dict[Role, str]:
        """The columns that the user named."""
        named = {
            Role.TEXT: self.text_column,
            Role.LABEL: self.label_column,
            Role.GROUP: self.group_column,
        }
        return {role: name for role, name in named.items() if name is not None}


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column in its role."""

    name: str
    letter: str
    """As the spreadsheet program letters it."""
    confidence: float
    """Between 0 and 1; 1 where the user named it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedReading:
    """The columns that are read."""

    task: Task
    text: ChosenColumn
    label: ChosenColumn
    group: ChosenColumn | None
