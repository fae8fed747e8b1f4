"""Hears at the broker what people ask of this worker's models, and replies while they still wait.

What is asked is bounded in number and in bytes before anybody looks at it, and logged nowhere.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import UUID

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from pydantic import ValidationError

from infra import logging
from infra.tasks import ended
from schemas import subjects
from schemas.inference import Asked, DeclineCode, Declined, Told

log = logging.get(__name__)

MOST_AT_ONCE = 64
"""Inquiries under way; whoever asks beyond it is told at once that there is too much to do."""


class Answers(Protocol):
    """Who knows the answers."""

    async def predict(
        self, run_id: UUID, texts: Sequence[str], question: str | None, *, patience_seconds: float
    ) -> Told:
        """What the run's model answers to each of ``texts``, or why it does not."""
        ...


class Inquiries:
    """What one worker is asked."""

    def __init__(self, client: Client, answerer: Answers) -> None:
        self._client = client
        self._answerer = answerer
        self._under_way: set[asyncio.Task[None]] = set()

    async def hear(self, message: Msg) -> None:
        """Answer beside the others, as long as there are not too many."""
        if len(self._under_way) >= MOST_AT_ONCE:
            await self._reply(message, Declined(code=DeclineCode.BUSY))
            return
        task = asyncio.create_task(self._answer(message))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def leave(self) -> None:
        """Answer nothing more."""
        await ended(self._under_way)

    async def _answer(self, message: Msg) -> None:
        try:
            asked = Asked.model_validate_json(message.data)
        except ValidationError:
            await self._reply(message, Declined(code=DeclineCode.UNREADABLE))
            return
        told = await self._answerer.predict(
            asked.run_id, asked.texts, asked.question, patience_seconds=asked.patience_seconds
        )
        await self._reply(message, told)

    async def _reply(self, message: Msg, told: Told) -> None:
        data = told.model_dump_json().encode()
        if len(data) > self._client.max_payload:
            data = Declined(code=DeclineCode.TOO_LARGE).model_dump_json().encode()
        try:
            await message.respond(data)
        except NatsError as error:
            log.warning("an answer was not sent", error=str(error))


@asynccontextmanager
async def heard(client: Client, answerer: Answers, worker_id: str) -> AsyncGenerator[None]:
    """Answer until leaving."""
    inquiries = Inquiries(client, answerer)
    subscription = await client.subscribe(subjects.predictions(worker_id), cb=inquiries.hear)
    try:
        yield
    finally:
        if client.is_connected:
            await subscription.unsubscribe()
        await inquiries.leave()
