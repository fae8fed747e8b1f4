"""How far a projector is, who waits for it, and the delivery of what it has written."""

import asyncio
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from api.queries import positions
from infra import logging

log = logging.get(__name__)

RETRY_SECONDS = 0.5

Deliver = Callable[[int, int], Awaitable[None]]
"""Hands out everything above the first sequence, up to the second."""


class Position:
    """How far a projector is, and who waits for it to get somewhere."""

    def __init__(self) -> None:
        self.sequence = 0
        self.known = False
        """Whether it was read at all: 0 may also be where a projector is."""
        self._waiters: set[tuple[int, asyncio.Future[None]]] = set()

    def move(self, sequence: int) -> None:
        """Note that everything up to ``sequence`` can be read."""
        self.known = True
        self.sequence = max(self.sequence, sequence)
        for target, future in self._waiters:
            if target <= self.sequence and not future.done():
                future.set_result(None)

    async def reached(self, sequence: int, timeout_seconds: float) -> bool:
        """Whether the position gets to ``sequence`` in time."""
        if self.sequence >= sequence:
            return True
        waiter = (sequence, asyncio.get_running_loop().create_future())
        self._waiters.add(waiter)
        try:
            async with asyncio.timeout(timeout_seconds):
                await waiter[1]
        except TimeoutError:
            return False
        finally:
            self._waiters.discard(waiter)
        return True


class Channel:
    """One projector's notifications, and the delivery of what they announce."""

    def __init__(
        self, projection: str, engine: AsyncEngine, deliver: Deliver, give_up: Callable[[], None]
    ) -> None:
        self.projection = projection
        self.position = Position()
        self._engine = engine
        self._deliver = deliver
        self._give_up = give_up
        self._delivered = 0
        self._moved = asyncio.Event()

    def moved(self) -> None:
        """Note a notification, or that some may have gone unheard."""
        self._moved.set()

    async def pump(self) -> None:
        """Deliver for ever: one query at a time, however many notifications came meanwhile."""
        while True:
            await self._moved.wait()
            self._moved.clear()
            try:
                await self._advance()
            except SQLAlchemyError as error:
                log.warning("news not read, trying again", error=str(error).splitlines()[0])
                await asyncio.sleep(RETRY_SECONDS)
                self._moved.set()

    async def _advance(self) -> None:
        """Read how far the projector is, and deliver up to there.

        A bug costs the streams that are open, not those to come: their clients return, and what
        could not be delivered is looked up.
        """
        async with self._engine.connect() as tx:
            self.position.move(await positions.of(tx, self.projection) or 0)
        target = self.position.sequence
        try:
            await self._deliver(self._delivered, target)
        except SQLAlchemyError:
            raise
        except Exception:
            log.exception("news not delivered, ending the streams")
            self._give_up()
        self._delivered = target
