"""The connection to NATS, and the log with its compare-and-set."""

import json
import os
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.errors import OutboundBufferLimitError
from nats.js import JetStreamContext
from nats.js.errors import APIError

from infra import clock, history, logging, metrics, tracing, trust
from infra.frames import FramesClient
from infra.history import Recorded, Unread, broker_time, header, read, tell_unread
from infra.tracing import Attributes, Kind, Step
from schemas import subjects
from schemas.base import Event, event_type
from schemas.events import catalogue
from schemas.events.worker import WorkerRegistered, WorkerRevoked

log = logging.get(__name__)

EXIT_CONNECTION_CLOSED = 70
REFUSED = "Authorization Violation"
"""The broker's words, to the wrong as to those whom nobody could judge."""
PUBLISH_TIMEOUT_SECONDS = 5.0
PUBLISH_TRIES = 3
HISTORY_BATCH = 512
_WRONG_LAST_SEQUENCE = 10071


class UnavailableError(Exception):
    """The log did not answer; the caller may try again with the same event."""


class ConflictError(Exception):
    """Others wrote about this aggregate since the writer last looked; nothing was stored."""

    def __init__(self, stored: Sequence[Recorded | Unread], unknown: Unread | None = None) -> None:
        super().__init__(f"{len(stored)} newer events")
        self.newer = [item for item in stored if isinstance(item, Recorded)]
        """What the writer had not seen, oldest first."""
        self.last_sequence = stored[-1].sequence if stored else 0
        """Of the aggregate, what this version cannot read included; the next event follows it."""
        self.unknown = unknown
        """Of a type that only a newer version knows, and that counts; None if there is none."""


class UnknownEventError(UnavailableError):
    """A newer version wrote about this aggregate, so this one must not decide about it."""

    def __init__(self, unknown: Unread) -> None:
        super().__init__(
            f"event {unknown.sequence} is a {unknown.type}, which only a newer version knows: "
            "update this process"
        )


@asynccontextmanager
async def connected(
    url: str,
    name: str,
    *,
    token: str = "",
    authority: Path | None = None,
    on_refused: Callable[[], None] | None = None,
) -> AsyncGenerator[FramesClient]:
    """A connection that outlives every broker outage; the process ends if it closes for good.

    A closed connection can't be used again, and pull loops would spin.

    Args:
        url: With credentials, or without them where a token is shown.
        name: Below which answers come.
        token: A worker's.
        authority: Whose certificates count alone, where the address asks for TLS.
        on_refused: Called each time that the broker does not let us in, for whatever reason.
    """
    closing = False

    async def on_closed() -> None:
        if not closing:
            log.critical("connection to NATS closed for good, ending the process", url=_public(url))
            os._exit(EXIT_CONNECTION_CLOSED)

    troubles = _Troubles(on_refused)
    client = FramesClient()
    await client.connect(
        url,
        name=name,
        token=token or None,
        **_encryption(url, authority),
        max_reconnect_attempts=-1,
        reconnect_time_wait=0.5,  # pyright: ignore[reportArgumentType] - only ever slept
        connect_timeout=5,
        ping_interval=10,
        pending_size=-1,
        inbox_prefix=f"_INBOX_{name}".encode(),
        closed_cb=on_closed,
        error_cb=troubles.on_error,
        disconnected_cb=troubles.on_disconnected,
        reconnected_cb=troubles.on_reconnected,
    )
    metrics.CONNECTED.set(1)
    try:
        yield client
    finally:
        closing = True
        await client.close()


def _encryption(url: str, authority: Path | None) -> dict[str, Any]:
    """The client's options for TLS; nothing is sent, nor believed, before the handshake."""
    scheme, _, _ = url.partition("://")
    if scheme not in {"tls", "wss"}:
        return {}
    return {"tls": trust.context(authority), "tls_handshake_first": scheme == "tls"}


class _Troubles:
    """Tells of each trouble once: a client that reconnects meets the same one twice a second."""

    def __init__(self, on_refused: Callable[[], None] | None) -> None:
        self._told = ""
        self._on_refused = on_refused

    async def on_error(self, error: Exception) -> None:
        trouble = str(error) or type(error).__name__
        if self._on_refused is not None and REFUSED in trouble:
            self._on_refused()
        tell = log.debug if trouble == self._told else log.warning
        tell("NATS", error=trouble)
        self._told = trouble

    async def on_disconnected(self) -> None:
        metrics.CONNECTED.set(0)

    async def on_reconnected(self) -> None:
        self._told = ""
        metrics.CONNECTED.set(1)
        metrics.RECONNECTS.inc()
        log.info("NATS is back")


def _public(url: str) -> str:
    """The address without its credentials."""
    return url.rsplit("@", 1)[-1]


@contextmanager
def _watched(event: Event) -> Generator[Attributes]:
    """Log, count and trace the append of ``event`` in the block."""
    name, outcome = event_type(event), "failed"
    began, started = clock.now(), perf_counter()
    attributes: Attributes = {"event_type": name}
    try:
        with logging.about(event):
            yield attributes
        outcome = "appended"
        tracing.record(
            Step(
                name=f"append {name}",
                span=event.span,
                parent=event.cause,
                began=began,
                kind=Kind.PRODUCER,
                attributes=attributes,
            )
        )
    except ConflictError:
        outcome = "conflict"
        raise
    except UnavailableError:
        outcome = "unavailable"
        raise
    finally:
        metrics.APPEND_SECONDS.observe(perf_counter() - started)
        metrics.APPENDS.labels(name, outcome).inc()


class EventLog:
    """The TRAINING stream, written by compare-and-set alone."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._jetstream = client.jetstream(timeout=PUBLISH_TIMEOUT_SECONDS)

    @property
    def jetstream(self) -> JetStreamContext:
        return self._jetstream

    async def append(self, event: Event, *, expected: int, guard: str | None = None) -> int:
        """Write ``event`` if ``expected`` is still its aggregate's last sequence; its own sequence.

        Writing the same event again returns the same sequence. ``guard`` is another filter whose
        last sequence is to be ``expected``; the event lies under it.

        Raises:
            ConflictError: the aggregate has moved on.
            UnavailableError: the broker did not confirm; the event may or may not be there.
        """
        with _watched(event) as attributes:
            fence = guard or subjects.guard(event)
            attributes["sequence"] = sequence = await self._append(event, expected, fence)
            return sequence

    async def _append(self, event: Event, expected: int, guard: str) -> int:
        headers = {
            **catalogue.headers(event),
            "Nats-Expected-Stream": subjects.TRAINING,
            "Nats-Expected-Last-Subject-Sequence": str(expected),
            "Nats-Expected-Last-Subject-Sequence-Subject": guard,
        }
        for tries in range(1, PUBLISH_TRIES + 1):
            try:
                ack = await self._jetstream.publish(
                    subjects.of(event), catalogue.encode(event), headers=dict(headers)
                )
            except APIError as error:
                if error.err_code != _WRONG_LAST_SEQUENCE:
                    raise UnavailableError(str(error)) from error
                return await self._own_or_conflict(event, expected, guard)
            except OutboundBufferLimitError as error:
                raise UnavailableError("not connected") from error
            except (NatsError, TimeoutError) as error:
                metrics.RETRIES.inc()
                log.warning("publish not confirmed", tried=tries, error=str(error))
            else:
                return ack.seq
        raise UnavailableError("the log did not confirm the event")

    async def _own_or_conflict(self, event: Event, expected: int, guard: str) -> int:
        stored = await self._stored(guard, expected)
        conflict = ConflictError(stored, await self._counting_unknown(guard, stored, expected))
        for recorded in conflict.newer:
            if recorded.event.event_id == event.event_id:
                return recorded.sequence
        if conflict.newer or conflict.unknown or not conflict.last_sequence:
            raise conflict
        # What is no event at all tells nobody anything, so the writer has missed nothing.
        return await self.append(event, expected=conflict.last_sequence, guard=guard)

    async def history(self, subject_filter: str, *, after: int = 0) -> list[Recorded]:
        """Every event under ``subject_filter`` whose sequence is above ``after``, oldest first.

        What this version cannot read is passed over: see ``complete_history``.

        Raises:
            UnavailableError: the broker did not answer.
        """
        stored = await self._stored(subject_filter, after)
        return [item for item in stored if isinstance(item, Recorded)]

    async def complete_history(self, subject_filter: str, *, after: int = 0) -> list[Recorded]:
        """The history for whoever decides by it: nothing that a version may know is missing.

        Raises:
            UnknownEventError: a newer version wrote something that this one does not understand.
            UnavailableError: the broker did not answer.
        """
        stored = await self._stored(subject_filter, after)
        if unknown := await self._counting_unknown(subject_filter, stored, after):
            raise UnknownEventError(unknown)
        return [item for item in stored if isinstance(item, Recorded)]

    async def _counting_unknown(
        self, subject_filter: str, stored: Sequence[Recorded | Unread], after: int
    ) -> Unread | None:
        """The first event among ``stored`` that only a newer version knows, and may have told."""
        if not any(isinstance(item, Unread) and item.type is not None for item in stored):
            return None
        whole = stored if after == 0 else await self._stored(subject_filter, 0)
        for unknown in history.unknown(whole, after):
            told = subjects.told_by(unknown.subject)
            if told is None or not await self._is_revoked(told.worker_id):
                return unknown
        return None

    async def _is_revoked(self, worker_id: str) -> bool:
        """Whether the log's last word on the worker's admission is that it has to go."""
        events = [each.event for each in await self.history(subjects.worker(worker_id))]
        admissions = [each for each in events if isinstance(each, WorkerRegistered | WorkerRevoked)]
        return bool(admissions) and isinstance(admissions[-1], WorkerRevoked)

    async def _stored(self, subject_filter: str, after: int) -> list[Recorded | Unread]:
        found: list[Recorded | Unread] = []
        pending = True
        while pending:
            messages, pending = await self._page(subject_filter, after + 1)
            for message in messages:
                after = int(header(message, "Nats-Sequence"))
                found.append(read(message))
        tell_unread([item for item in found if isinstance(item, Unread)])
        return found

    async def _page(self, subject_filter: str, start: int) -> tuple[list[Msg], bool]:
        """One direct-get batch, and whether more is to come."""
        inbox = self.client.new_inbox()
        subscription = await self.client.subscribe(inbox)
        request = {"seq": start, "next_by_subj": subject_filter, "batch": HISTORY_BATCH}
        messages: list[Msg] = []
        try:
            await self.client.publish(
                f"$JS.API.DIRECT.GET.{subjects.TRAINING}", json.dumps(request).encode(), reply=inbox
            )
            while True:
                message = await subscription.next_msg(timeout=PUBLISH_TIMEOUT_SECONDS)
                match (message.headers or {}).get("Status"):
                    case None:
                        messages.append(message)
                    case "204" | "404":
                        return messages, int(header(message, "Nats-Num-Pending", "0")) > 0
                    case status:
                        # No answer is not an empty history: a job would be taken for an orphan.
                        raise UnavailableError(f"{status} {header(message, 'Description')}")
        except (NatsError, TimeoutError) as error:
            raise UnavailableError("the log did not answer") from error
        finally:
            await subscription.unsubscribe()

    async def identity(self) -> str:
        """Of this very log: another one is in its place after a backup was restored.

        Sequences of one log mean nothing in another, even if they are the same numbers.

        Raises:
            UnavailableError: the broker did not answer.
        """
        return await self._told("created")

    async def now(self) -> datetime:
        """The time by the broker's clock.

        Raises:
            UnavailableError: the broker did not answer.
        """
        return broker_time(await self._told("ts"))

    async def _told(self, field: str) -> str:
        """What the broker says of the log."""
        try:
            info = await self.client.request(subjects.LOG_IDENTITY, timeout=PUBLISH_TIMEOUT_SECONDS)
        except (NatsError, TimeoutError) as error:
            raise UnavailableError("the log did not answer") from error
        told = json.loads(info.data)
        if field not in told:
            raise UnavailableError(str(told.get("error")))
        return told[field]

    async def last_under(self, subject_filter: str) -> int:
        """The sequence of the newest message under ``subject_filter``; 0 while there is none.

        Raises:
            UnavailableError: the broker did not answer.
        """
        wanted = json.dumps({"last_by_subj": subject_filter}).encode()
        answer = await _last(self.client, f"$JS.API.DIRECT.GET.{subjects.TRAINING}", wanted)
        return int(header(answer, "Nats-Sequence", "0"))

    async def last_sequence(self, stream: str = subjects.TRAINING) -> int:
        """Of the newest message of ``stream``; 0 while it is empty."""
        try:
            info = await self._jetstream.stream_info(stream)
        except (NatsError, TimeoutError) as error:
            raise UnavailableError("the log did not answer") from error
        return info.state.last_seq


async def last_message(client: Client, stream: str, subject: str) -> bytes | None:
    """The newest message on ``subject``; empty if it is a mark of its end, None if there is none.

    Raises:
        UnavailableError: the broker did not answer.
    """
    # The subject stands in the question's own, so that a worker may be allowed this one alone.
    answer = await _last(client, f"$JS.API.DIRECT.GET.{stream}.{subject}")
    return None if header(answer, "Status") == "404" else answer.data


async def _last(client: Client, question: str, wanted: bytes = b"") -> Msg:
    try:
        answer = await client.request(question, wanted, timeout=PUBLISH_TIMEOUT_SECONDS)
    except (NatsError, TimeoutError) as error:
        raise UnavailableError("the broker did not answer") from error
    if header(answer, "Status", "404") != "404":
        raise UnavailableError(f"{header(answer, 'Status')} {header(answer, 'Description')}")
    return answer
