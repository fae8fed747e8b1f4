"""Every fault: how it falls on the scene, and what tells that the system is over it."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import psutil
from nats.errors import Error as NatsError

from benchmarks.chaos.scene import Scene
from schemas import subjects
from schemas.lifecycle import RunStatus
from tests.faults.link import Link, Way
from tests.faults.room import Room
from tests.faults.standin import POISON

LEASE_SECONDS = 6.0
SHORT, LONG = 0.25 * LEASE_SECONDS, 1.3 * LEASE_SECONDS
SWALLOW_SECONDS = 20.0
"""That something worth swallowing may take to come by."""

Recovered = Callable[[], Awaitable[bool]]
"""Whether the system is over it."""


class MissedError(Exception):
    """The fault found nothing to fall on: no training just then, or nothing said."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind."""

    name: str
    rows: str
    """Of the fault matrix."""
    expected: str
    weight: int
    """How often it falls, beside the others."""
    reaches: str
    """Whose lock it takes: ``worker``, ``consumers``, ``broker``, ``database`` or ``queue``."""
    inject: Callable[[Scene, int], Awaitable[Recovered]]
    """Returns once the fault itself is over; the number chooses among several targets."""


def heard(scene: Scene, room: Room) -> Recovered:
    """The worker has told the log something since now."""
    since = time.monotonic()

    async def fact() -> bool:
        return scene.witness.heard.get(room.name, 0.0) > since

    return fact


def grown(scene: Scene) -> Recovered:
    """The log has grown since now."""
    since = scene.witness.last_sequence

    async def fact() -> bool:
        return scene.witness.last_sequence > since

    return fact


def projected(scene: Scene) -> Recovered:
    """The tables have the next event."""
    since = scene.witness.last_sequence + 1

    async def fact() -> bool:
        return await scene.projected(since)

    return fact


def worker(scene: Scene, number: int) -> Room:
    return scene.workers[number % len(scene.workers)]


def consumers(scene: Scene, number: int) -> Room:
    return scene.consumers[number % len(scene.consumers)]


async def accused(scene: Scene, room: Room, act: Awaitable[object]) -> Recovered:
    """``act``, which may end the attempt of the worker."""
    began = time.monotonic()
    scene.witness.accuse(room.name, began)
    try:
        await act
    finally:
        scene.witness.over(room.name, began, time.monotonic())
    return heard(scene, room)


async def kill_worker(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    return await accused(scene, room, _again(room, room.kill))


async def terminate_worker(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    return await accused(scene, room, _again(room, room.terminate))


async def _again(room: Room, end: Callable[[], Awaitable[object]]) -> None:
    await end()
    await room.start()


async def kill_child(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    children = room.family()[1:]
    if not children:
        raise MissedError

    async def kill() -> None:
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.send_signal(signal.SIGKILL)

    return await accused(scene, room, kill())


async def _frozen(room: Room, seconds: float) -> None:
    room.pause()
    await asyncio.sleep(seconds)
    room.resume()


async def freeze_short(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    await _frozen(room, SHORT)
    return heard(scene, room)


async def freeze_long(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    return await accused(scene, room, _frozen(room, LONG))


async def _held(link: Link, seconds: float, *ways: Way) -> None:
    link.hold(*ways)
    await asyncio.sleep(seconds)
    link.heal()


async def partition_short(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    await _held(room.broker, SHORT)
    return heard(scene, room)


async def partition_long(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)

    async def cut() -> None:
        room.broker.cut()
        await asyncio.sleep(LONG)
        room.broker.heal()

    return await accused(scene, room, cut())


async def partition_one_way(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    await _held(room.broker, SHORT, Way.TO_CLIENT)
    return heard(scene, room)


async def slow_link(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    room.broker.delay_seconds = 0.2
    await asyncio.sleep(SHORT)
    room.broker.heal()
    return heard(scene, room)


async def reset_worker(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    room.broker.reset()
    return heard(scene, room)


async def swallowed(link: Link, question: bytes, answer: bytes) -> None:
    """Raises MissedError if nothing of the kind was said."""
    link.swallow(question, answer)
    try:
        async with asyncio.timeout(SWALLOW_SECONDS):
            await link.swallowed.wait()
    except TimeoutError as error:
        raise MissedError from error
    finally:
        link.heal()


async def swallow_publish(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    await swallowed(room.broker, b"PUB training.run.", b'"seq"')
    return heard(scene, room)


async def swallow_ack(scene: Scene, number: int) -> Recovered:
    room = worker(scene, number)
    await swallowed(room.broker, b"+ACK", b"MSG _INBOX")
    return heard(scene, room)


async def swallow_commit(scene: Scene, number: int) -> Recovered:
    links = {room.database for room in scene.consumers}
    first = [asyncio.create_task(swallowed(link, b"COMMIT", b"COMMIT")) for link in links]
    _, pending = await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*first, return_exceptions=True)
    del number
    return projected(scene)


async def kill_consumers(scene: Scene, number: int) -> Recovered:
    room = consumers(scene, number)
    await _again(room, room.kill)
    return projected(scene)


async def terminate_consumers(scene: Scene, number: int) -> Recovered:
    room = consumers(scene, number)
    await _again(room, room.terminate)
    return projected(scene)


async def reset_database(scene: Scene, number: int) -> Recovered:
    consumers(scene, number).database.reset()
    return projected(scene)


async def reset_consumers(scene: Scene, number: int) -> Recovered:
    consumers(scene, number).broker.reset()
    return projected(scene)


async def kill_broker(scene: Scene, _: int) -> Recovered:
    await scene.site.broker.kill()
    await scene.site.broker.start()
    return grown(scene)


async def broker_outage(scene: Scene, _: int) -> Recovered:
    await scene.site.broker.kill()
    await asyncio.sleep(LONG)
    await scene.site.broker.start()
    return grown(scene)


async def kill_database(scene: Scene, _: int) -> Recovered:
    await scene.database.kill()
    await scene.database.start()
    return projected(scene)


async def offer_early(scene: Scene, number: int) -> Recovered:
    running = [run for run in scene.going() if scene.status(run) is RunStatus.RUNNING]
    if not running:
        raise MissedError
    run_id = Random(number).choice(running)
    sequence, _ = scene.accepted[run_id]
    consumer = subjects.jobs_consumer(subjects.DEFAULT_POOL)
    try:
        await scene.site.client.publish(
            f"$JS.ACK.{subjects.TRAINING}.{consumer}.1.{sequence}.1.0.0", b"-NAK"
        )
    except NatsError as error:
        raise MissedError from error
    return grown(scene)


async def poison(scene: Scene, _: int) -> Recovered:
    run_id = await scene.request(POISON, max_retries=1)
    scene.witness.poisoned.add(run_id)

    async def failed() -> bool:
        return scene.status(run_id) is RunStatus.FAILED

    return failed


FAULTS = (
    Fault("worker killed (kill -9)", "1", "its next start goes on from the checkpoint", 10, "worker", kill_worker),
    Fault("training process killed", "17", "the attempt fails, the next goes on", 14, "worker", kill_child),
    Fault("job that kills its process", "17", "fails after its retries, others run", 3, "queue", poison),
    Fault("worker asked to leave (SIGTERM)", "29", "job given back, no attempt used up", 6, "worker", terminate_worker),
    Fault("worker frozen, shorter than the lease", "2", "nothing", 8, "worker", freeze_short),
    Fault("worker frozen, longer than the lease", "2", "replaced and refused, or goes on", 3, "worker", freeze_long),
    Fault("partition, shorter than the lease", "3", "nothing", 10, "worker", partition_short),
    Fault("partition, longer than the lease", "4", "replaced and refused, or goes on", 3, "worker", partition_long),
    Fault("partition one way: no answers", "5", "nothing told twice", 10, "worker", partition_one_way),
    Fault("link slow (200 ms)", "3", "nothing", 8, "worker", slow_link),
    Fault("worker's connection reset", "3", "nothing", 22, "worker", reset_worker),
    Fault("publish done, writer told nothing", "13", "known as its own", 16, "worker", swallow_publish),
    Fault("ack done, worker told nothing", "13", "job not trained again", 12, "worker", swallow_ack),
    Fault("job offered while it is trained", "14, 19", "left to its holder", 12, "queue", offer_early),
    Fault("broker killed, outage shorter than the lease", "6", "nothing", 8, "broker", kill_broker),
    Fault("broker killed, outage longer than the lease", "7", "healthy runs go on", 2, "broker", broker_outage),
    Fault("consumers killed, another standing by", "21", "projected once", 5, "consumers", kill_consumers),
    Fault("consumers asked to leave", "29", "projected once", 4, "consumers", terminate_consumers),
    Fault("consumers' connection to the broker reset", "15", "projected once, in order", 12, "consumers", reset_consumers),
    Fault("consumers' connections to the database reset", "11", "projected once", 14, "consumers", reset_database),
    Fault("commit done, projector told nothing", "12", "not applied twice", 14, "consumers", swallow_commit),
    Fault("database shut down at once", "11", "projected once", 4, "database", kill_database),
)  # fmt: skip
