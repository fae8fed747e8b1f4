"""What a worker owes after it was killed: what its predecessor measured, and the job it held."""

import asyncio
from contextlib import suppress

from nats.aio.client import Client

from infra import logging
from infra.bus import EventLog
from schemas import subjects
from schemas.lifecycle import RunState, fold
from worker.agent import claim, fence, sender
from worker.agent.ending import Ending, settle
from worker.agent.outbox import Holding, Outbox
from worker.agent.sender import FencedError

log = logging.get(__name__)


async def recover(client: Client, outbox: Outbox, retry_delay_seconds: float) -> None:
    """Tell what was left in the outbox, then offer the job again.

    At once where that may have been bad luck; a job that kills its workers lets others go first.
    The predecessor's child died with it, so nobody on this computer works on that run any more.

    Raises:
        UnavailableError: the log did not answer.
    """
    holding = await outbox.holding()
    if holding is None:
        return
    log.info("finishing what was left", run_id=str(holding.run_id), attempt=holding.attempt)
    event_log = EventLog(client)
    await _tell_the_rest(outbox, event_log)
    history = await event_log.history(subjects.run(holding.run_id))
    state = fold(fence.of_run(history))
    ending = judge(state, holding)
    failures = 0 if state is None else state.failures
    delay_seconds = claim.delay_seconds(failures, retry_delay_seconds)
    await settle(client, outbox, holding.reply, ending, delay_seconds)


def judge(state: RunState | None, holding: Holding) -> Ending:
    """What should become of the job that an agent held when it died."""
    if state is None or state.attempt != holding.attempt:
        return Ending.NOT_OURS
    if state.status.ended:
        return Ending.DONE
    return Ending.RETRY if state.failures > 1 else Ending.GIVE_BACK


async def _tell_the_rest(outbox: Outbox, event_log: EventLog) -> None:
    """Drain the outbox, as far as the log lets it."""
    sending = asyncio.create_task(sender.send_events(outbox, event_log, lambda _: None))
    drained = asyncio.create_task(outbox.drained())
    try:
        await asyncio.wait({sending, drained}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        drained.cancel()
        sending.cancel()
    with suppress(asyncio.CancelledError, FencedError):
        await sending
