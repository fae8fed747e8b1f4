"""What a worker owes after it was killed: what its predecessor measured, and the job it held."""

import asyncio
from contextlib import suppress

from nats.aio.client import Client

from infra import logging
from infra.bus import EventLog
from schemas import subjects
from schemas.events.run import RunStarted, run_events
from schemas.lifecycle import fold
from worker.agent import sender
from worker.agent.attempt import Ending, settle
from worker.agent.outbox import Holding, Outbox
from worker.agent.sender import ReplacedError

log = logging.get(__name__)


async def recover(client: Client, outbox: Outbox) -> None:
    """Tell what was left in the outbox, then offer the job again at once.

    The predecessor's child died with it, so nobody on this computer works on that run any more.

    Raises:
        UnavailableError: the log did not answer.
    """
    holding = await outbox.holding()
    if holding is None:
        return
    log.info("finishing what was left", run_id=str(holding.run_id), attempt=holding.attempt)
    event_log = EventLog(client)
    ending = Ending.NOT_OURS
    if await _tell_the_rest(outbox, event_log, holding.attempt):
        ending = await _ending(event_log, holding)
    await settle(client, outbox, holding.reply, ending)


async def _tell_the_rest(outbox: Outbox, event_log: EventLog, attempt: int) -> bool:
    """Drain the outbox; False when another attempt has taken over."""
    sending = asyncio.create_task(sender.send_events(outbox, event_log, lambda: None, attempt))
    drained = asyncio.create_task(outbox.drained())
    await asyncio.wait({sending, drained}, return_when=asyncio.FIRST_COMPLETED)
    drained.cancel()
    sending.cancel()
    with suppress(asyncio.CancelledError):
        try:
            await sending
        except ReplacedError:
            return False
    return True


async def _ending(event_log: EventLog, holding: Holding) -> Ending:
    """What the log says should become of the job."""
    history = await event_log.history(subjects.run(holding.run_id))
    events = [run_events.validate_python(recorded.event) for recorded in history]
    if any(isinstance(event, RunStarted) and event.attempt > holding.attempt for event in events):
        return Ending.NOT_OURS
    state = fold(events)
    return Ending.DONE if state is not None and state.status.ended else Ending.GIVE_BACK
