"""Keeps the broker from giving a job to somebody else while it is being trained."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from nats.aio.client import Client
from nats.errors import Error as NatsError

from worker.agent import metrics

AGAIN_SECONDS = 0.5
"""Before what could not be sent is tried again: a lease may be about to run out."""
_IN_PROGRESS = b"+WPI"


@asynccontextmanager
async def kept(client: Client, reply: str, every_seconds: float) -> AsyncGenerator[None]:
    """Renew the lease of the job acknowledged at ``reply`` until leaving.

    A renewal that fails is no reason to stop: the log's fence decides who holds the run.
    """

    async def renew() -> None:
        while True:
            try:
                await client.publish(reply, _IN_PROGRESS)
            except NatsError:
                metrics.LEASE_RENEWALS.labels("failed").inc()
                await asyncio.sleep(min(AGAIN_SECONDS, every_seconds))
            else:
                metrics.LEASE_RENEWALS.labels("sent").inc()
                await asyncio.sleep(every_seconds)

    task = asyncio.create_task(renew())
    try:
        yield
    finally:
        task.cancel()


async def done(client: Client, reply: str) -> None:
    """Take the job off the queue, and know that it is off.

    Raises:
        nats.errors.Error: the broker did not confirm; the job may come again and will be dropped.
    """
    await client.request(reply, b"+ACK", timeout=5)


async def give_back(client: Client, reply: str, delay_seconds: float = 0) -> None:
    """Offer the job to the next worker, after ``delay_seconds``."""
    nanoseconds = int(delay_seconds * 1_000_000_000)
    await client.publish(
        reply, f'-NAK {{"delay": {nanoseconds}}}'.encode() if delay_seconds else b"-NAK"
    )
    await client.flush()


async def refuse(client: Client, reply: str, reason: str) -> None:
    """Take a job off the queue that nobody can ever do; the broker makes ``reason`` known."""
    await client.publish(reply, f"+TERM {reason}".encode())
    await client.flush()
