"""Spreadsheets to try everything with: they come with Afina, all sentences are made up."""

from dataclasses import dataclass
from pathlib import Path

from schemas.tasks import Task

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SampleSheet:
    """One of them."""

    name: str
    rows: int
    labels: int
    language: str
    task: Task = Task.TEXT_CLASSIFICATION

    @property
    def path(self) -> Path:
        """Where it lies."""
        return FOLDER / self.filename

    @property
    def filename(self) -> str:
        """What it is called when it is kept."""
        return f"{self.name}.xlsx"


SAMPLES = {sheet.name: sheet for sheet in (SampleSheet("manifestacoes", 506, 5, "pt"),)}
