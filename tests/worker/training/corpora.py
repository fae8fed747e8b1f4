"""Examples as the API writes them: made-up ones of every task, and some of real corpora."""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

REAL_DATA = Path(__file__).parents[4] / "shared" / "data"
LENER = REAL_DATA / "lener_train.csv"
FAQUAD = REAL_DATA / "faquad_original_train.json"

ANSWERS = pa.list_(pa.struct([("text", pa.string()), ("start", pa.int32())]))
TYPES = {
    "row": pa.int32(),
    "labels": pa.list_(pa.string()),
    "tokens": pa.list_(pa.string()),
    "tags": pa.list_(pa.string()),
    "answers": ANSWERS,
}
"""Of the columns that hold no strings."""

Sentence = tuple[list[str], list[str]]
"""Words and their tags."""


def save(path: Path, **columns: Sequence[Any]) -> Path:
    """Columns of a task as the canonical Parquet; without groups and a fixed split unless given."""
    count = len(next(iter(columns.values())))
    rest = {"row": range(2, count + 2), "group": [None] * count, "split": [None] * count}
    arrays = {
        name: pa.array(values, TYPES.get(name, pa.string()))
        for name, values in (rest | columns).items()
    }
    pq.write_table(pa.table(arrays), path)
    return path


def save_sentences(path: Path, sentences: Sequence[Sentence], **others: Sequence[Any]) -> Path:
    """Sentences with tags."""
    words, tags = zip(*sentences, strict=True)
    return save(path, tokens=words, tags=tags, **others)


Asked = dict[str, Any]
"""A ``context``, a ``question``, its ``answers`` and perhaps its ``type``."""


def save_questions(path: Path, questions: Sequence[Asked], **others: Sequence[Any]) -> Path:
    """Questions about texts."""
    columns = {
        name: [one.get(name) for one in questions]
        for name in ("context", "question", "answers", "type")
    }
    return save(path, id=list(map(str, range(len(questions)))), **columns, **others)


def lener() -> Iterator[Sentence]:
    """The sentences of LeNER-Br."""
    require(LENER)
    csv.field_size_limit(1 << 24)
    with LENER.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield json.loads(row["tokens"]), json.loads(row["tags"])


def faquad() -> Iterator[Asked]:
    """The questions of FaQuAD."""
    require(FAQUAD)
    for article in json.loads(FAQUAD.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for asked in paragraph["qas"]:
                answers = [
                    {"text": one["text"], "start": one["answer_start"]} for one in asked["answers"]
                ]
                yield {
                    "context": paragraph["context"],
                    "question": asked["question"],
                    "answers": answers,
                }


def require(path: Path) -> None:
    """Skip the test where the corpus is not at hand."""
    if not path.is_file():
        pytest.skip(f"{path.name} is not here")
