"""Empties the outbox into the log: in order, each event after its predecessor."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from nats.errors import Error as NatsError
from nats.errors import MaxPayloadError
from nats.js.errors import BadRequestError

from infra import logging
from infra.bus import ConflictError, EventLog, UnavailableError
from schemas import subjects
from schemas.events.run import CancelRequested
from worker.agent import fence
from worker.agent.absence import Absence
from worker.agent.fence import Adopt, Verdict
from worker.agent.outbox import Holding, Measured, Outbox, Outgoing

log = logging.get(__name__)

RETRY_SECONDS = 0.5
TELEMETRY_BATCH = 50


class FencedError(Exception):
    """Nothing more of this attempt may be told; ``verdict`` says why."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(type(verdict).__name__.lower())
        self.verdict = verdict


async def send_events(
    outbox: Outbox, event_log: EventLog, on_cancel: Callable[[CancelRequested], None]
) -> None:
    """Tell the log every event that is put, for as long as the attempt holds the run.

    Raises:
        FencedError: it no longer does.
    """
    absence = Absence("outbox")
    while True:
        seen = outbox.version
        outgoing = await outbox.next_event()
        if outgoing is None:
            await outbox.changed(seen)
            continue
        try:
            adopted = await _send(outbox, event_log, outgoing)
        except UnavailableError as error:
            absence.goes_on(error)
            await asyncio.sleep(RETRY_SECONDS)
        else:
            absence.ends()
            if adopted is not None and adopted.cancelled is not None:
                on_cancel(adopted.cancelled)


async def _send(outbox: Outbox, event_log: EventLog, outgoing: Outgoing) -> Adopt | None:
    """Tell one event; or, where others wrote meanwhile, what was adopted of it.

    An attempt's end is told only after a look at what the owner wants by now.
    """
    holding = await outbox.holding()
    assert holding is not None  # noqa: S101 - events are put between hold and release
    if await is_set_back(event_log, holding):
        raise FencedError(fence.Replaced())
    if fence.is_yielding(outgoing.event):
        adopted = await _adopt(outbox, event_log, outgoing, holding)
        if adopted.cancelled is not None:
            return adopted
    try:
        sequence = await event_log.append(outgoing.event, expected=holding.last_sequence)
    except ConflictError as conflict:
        seen = replace(holding, last_sequence=conflict.last_sequence)
        return await _adopt(outbox, event_log, outgoing, seen)
    await outbox.told(outgoing, sequence)
    return None


async def _adopt(
    outbox: Outbox, event_log: EventLog, outgoing: Outgoing, holding: Holding
) -> Adopt:
    """Let ``outgoing`` follow what others wrote, up to ``holding``'s last sequence.

    Raises:
        FencedError: it may not.
        UnavailableError: the log does not say.
    """
    verdict = await look(event_log, holding)
    if not isinstance(verdict, Adopt):
        raise FencedError(verdict)
    await outbox.adopt(holding.last_sequence, outgoing, fence.heeding(outgoing.event, verdict))
    return verdict


async def is_set_back(event_log: EventLog, holding: Holding) -> bool:
    """Whether the log is no longer the one in which the run was claimed: a backup was restored.

    What the claim's sequence names in it may be another worker's claim, so no guard would help.

    Raises:
        UnavailableError: the log does not say.
    """
    return bool(holding.log) and holding.log != await event_log.identity()


async def look(event_log: EventLog, holding: Holding) -> Verdict:
    """What the log says of the attempt now.

    Raises:
        UnavailableError: it says nothing.
    """
    history = await event_log.history(subjects.run(holding.run_id))
    return fence.judge(history, holding.attempt)


async def send_telemetry(outbox: Outbox, event_log: EventLog) -> None:
    """Tell the broker every telemetry message that is put, for ever."""
    while True:
        seen = outbox.version
        batch = await outbox.next_measured(TELEMETRY_BATCH)
        if not batch:
            await outbox.changed(seen)
            continue
        try:
            for message in batch:
                await _publish(event_log, message)
        except (NatsError, TimeoutError):
            await asyncio.sleep(RETRY_SECONDS)
        else:
            await outbox.measured_told(batch[-1].number)


async def _publish(event_log: EventLog, message: Measured) -> None:
    """Send one message; one that the broker will never take must not hold up the others."""
    headers = {"Nats-Msg-Id": message.message_id}
    try:
        await event_log.jetstream.publish(message.subject, message.data, headers=headers)
    except (BadRequestError, MaxPayloadError) as error:
        size = len(message.data)
        log.error("telemetry refused", subject=message.subject, size_bytes=size, error=str(error))
