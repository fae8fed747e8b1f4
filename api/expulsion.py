"""Ends the broker's connections of workers that may work no more.

Nobody ended comes back, since the callout asks the facts anew.
"""

import json
from collections.abc import AsyncGenerator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import NoRespondersError
from sqlalchemy.exc import SQLAlchemyError

from api import metrics
from infra import bus, logging
from infra.bus import UnavailableError
from schemas import subjects

log = logging.get(__name__)

CONNECTIONS = "$SYS.REQ.SERVER.PING.CONNZ"
FIRST_ANSWER_SECONDS = 2.0
NEXT_ANSWER_SECONDS = 0.2
"""Servers of a cluster answer side by side."""
MOST_CONNECTIONS = 16_384
TROUBLES = (NatsError, TimeoutError, UnavailableError, SQLAlchemyError, OSError)


@dataclass(frozen=True, slots=True)
class Connected:
    """One connection of a worker."""

    server_id: str
    number: int
    worker_id: str
    """As the callout named it; what a client calls itself is not looked at."""


class Expulsion:
    """Speaks with the broker's system account."""

    def __init__(self, client: Client | None) -> None:
        self._client = client
        """None where the installation has no such account."""

    async def expel(self, worker_id: str) -> int:
        """End the worker's connections; how many there were."""
        return await self._end({"user": worker_id}, {worker_id})

    async def connected(self) -> set[str]:
        """The workers that have a connection now."""
        return {one.worker_id async for one in self._connections({})}

    async def expel_all(self, worker_ids: Collection[str]) -> int:
        """The same of several."""
        return await self._end({}, worker_ids) if worker_ids else 0

    async def _end(self, about: Mapping[str, Any], worker_ids: Collection[str]) -> int:
        count = 0
        async for one in self._connections(about):
            if one.worker_id in worker_ids:
                await self._kick(one)
                count += 1
        metrics.EXPELLED.inc(count)
        return count

    async def _kick(self, one: Connected) -> None:
        assert self._client is not None  # noqa: S101 - it told of the connection
        subject = f"$SYS.REQ.SERVER.{one.server_id}.KICK"
        number = json.dumps({"cid": one.number}).encode()
        await self._client.request(subject, number, timeout=FIRST_ANSWER_SECONDS)
        log.info("connection ended", worker_id=one.worker_id)

    async def _connections(self, about: Mapping[str, Any]) -> AsyncGenerator[Connected]:
        """Of workers, as every server tells of them."""
        if self._client is None:
            return
        asked = {"auth": True, "acc": subjects.WORKERS_ACCOUNT, "limit": MOST_CONNECTIONS}
        inbox = self._client.new_inbox()
        answers = await self._client.subscribe(inbox)
        patience = FIRST_ANSWER_SECONDS
        try:
            await self._client.publish(CONNECTIONS, json.dumps({**asked, **about}).encode(), inbox)
            while (answer := await _next(answers, patience)) is not None:
                patience = NEXT_ANSWER_SECONDS
                told = json.loads(answer.data)
                for one in told.get("data", {}).get("connections", []):
                    yield Connected(told["server"]["id"], one["cid"], one["authorized_user"])
        finally:
            await answers.unsubscribe()


async def _next(answers: Any, seconds: float) -> Msg | None:
    try:
        return await answers.next_msg(timeout=seconds)
    except (TimeoutError, NoRespondersError):
        return None


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Expulsion]:
    """With a connection to the system account, where ``url`` names one."""
    if not url:
        yield Expulsion(None)
        return
    async with bus.connected(url, "system") as client:
        yield Expulsion(client)
