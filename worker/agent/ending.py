"""Why an attempt is cut short, how it ends, and what that makes of the job in the queue."""

from enum import Enum, IntEnum, auto

from nats.aio.client import Client
from nats.errors import Error as NatsError

from infra import logging
from worker.agent import lease
from worker.agent.outbox import Outbox

log = logging.get(__name__)


class Halt(IntEnum):
    """Why an attempt is cut short, the gravest reason last."""

    SHUTDOWN = auto()
    CANCELLED = auto()
    STALLED = auto()
    OVER = auto()
    REPLACED = auto()


HALTED = {
    Halt.SHUTDOWN: "leaving",
    Halt.CANCELLED: "cancelled by its owner",
    Halt.STALLED: "given up by the watchdog",
    Halt.OVER: "the run has ended meanwhile",
    Halt.REPLACED: "another attempt took over",
}
"""For the agent's log."""


class Ending(Enum):
    """What becomes of the job message."""

    DONE = auto()
    GIVE_BACK = auto()
    RETRY = auto()
    NOT_OURS = auto()
    LEFT = auto()
    """To the agent's successor, which finds the claim and what is untold on disk."""


SILENT = {
    Halt.STALLED: Ending.RETRY,
    Halt.OVER: Ending.DONE,
    Halt.REPLACED: Ending.NOT_OURS,
}
"""After these nothing more of the attempt is told."""


async def settle(
    client: Client, outbox: Outbox, reply: str, ending: Ending, retry_delay_seconds: float = 0
) -> None:
    """Let the job go as ``ending`` says, and forget the claim.

    A broker that is away changes nothing: the job comes again, and the log knows how it ended.
    """
    try:
        match ending:
            case Ending.DONE:
                await lease.done(client, reply)
            case Ending.GIVE_BACK:
                await lease.give_back(client, reply)
            case Ending.RETRY:
                await lease.give_back(client, reply, retry_delay_seconds)
            case Ending.NOT_OURS:
                pass
            case Ending.LEFT:
                return
    except (NatsError, TimeoutError) as error:
        log.warning("the job could not be let go, it will come again", error=str(error))
    await outbox.release()
