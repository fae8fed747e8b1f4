"""What the API makes of a spreadsheet is what the training child reads, whatever the task."""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from api.datasets.reading import Reading
from schemas.metrics import TextClassificationReport
from schemas.reading import Role
from tests.api.datasets.sheets import Rows, examples_of, prepared, write_csv
from tests.worker.training import lessons
from tests.worker.training.small import Ear, never
from worker.messages import Finished
from worker.training import session

ROWS = 60


def several(rng: random.Random) -> tuple[Rows, Reading]:
    """Two columns, the second with the categories of a text."""
    rows = [lessons.several(rng) for _ in range(ROWS)]
    below = [[f"{text} {number}", "; ".join(labels)] for number, (text, labels) in enumerate(rows)]
    columns = {Role.TEXT: "texto", Role.LABEL: "categorias"}
    task = lessons.TASKS[lessons.SEVERAL]
    return [["texto", "categorias"], *below], Reading(
        task=task, columns=columns, label_separator=";"
    )


def entities(rng: random.Random) -> tuple[Rows, Reading]:
    """Lists of words and of tags."""
    rows = [lessons.sentence(rng) for _ in range(ROWS)]
    below = [[json.dumps(part, ensure_ascii=False) for part in row] for row in rows]
    return [["tokens", "tags"], *below], Reading(task=lessons.TASKS[lessons.ENTITIES])


def answers(rng: random.Random) -> tuple[Rows, Reading]:
    """Questions whose answers have no places; some have none."""
    rows = [lessons.question(rng) for _ in range(ROWS)]
    below = [[row["context"], row["question"], answer_of(row), row["type"] or ""] for row in rows]
    header = ["contexto", "pergunta", "resposta", "tipo_de_pergunta"]
    return [header, *below], Reading(task=lessons.TASKS[lessons.ANSWERS])


def answer_of(row: dict[str, Any]) -> str:
    """Nothing says that there is none but an empty list."""
    return row["answers"][0]["text"] if row["answers"] else "[]"


SHEETS = {lessons.SEVERAL: several, lessons.ENTITIES: entities, lessons.ANSWERS: answers}


@pytest.mark.parametrize("kind", lessons.KINDS)
def test_a_spreadsheet_becomes_a_model(kind: str, base: Path, tmp_path: Path):
    """Every example that the API found is learned from or examined."""
    rows, reading = SHEETS[kind](random.Random(6))
    path = write_csv(tmp_path / "planilha.csv", rows)
    found = prepared(path, reading)
    job = lessons.job(kind, tmp_path, base, epochs=1)

    done = session.run(job.model_copy(update={"examples": examples_of(path)}), Ear(), never)

    assert isinstance(done, Finished)
    assert done.report.train_examples + done.report.validation_examples == found.examples
    assert done.report.task is reading.task
    if isinstance(done.report, TextClassificationReport):
        assert done.report.multi_label
