"""The agent's own process on a real broker: how its attempts end, whatever comes between."""

from pathlib import Path
from uuid import UUID, uuid4

from infra.presence import last_heartbeat
from schemas import subjects
from schemas.base import Actor, ActorKind, answering
from schemas.events.run import (
    EpochCompleted,
    JobFailed,
    RunCancelled,
    RunStalled,
    RunStarted,
    StallReason,
)
from schemas.events.worker import WorkerPaused, WorkerResumed
from schemas.lifecycle import RunStatus
from tests.faults.standin import DEAF
from tests.faults.system import Pace, System, running, system

ADMINISTRATOR = Actor(kind=ActorKind.USER, id="ana")
WATCHDOG = Actor(kind=ActorKind.SYSTEM, id="watchdog")
SLOW = Pace(epoch_seconds=30)
"""Nothing is told for as long as a test takes."""


async def kinds(site: System, run_id: UUID) -> list[str]:
    return [type(recorded.event).__name__ for recorded in await site.history(run_id)]


async def test_a_message_that_is_no_job_is_taken_off_the_queue(tmp_path: Path, database_url: str):
    """The agent neither falls over it again and again nor waits behind it."""
    async with running(tmp_path, database_url, Pace()) as site:
        for data in (b"nonsense", b'{"type": "run.requested.v1"}', b'{"type": "run.dreamt.v9"}'):
            subject = f"training.run.{uuid4()}.requested.{subjects.DEFAULT_POOL}"
            await site.log.jetstream.publish(subject, data)
        run_id = await site.request(epochs=1)
        terminated = await site.client.subscribe(
            "$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.TRAINING.*"
        )

        worker = await site.worker()
        await site.ended(run_id)

        advisory = await terminated.next_msg(5)
        assert b"unreadable job" in advisory.data
        queue = subjects.jobs_consumer(subjects.DEFAULT_POOL)
        await site.until(lambda: is_empty(site, queue))
        assert worker.lives


async def is_empty(site: System, queue: str) -> bool:
    info = await site.log.jetstream.consumer_info(subjects.TRAINING, queue)
    return (info.num_ack_pending, info.num_pending, info.num_redelivered) == (0, 0, 0)


async def test_a_job_that_kills_the_agent_itself_is_given_up(tmp_path: Path, database_url: str):
    """Nobody is left to say so but the log's own count of attempts."""
    async with system(tmp_path, database_url) as site:
        run_id = await site.request(max_retries=1)
        worker = await site.worker()
        for attempt in (1, 2):
            await site.told(run_id, EpochCompleted, attempt=attempt)
            await worker.kill()
            await worker.start()
        await site.ended(run_id)

        *_, last = await site.history(run_id)
        assert isinstance(last.event, JobFailed)
        assert (last.event.code, last.event.params) == ("attempts_exhausted", {"attempts": 2})


async def test_a_stalled_attempt_is_stopped_though_its_child_hears_nothing(
    tmp_path: Path, database_url: str
):
    """Killed after a grace; the job is offered again and nothing more of the attempt is told."""
    async with system(tmp_path, database_url) as site:
        worker = await site.worker()
        run_id = await site.request(base_model=DEAF, max_retries=0)
        await site.told(run_id, RunStarted)
        await stall(site, run_id, StallReason.NO_PROGRESS)
        await site.ended(run_id)

        assert "given up by the watchdog" in worker.said()
        told = await kinds(site, run_id)
        assert told == ["RunRequested", "RunStarted", "RunStalled", "JobFailed"]
        assert (await site.state(run_id)).status is RunStatus.FAILED


async def test_a_worker_loads_no_base_model_that_it_does_not_allow(
    tmp_path: Path, database_url: str
):
    """Whoever wrote the job: no child is started, and the run says why."""
    async with system(tmp_path, database_url) as site:
        worker = await site.worker()
        run_id = await site.request(base_model="/etc/../srv/models/mine")
        await site.ended(run_id)

        *_, last = await site.history(run_id)
        assert isinstance(last.event, JobFailed)
        assert last.event.code == "base_model_unavailable"
        assert last.event.detail.startswith("AFINA_BASE_MODELS of this worker allows stand-in,")
        assert "attempt 1" not in worker.said()


async def stall(site: System, run_id: UUID, reason: StallReason) -> None:
    *_, last = await site.history(run_id)
    accusation = {"run_id": run_id, "worker_id": "gpu-1", "attempt": 1, "reason": reason}
    told = {"occurred_at": last.stored_at, "actor": WATCHDOG} | answering(last.event)
    event = RunStalled(**accusation, **told)
    await site.log.append(event, expected=last.sequence)


async def test_a_worker_that_was_only_called_lost_goes_on(tmp_path: Path, database_url: str):
    """A live run always wins."""
    async with system(tmp_path, database_url) as site:
        await site.worker()
        run_id = await site.request(epochs=8)
        await site.told(run_id, RunStarted)
        await stall(site, run_id, StallReason.WORKER_LOST)
        await site.ended(run_id)

        state = await site.state(run_id)
        assert (state.status, state.attempt) == (RunStatus.COMPLETED, 1)


async def test_a_zombie_with_nothing_to_tell_still_finds_out(tmp_path: Path, database_url: str):
    """Its next event may be an hour away; the training must not go on for so long."""
    async with system(tmp_path, database_url, SLOW, all_ended=False) as site:
        await site.consumers()
        zombie = await site.worker("gpu-1")
        run_id = await site.request()
        await site.told(run_id, RunStarted)
        zombie.pause()
        await site.worker("gpu-2")
        await site.told(run_id, RunStarted, times=2)
        zombie.resume()

        await site.until(lambda: "another attempt took over" in zombie.said())
        await site.until(lambda: len(zombie.family()) == 1)
        assert await kinds(site, run_id) == [
            *("RunRequested", "RunStarted", "RunStalled"),
            "RunStarted",
        ]


async def test_a_waiting_run_is_cancelled_without_a_worker(tmp_path: Path, database_url: str):
    """The event is its end; whoever gets the job drops it."""
    async with system(tmp_path, database_url) as site:
        run_id = await site.request()
        await site.cancel(run_id)
        await site.worker()
        queue = subjects.jobs_consumer(subjects.DEFAULT_POOL)
        await site.until(lambda: is_empty(site, queue))
        assert await kinds(site, run_id) == ["RunRequested", "CancelRequested"]


async def test_a_run_that_trains_is_cancelled_at_once(tmp_path: Path, database_url: str):
    """Between two steps, with what was learned so far in the log."""
    async with system(tmp_path, database_url) as site:
        await site.worker()
        run_id = await site.request(epochs=100)
        await site.told(run_id, EpochCompleted, times=2)
        await site.cancel(run_id)
        await site.ended(run_id)

        *_, last = await site.history(run_id)
        assert isinstance(last.event, RunCancelled)
        assert last.event.epochs_completed >= 2


async def test_a_cancelled_child_that_hears_nothing_is_killed(tmp_path: Path, database_url: str):
    """It has told no phase but preparing: there is nothing to wait for."""
    async with system(tmp_path, database_url) as site:
        await site.worker()
        run_id = await site.request(base_model=DEAF)
        await site.told(run_id, RunStarted)
        await site.cancel(run_id)
        await site.ended(run_id)
        assert (await kinds(site, run_id))[-1] == "RunCancelled"


async def test_a_run_of_an_unreachable_worker_is_cancelled_when_that_is_called_lost(
    tmp_path: Path, database_url: str
):
    """And the worker that comes back obeys: no word of it follows."""
    async with system(tmp_path, database_url, Pace(epoch_seconds=1)) as site:
        await site.consumers()
        worker = await site.worker()
        run_id = await site.request(epochs=100)
        await site.told(run_id, EpochCompleted)
        worker.broker.cut()
        await site.cancel(run_id)
        await site.ended(run_id)
        assert (await site.state(run_id)).status is RunStatus.CANCELLED
        worker.broker.heal()

        await site.until(lambda: "the run has ended meanwhile" in worker.said())
        await site.until(lambda: len(worker.family()) == 1)
        assert (await kinds(site, run_id))[-1] == "RunStalled"


async def test_a_deleted_queue_is_waited_for(tmp_path: Path, database_url: str):
    """The new one delivers every job again: what has ended is dropped, what waits is done."""
    async with system(tmp_path, database_url, Pace(epoch_seconds=1)) as site:
        await site.consumers()
        worker = await site.worker()
        first = await site.request(epochs=2)
        await site.ended(first)
        queue = subjects.jobs_consumer(subjects.DEFAULT_POOL)
        await site.log.jetstream.delete_consumer(subjects.TRAINING, queue)
        await site.log.jetstream.delete_consumer(subjects.PRESENCE, "watchdog")
        second = await site.request(epochs=100)
        await site.told(second, EpochCompleted)

        assert (await site.state(first)).attempt == 1
        await worker.kill()
        await site.until(lambda: is_queued(site, second))
        await site.cancel(second)


async def is_queued(site: System, run_id: UUID) -> bool:
    """So the watchdog's ear was made anew too."""
    return (await site.state(run_id)).status is RunStatus.QUEUED


async def test_a_worker_that_must_leave_while_the_broker_is_away_leaves_its_words_behind(
    tmp_path: Path, database_url: str
):
    """On its disk: the next agent tells them, and nothing counts as failed."""
    async with system(tmp_path, database_url) as site:
        worker = await site.worker()
        run_id = await site.request(epochs=30)
        await site.told(run_id, EpochCompleted)
        await site.broker.kill()
        assert await worker.terminate() == 0

        await site.broker.start()
        await worker.start()
        await site.ended(run_id)

        state = await site.state(run_id)
        assert (state.status, state.attempt, state.interruptions) == (RunStatus.COMPLETED, 2, 1)


async def test_a_paused_worker_takes_nothing_until_the_pause_ends(
    tmp_path: Path, database_url: str
):
    """It says so, a worker beside it goes on, and a restart changes nothing of it."""
    async with system(tmp_path, database_url) as site:
        paused = await site.worker("gpu-1")
        await tell(site, WorkerPaused)
        await site.until(lambda: says_paused(site, expected=True))
        first = await site.request(epochs=1)
        await site.worker("gpu-2")
        await site.ended(first)
        assert (await site.state(first)).worker_id == "gpu-2"

        await site.rooms["gpu-2"].kill()
        await paused.kill()
        await paused.start()
        second = await site.request(epochs=1)
        await site.until(lambda: says_paused(site, expected=True))
        assert await kinds(site, second) == ["RunRequested"]
        await tell(site, WorkerResumed)
        await site.ended(second)
        assert (await site.state(second)).worker_id == "gpu-1"


async def tell(site: System, kind: type[WorkerPaused | WorkerResumed]) -> None:
    *_, last = await site.log.history(subjects.worker("gpu-1"))
    told = {"occurred_at": last.stored_at, "actor": ADMINISTRATOR} | answering(last.event)
    await site.log.append(kind(worker_id="gpu-1", **told), expected=last.sequence)


async def says_paused(site: System, *, expected: bool) -> bool:
    heard = await last_heartbeat(site.client, "gpu-1")
    return heard is not None and heard.paused is expected
