"""Every fault: how it falls on the scene."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random

import psutil
from nats.errors import Error as NatsError

from benchmarks.chaos.recovery import MissedError, Recovered, grown, heard, projected
from benchmarks.chaos.scene import PACE, Scene
from schemas import subjects
from schemas.lifecycle import RunStatus
from tests.faults.link import Link, Way
from tests.faults.room import Room
from tests.faults.standin import POISON
from tests.faults.system import answers

LEASE_SECONDS = PACE.ack_wait_seconds
SHORT, LONG = 0.25 * LEASE_SECONDS, 1.3 * LEASE_SECONDS
SWALLOW_SECONDS = 20.0
"""That something worth swallowing may take to come by."""


def worker(scene: Scene, number: int) -> Room:
    """The worker that ``number`` means."""
    return scene.workers[number % len(scene.workers)]


def consumers(scene: Scene, number: int) -> Room:
    """The consumers that ``number`` means."""
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
    """Kill -9 of agent and child, and a new start."""
    room = worker(scene, number)
    return await accused(scene, room, _again(room, room.kill))


async def terminate_worker(scene: Scene, number: int) -> Recovered:
    """SIGTERM, and a new start."""
    room = worker(scene, number)
    return await accused(scene, room, _again(room, lambda: _leave(room)))


async def _leave(room: Room) -> None:
    """An orderly end, or a quick one after the grace that a supervisor gives."""
    try:
        await room.terminate()
    except TimeoutError:
        await room.kill()


async def _again(room: Room, end: Callable[[], Awaitable[object]]) -> None:
    await end()
    await room.start()


async def kill_child(scene: Scene, number: int) -> Recovered:
    """Kill -9 of the training alone."""
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
    """SIGSTOP and SIGCONT within the lease."""
    room = worker(scene, number)
    await _frozen(room, SHORT)
    return heard(scene, room)


async def freeze_long(scene: Scene, number: int) -> Recovered:
    """SIGSTOP past the lease, then SIGCONT."""
    room = worker(scene, number)
    return await accused(scene, room, _frozen(room, LONG))


async def _held(link: Link, seconds: float, *ways: Way) -> None:
    link.hold(*ways)
    await asyncio.sleep(seconds)
    link.heal()


async def partition_short(scene: Scene, number: int) -> Recovered:
    """Nothing passes, within the lease."""
    room = worker(scene, number)
    await _held(room.broker, SHORT)
    return heard(scene, room)


async def partition_long(scene: Scene, number: int) -> Recovered:
    """No connection past the lease."""
    room = worker(scene, number)

    async def cut() -> None:
        room.broker.cut()
        await asyncio.sleep(LONG)
        room.broker.heal()

    return await accused(scene, room, cut())


async def partition_one_way(scene: Scene, number: int) -> Recovered:
    """What the broker says does not arrive."""
    room = worker(scene, number)
    await _held(room.broker, SHORT, Way.TO_CLIENT)
    return heard(scene, room)


async def slow_link(scene: Scene, number: int) -> Recovered:
    """Every piece takes long."""
    room = worker(scene, number)
    room.broker.delay_seconds = 0.2
    await asyncio.sleep(SHORT)
    room.broker.heal()
    return heard(scene, room)


async def reset_worker(scene: Scene, number: int) -> Recovered:
    """The connection breaks."""
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
    """An event is stored; its writer is cut off before it hears so."""
    room = worker(scene, number)
    await swallowed(room.broker, b"PUB training.run.", b'"seq"')
    return heard(scene, room)


async def swallow_ack(scene: Scene, number: int) -> Recovered:
    """A job is taken off the queue; its worker is cut off before it hears so."""
    room = worker(scene, number)
    await swallowed(room.broker, b"+ACK", b"MSG _INBOX")
    return heard(scene, room)


async def swallow_commit(scene: Scene, number: int) -> Recovered:
    """A transaction is done; its projector is cut off before it hears so."""
    links = {room.database for room in scene.consumers}
    first = [asyncio.create_task(swallowed(link, b"COMMIT", b"COMMIT")) for link in links]
    _, pending = await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*first, return_exceptions=True)
    del number
    return projected(scene)


async def kill_consumers(scene: Scene, number: int) -> Recovered:
    """Kill -9, and a new start."""
    room = consumers(scene, number)
    await _again(room, room.kill)
    return projected(scene)


async def terminate_consumers(scene: Scene, number: int) -> Recovered:
    """SIGTERM, and a new start."""
    room = consumers(scene, number)
    await _again(room, lambda: _leave(room))
    return projected(scene)


async def reset_database(scene: Scene, number: int) -> Recovered:
    """The connections to PostgreSQL break."""
    consumers(scene, number).database.reset()
    return projected(scene)


async def reset_consumers(scene: Scene, number: int) -> Recovered:
    """The connections to the broker break."""
    consumers(scene, number).broker.reset()
    return projected(scene)


async def kill_broker(scene: Scene, _: int) -> Recovered:
    """Kill -9, and a new start at once."""
    await scene.site.broker.kill()
    await scene.site.broker.start()
    return grown(scene)


async def broker_outage(scene: Scene, _: int) -> Recovered:
    """Kill -9, and a new start past the lease."""
    await scene.site.broker.kill()
    await asyncio.sleep(LONG)
    await scene.site.broker.start()
    return grown(scene)


async def kill_database(scene: Scene, _: int) -> Recovered:
    """An immediate shutdown, and a new start."""
    await scene.database.crash()
    await scene.database.start()
    return projected(scene)


async def kill_api(scene: Scene, _: int) -> Recovered:
    """The same for the API."""
    await _again(scene.api, scene.api.kill)

    async def fact() -> bool:
        return await answers(scene.address)

    return fact


async def reset_browsers(scene: Scene, _: int) -> Recovered:
    """Every stream of every browser breaks."""
    scene.browsers.reset()
    heard = sum(len(listener.heard) for listener in scene.listeners.values())

    async def fact() -> bool:
        return sum(len(listener.heard) for listener in scene.listeners.values()) > heard

    return fact


async def reset_api(scene: Scene, _: int) -> Recovered:
    """The API's connections to PostgreSQL break."""
    scene.api.database.reset()
    return await reset_browsers(scene, 0)


async def offer_early(scene: Scene, number: int) -> Recovered:
    """A job that is being trained is offered again."""
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
    """A job that aborts its process."""
    run_id = await scene.request(POISON, max_retries=1)
    scene.witness.poisoned.add(run_id)

    async def ended() -> bool:
        # Not even failed, if its owner has cancelled it by then.
        return scene.status(run_id).ended

    return ended
