"""Empties the outbox into the log: in order, each event after its predecessor."""

import asyncio
from collections.abc import Callable

from nats.errors import Error as NatsError

from infra import logging
from infra.bus import ConflictError, EventLog, UnavailableError
from worker.agent import fence
from worker.agent.outbox import Outbox, Outgoing

log = logging.get(__name__)

RETRY_SECONDS = 0.5
TELEMETRY_BATCH = 50


class ReplacedError(Exception):
    """Another attempt holds the run: nothing more of this one may be told."""


async def send_events(
    outbox: Outbox, event_log: EventLog, on_cancel: Callable[[], None], attempt: int
) -> None:
    """Tell the log every event that is put, for as long as attempt ``attempt`` holds the run.

    Raises:
        ReplacedError: it no longer does.
    """
    while True:
        seen = outbox.version
        outgoing = await outbox.next_event()
        if outgoing is None:
            await outbox.changed(seen)
            continue
        try:
            await _send(outbox, event_log, outgoing)
        except UnavailableError as error:
            log.warning("the log is away, the outbox waits", error=str(error))
            await asyncio.sleep(RETRY_SECONDS)
        except ConflictError as conflict:
            verdict = fence.judge(conflict.newer, attempt)
            if isinstance(verdict, fence.Replaced):
                raise ReplacedError from conflict
            await outbox.adopt(conflict.last_sequence)
            if verdict.cancel_requested:
                on_cancel()


async def _send(outbox: Outbox, event_log: EventLog, outgoing: Outgoing) -> None:
    holding = await outbox.holding()
    assert holding is not None  # noqa: S101 - events are put between hold and release
    sequence = await event_log.append(outgoing.event, expected=holding.last_sequence)
    await outbox.told(outgoing, sequence)


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
                await event_log.jetstream.publish(
                    message.subject, message.data, headers={"Nats-Msg-Id": message.message_id}
                )
        except (NatsError, TimeoutError):
            await asyncio.sleep(RETRY_SECONDS)
        else:
            await outbox.measured_told(batch[-1].number)
