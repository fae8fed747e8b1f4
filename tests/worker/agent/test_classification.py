"""A sheet's turn: portions that follow one another, and ends that are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid4

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.certainty import Band
from schemas.classification import Portion
from schemas.errands import ClassificationToDo
from schemas.events.classification import ClassificationFailureCode
from schemas.inference import Answer, DeclineCode, Declined, Predicted, Prediction, Told
from worker.agent import classification
from worker.agent.classification import Classification, FailedError, read

ROWS = ["o mar", "", "a folha", "", "o anil", "a jade", "o rio"]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    path = tmp_path / "texts.parquet"
    pq.write_table(pa.table({"text": ROWS}), path, row_group_size=3)
    return path


def job(reached: int = 0) -> ClassificationToDo:
    about = {"id": uuid4(), "run_id": uuid4(), "path": "/models/x", "grant": "shown"}
    return ClassificationToDo.model_validate(about | {"rows": len(ROWS), "rows_answered": reached})


@dataclass
class Counter:
    """The API's side: it keeps what comes in turn."""

    kept: list[Prediction] = field(default_factory=list[Prediction])

    async def store(self, job: ClassificationToDo, start: int, portion: Portion) -> int:
        assert start == len(self.kept)
        self.kept += portion.predictions
        return len(self.kept)


@dataclass
class Parrot:
    """Answers each text with itself, once it has declined so often."""

    declines: list[DeclineCode] = field(default_factory=list[DeclineCode])
    asked: list[str] = field(default_factory=list[str])

    async def predict(
        self,
        run_id: UUID,
        texts: Sequence[str],
        question: str | None = None,
        *,
        patience_seconds: float,
        is_urgent: bool = True,
    ) -> Told:
        assert not is_urgent
        if self.declines:
            return Declined(code=self.declines.pop())
        self.asked += texts
        told = [Answer(label=text, probability=1.0, band=Band.SURE) for text in texts]
        return Predicted(predictions=tuple(Prediction(answers=(one,), given=1) for one in told))


def labels(kept: Sequence[Prediction]) -> list[str]:
    return [one.answers[0].label if one.answers else "" for one in kept]


@pytest.mark.parametrize("start", range(len(ROWS) + 1))
def test_rows_are_read_from_anywhere_on(texts: Path, start: int):
    """Whatever groups they are stored in."""
    assert read(texts, start, 4) == ROWS[start : start + 4]


async def test_every_row_gets_its_own_answer_and_empty_ones_none(
    texts: Path, monkeypatch: pytest.MonkeyPatch
):
    """In order, in portions; whoever goes on begins where the answers end."""
    monkeypatch.setattr(classification, "PORTION_ROWS", 2)
    counter, parrot = Counter(), Parrot()
    counter.kept = [Prediction(answers=(), given=0)] * 3

    await Classification(job(reached=3), texts, counter, parrot).run()

    assert labels(counter.kept)[3:] == ROWS[3:]
    assert parrot.asked == [text for text in ROWS[3:] if text]


@pytest.mark.parametrize(
    ("declines", "code"),
    [
        ([DeclineCode.MISSING], ClassificationFailureCode.MODEL_MISSING),
        ([DeclineCode.DAMAGED], ClassificationFailureCode.MODEL_MISSING),
        ([DeclineCode.FAILED] * 3, ClassificationFailureCode.CRASHED),
    ],
)
async def test_what_will_never_be_answered_is_told(
    texts: Path, declines: list[DeclineCode], code: ClassificationFailureCode
):
    with pytest.raises(FailedError) as failed:
        await Classification(job(), texts, Counter(), Parrot(declines)).run()

    assert failed.value.code is code


async def test_a_busy_worker_and_one_mishap_are_waited_out(
    texts: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(classification, "BUSY_SECONDS", 0.0)
    counter = Counter()
    declines = [DeclineCode.FAILED, DeclineCode.BUSY, DeclineCode.BUSY]

    await Classification(job(), texts, counter, Parrot(declines)).run()

    assert labels(counter.kept) == ROWS
