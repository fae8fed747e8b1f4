"""A question that many ask at once, put to the database once for all of them.

However many ask, one connection answers. Who comes while an answer is awaited is in the next one,
so that no answer is older than its question.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from infra.tasks import kept

Subject = TypeVar("Subject")
Answer = TypeVar("Answer")
LookUp = Callable[[AsyncConnection, Collection[Subject]], Awaitable[Mapping[Subject, Answer]]]


class Inquiry(Generic[Subject, Answer]):
    """Asks what is known of subjects by ``look_up``."""

    def __init__(self, engine: AsyncEngine, look_up: LookUp[Subject, Answer]) -> None:
        self._engine = engine
        self._look_up = look_up
        self._subjects: set[Subject] = set()
        """Of the next question."""
        self._next: asyncio.Task[Mapping[Subject, Answer]] | None = None
        self._turn = asyncio.Lock()

    async def about(self, subjects: Collection[Subject]) -> dict[Subject, Answer]:
        """What is known of those of ``subjects`` that there are."""
        self._subjects.update(subjects)
        if self._next is None:
            self._next = kept(self._ask())
        known = await asyncio.shield(self._next)
        return {subject: known[subject] for subject in subjects if subject in known}

    async def _ask(self) -> Mapping[Subject, Answer]:
        async with self._turn:
            subjects, self._subjects, self._next = self._subjects, set(), None
            async with self._engine.connect() as tx:
                return await self._look_up(tx, subjects)
