"""How a sheet is to be read, and how it was."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.reading import FileReading, Role
from schemas.tasks import Task, TextForm

NO_SEPARATOR = ""
"""Said by the user: each cell holds one label, whatever signs are in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the user asks for. What is left out is looked for."""

    task: Task | None = None
    columns: Mapping[Role, str] = field(default_factory=dict)
    """By name, by folded name or by letter."""
    sheet: str | None = None
    label_separator: str | None = None
    form: TextForm | None = None
    base_model: str | None = None
    """Whose tokens the texts' lengths are counted in."""


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
    """The columns that are read, and how."""

    task: Task
    columns: Mapping[Role, ChosenColumn]
    label_separator: str | None = None
    form: TextForm | None = None

    @classmethod
    def of(cls, told: FileReading) -> "ResolvedReading":
        """The reading of a file that is not at hand: its columns have names but no letters."""
        return cls(
            task=told.task,
            columns={role: ChosenColumn(name, "", 1.0) for role, name in told.columns.items()},
            label_separator=told.label_separator,
            form=told.form,
        )

    def name(self, role: Role) -> str | None:
        """What the sheet calls the column in ``role``."""
        column = self.columns.get(role)
        return None if column is None else column.name

    def told(self, sheet: str | None) -> FileReading:
        """As the log keeps it."""
        return FileReading(
            task=self.task,
            columns={role: column.name for role, column in self.columns.items()},
            sheet=sheet,
            label_separator=self.label_separator,
            form=self.form,
        )
