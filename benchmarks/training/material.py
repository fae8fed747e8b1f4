"""What the contenders learn from: real texts with labels, and an encoder."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from openpyxl import load_workbook

from schemas.hyperparameters import Hyperparameters
from schemas.tasks import Task
from tests.worker.training import corpora
from worker.messages import Job

EXAMPLE = Path(__file__).parents[2] / "examples" / "triagem_juridica.xlsx"
ENCODER = "e5-small-en-pt"


@dataclass(frozen=True, slots=True)
class Material:
    """A table of texts and labels."""

    path: Path
    max_length: int
    """Tokens: what Trainer pads to in its plainest setting; few texts are longer."""
    text: str = "text"
    label: str = "label"


SETS = {
    "court passages": Material(EXAMPLE, 256, "texto", "ramo"),
    "banking intents": Material(corpora.REAL_DATA / "banking77_train.csv", 128),
    "court decisions": Material(corpora.REAL_DATA / "courts_train.csv", 512),
}


def here() -> list[str]:
    """The sets that this computer has."""
    return [name for name, material in SETS.items() if material.path.exists()]


def job(name: str, folder: Path, **chosen: Any) -> Job:
    """A text classification of the set ``name``, its files under ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    material = SETS[name]
    rows = [(row[material.text], row[material.label]) for row in _rows(material.path)]
    texts, labels = zip(*[pair for pair in rows if all(pair)], strict=True)
    return Job(
        run_id=UUID(int=1),
        task=Task.TEXT_CLASSIFICATION,
        base_model=ENCODER,
        hyperparameters=Hyperparameters.model_validate(
            {"max_length": material.max_length} | chosen
        ),
        examples=corpora.save(folder / "examples.parquet", text=texts, label=labels),
        work_dir=folder / "work",
        model_dir=folder / "model",
        cache_dir=folder.parent / "cache",
    )


def _rows(path: Path) -> Iterable[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(newline="") as file:
            return list(csv.DictReader(file))
    header, *rows = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]
