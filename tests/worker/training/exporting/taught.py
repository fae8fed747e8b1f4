"""Small models of every kind of lesson, with all of their exports."""

from dataclasses import dataclass
from pathlib import Path

from schemas.exports import ExportFormat
from tests.worker.training import lessons, small
from worker.messages import Finished, Job
from worker.training import session

LABELS = "labels"
KINDS = (LABELS, *lessons.KINDS)


@dataclass(frozen=True, slots=True)
class Taught:
    """A run that is finished."""

    kind: str
    job: Job
    done: Finished


def teach(kind: str, folder: Path, base: Path, *formats: ExportFormat) -> Taught:
    """A model that has learned its rows, or most of them."""
    if kind == LABELS:
        job = small.job(folder, base, count=100, epochs=4)
    else:
        job = lessons.job(kind, folder, base, count=100, epochs=4)
    job = job.model_copy(update={"exports": formats, "dataset_sha256": "5" * 64})
    done = session.run(job, small.Ear(), small.never)
    assert isinstance(done, Finished)
    return Taught(kind, job, done)
