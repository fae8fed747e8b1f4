"""The log of a busy month, made up: many runs at once, each from its request to its end."""

from collections.abc import Generator
from itertools import islice
from random import Random
from uuid import UUID

from schemas.base import Event
from schemas.metrics import LabelReport
from tests.schemas.examples import (
    cancel_requested,
    checkpoint_saved,
    dataset_uploaded,
    epoch_completed,
    job_failed,
    report,
    run_cancelled,
    run_completed,
    run_requested,
    run_started,
    worker_registered,
)

ACTIVE_RUNS = 50
"""Runs that are being trained at the same time."""
EPOCHS = 10
LABELS = 12


def made_up(length: int, seed: int = 1) -> list[Event]:
    """``length`` events in an order in which they may be appended."""
    return list(islice(_interleaved(Random(seed)), length))


def _interleaved(random: Random) -> Generator[Event]:
    """Endless: whenever a run ends, another one begins."""
    yield from (worker_registered(worker_id=f"gpu-{number}") for number in range(ACTIVE_RUNS))
    active = [_run(random, f"gpu-{number}") for number in range(ACTIVE_RUNS)]
    while True:
        place = random.randrange(ACTIVE_RUNS)
        event = next(active[place], None)
        if event is None:
            active[place] = _run(random, f"gpu-{place}")
        else:
            yield event


def _run(random: Random, worker_id: str) -> Generator[Event]:
    """One run: nine of ten end well, some after a failure, the rest are cancelled."""
    run_id, dataset_id = _id(random), _id(random)
    of_run = {"run_id": run_id, "worker_id": worker_id}
    yield dataset_uploaded(dataset_id=dataset_id)
    yield run_requested(run_id=run_id, dataset_id=dataset_id)
    attempt = 1
    yield run_started(**of_run)
    if random.random() < 0.1:
        yield job_failed(final=False, **of_run)
        attempt = 2
        yield run_started(**of_run, attempt=attempt)
    for epoch in range(1, EPOCHS + 1):
        yield epoch_completed(epoch, **of_run, attempt=attempt)
        yield checkpoint_saved(epoch, **of_run, attempt=attempt)
    if random.random() < 0.1:
        yield cancel_requested(run_id=run_id)
        yield run_cancelled(**of_run, attempt=attempt)
    else:
        yield run_completed(**of_run, attempt=attempt, report=_report(random))


def _report(random: Random) -> object:
    labels = [
        LabelReport(label=f"classe {number}", precision=0.9, recall=0.8, f1=0.847, support=50)
        for number in range(LABELS)
    ]
    confusion = [[random.randrange(50) for _ in labels] for _ in labels]
    return report(labels=labels, confusion_matrix=confusion)


def _id(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)
