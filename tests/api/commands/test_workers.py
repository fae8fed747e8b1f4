"""Decisions about workers, without a server."""

from datetime import UTC, datetime

import pytest

from api.commands import workers
from api.commands.workers import PauseWorker, ResumeWorker, Worker
from api.problems import RefusedError
from schemas.base import Actor, ActorKind
from schemas.events.worker import WorkerPaused, WorkerResumed, WorkerRevoked
from schemas.problems import ProblemCode
from tests.schemas.examples import WORKER, worker_event, worker_registered

NOW = datetime(2026, 1, 1, tzinfo=UTC)
MARIA = Actor(kind=ActorKind.USER, id="maria")
PAUSE = PauseWorker(worker_id=WORKER, actor=MARIA)
RESUME = ResumeWorker(worker_id=WORKER, actor=MARIA)


def known(*events) -> Worker:
    worker = workers.evolve(None, worker_registered())
    for event in events:
        worker = workers.evolve(worker, event)
    return worker


def test_a_pause_is_told_in_the_name_of_who_wants_it():
    [event] = workers.pause(PAUSE, known(), NOW)

    assert isinstance(event, WorkerPaused)
    assert (event.worker_id, event.actor, event.occurred_at) == (WORKER, MARIA, NOW)


def test_what_is_so_already_is_not_told_again():
    """Every command may come twice."""
    paused = known(worker_event(WorkerPaused))

    assert workers.pause(PAUSE, paused, NOW) == []
    assert workers.resume(RESUME, known(), NOW) == []
    [event] = workers.resume(RESUME, paused, NOW)
    assert isinstance(event, WorkerResumed)
    assert workers.evolve(paused, event) == known()


@pytest.mark.parametrize("decide", [workers.pause, workers.resume])
@pytest.mark.parametrize(
    ("worker", "code"),
    [
        (None, ProblemCode.WORKER_NOT_FOUND),
        (known(worker_event(WorkerRevoked)), ProblemCode.WORKER_REVOKED),
    ],
)
def test_only_a_worker_that_may_work_is_paused(decide, worker, code):
    with pytest.raises(RefusedError) as refused:
        decide(PAUSE, worker, NOW)
    assert refused.value.code is code
