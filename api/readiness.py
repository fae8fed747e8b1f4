"""Whether everything that the API stands on is there."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.queries import positions
from infra.bus import EventLog, UnavailableError

ANSWER_SECONDS = 2.0
LAG_SECONDS = 2.0
"""How far behind the log the read model may be."""
SMALL_LAG = 100
"""In events: what may be missing while there is no earlier look to compare with."""
LOOK_SECONDS = 0.5
REMEMBERED_LOOKS = 32
PROJECTION = "training"


class Part(StrEnum):
    """What may be missing."""

    LOG = "log"
    DATABASE = "database"
    PROJECTOR = "projector"


@dataclass(frozen=True, slots=True)
class Look:
    """The log's end and the projector's position, at one moment."""

    at: float
    end: int
    position: int


@dataclass(frozen=True, slots=True)
class Projector:
    """What the database says of the log's projector."""

    position: int | None
    """None before it has ever run."""
    at_work: bool


class Readiness:
    """Looks, and remembers its looks: what counts is where the log ended a moment ago."""

    def __init__(
        self, log: EventLog, engine: AsyncEngine, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._log = log
        self._engine = engine
        self._clock = clock
        self._looks: deque[Look] = deque(maxlen=REMEMBERED_LOOKS)

    async def missing(self) -> list[Part]:
        """The parts that are not there; none when requests can be served."""
        end, projector = await asyncio.gather(self._end_of_log(), self._projector())
        missing: list[Part] = []
        if end is None:
            missing.append(Part.LOG)
        if projector is None:
            missing.append(Part.DATABASE)
        elif not self._serves(projector, end):
            missing.append(Part.PROJECTOR)
        return missing

    def _serves(self, projector: Projector, end: int | None) -> bool:
        if projector.position is None or not projector.at_work:
            return False
        return end is None or self._keeps_up(Look(self._clock(), end, projector.position))

    def _keeps_up(self, now: Look) -> bool:
        """Whether the position has passed the log's earlier end, or is at least moving."""
        before = [look for look in self._looks if look.at <= now.at - LAG_SECONDS]
        if not self._looks or now.at - self._looks[-1].at >= LOOK_SECONDS:
            self._looks.append(now)
        if not before:
            return now.end - now.position <= SMALL_LAG
        return now.position >= before[-1].end or now.position > before[-1].position

    async def _end_of_log(self) -> int | None:
        """None when the broker does not answer in time."""
        if not self._log.client.is_connected:
            return None
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._log.last_sequence()
        except (UnavailableError, TimeoutError):
            return None

    async def _projector(self) -> Projector | None:
        """None when the database does not answer in time."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._engine.connect() as tx:
                position = await positions.of(tx, PROJECTION)
                return Projector(position, await positions.is_projected(tx, PROJECTION))
        except (SQLAlchemyError, TimeoutError):
            return None
