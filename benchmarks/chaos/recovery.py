"""What tells that the system is over a fault."""

import time
from collections.abc import Awaitable, Callable

from benchmarks.chaos.scene import Scene
from tests.faults.room import Room

Recovered = Callable[[], Awaitable[bool]]
"""Whether the system is over it."""


class MissedError(Exception):
    """The fault found nothing to fall on: no training just then, or nothing said."""


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
