"""A broker of a test's own, to be killed and started again."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path

from afina.embedded import broker, secrets
from afina.journal import Journal
from afina.supervisor import Supervisor, supervising

PATIENCE_SECONDS = 20
"""Far more than anything takes; only a broken program waits this long."""
POLL_SECONDS = 0.01


class OwnBroker:
    """An embedded broker that keeps its port and its store from one life to the next."""

    def __init__(self, prepared: broker.Broker, supervisor: Supervisor) -> None:
        self.url = prepared.url
        self.worker_url = prepared.worker_url
        self.callout_url = prepared.callout_url
        self.system_url = prepared.system_url
        self.secrets = prepared.secrets
        self.config = prepared.config
        self._answers = prepared.answers
        self._program = replace(prepared.program, stop_signal=signal.SIGKILL)
        self._supervisor = supervisor

    async def start(self) -> None:
        """Return once it answers."""
        await self._supervisor.start(self._program, self._answers)

    async def kill(self) -> None:
        """End it without a warning, as ``kill -9`` does, and leave it dead."""
        await self._supervisor.stop()


@asynccontextmanager
async def own_broker(
    data_dir: Path, listener: broker.Listener | None = None
) -> AsyncGenerator[OwnBroker]:
    """A running broker with an empty store; ``listener`` for workers of other computers."""
    journal = Journal(data_dir / "broker.log", terminal=None)
    with closing(journal):
        async with supervising(journal) as supervisor:
            prepared = await broker.prepare(data_dir, secrets.of(data_dir), listener)
            own = OwnBroker(prepared, supervisor)
            await own.start()
            yield own


def patience(seconds: float = PATIENCE_SECONDS) -> asyncio.Timeout:
    """For a fact that must come true."""
    return asyncio.timeout(seconds)


async def until(
    fact: Callable[[], bool | Awaitable[bool]], seconds: float = PATIENCE_SECONDS
) -> None:
    """Return as soon as ``fact`` is true."""
    async with patience(seconds) as limit:
        while not await _holds(fact()):
            # Up to Python 3.11 drivers may swallow the one cancellation (CPython issue 86296).
            if limit.expired():
                raise TimeoutError
            await asyncio.sleep(POLL_SECONDS)


async def _holds(answer: bool | Awaitable[bool]) -> bool:
    return answer if isinstance(answer, bool) else await answer
