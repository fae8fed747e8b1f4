"""Streams as the broker writes them out and takes them back: whole, with every sequence."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError

CHUNK_BYTES = 1 << 17
"""The broker's own size; each chunk is confirmed, so that neither side runs ahead."""
SILENCE_SECONDS = 60.0
"""Without a word before the broker is given up; it may have a large stream to read."""


class SnapshotError(Exception):
    """The broker refused, or fell silent in the middle."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the broker must be told again to take a stream back."""

    config: dict[str, Any]
    state: dict[str, Any]
    """As it was when the snapshot began: ``messages``, ``bytes``, ``first_seq``, ``last_seq``."""


async def take(client: Client, stream: str, write: Callable[[bytes], None]) -> Snapshot:
    """Hand a stream's messages to ``write``, in the broker's own compressed form.

    Consumers are left out: their acknowledgements would be younger than the messages.

    Raises:
        SnapshotError: see there.
    """
    arrived: asyncio.Queue[Msg] = asyncio.Queue()
    inbox = client.new_inbox()
    try:
        subscription = await client.subscribe(inbox, cb=arrived.put)
        request = {"deliver_subject": inbox, "no_consumers": True, "chunk_size": CHUNK_BYTES}
        try:
            told = await _ask(client, f"$JS.API.STREAM.SNAPSHOT.{stream}", request)
            await _receive(client, arrived, write)
        finally:
            await subscription.unsubscribe()
    except (NatsError, TimeoutError) as error:
        raise SnapshotError(f"{stream}: {str(error) or 'the broker is silent'}") from error
    return Snapshot(config=told["config"], state=told["state"])


async def _receive(
    client: Client, arrived: asyncio.Queue[Msg], write: Callable[[bytes], None]
) -> None:
    """Every chunk until the empty one, whose status says whether that was all."""
    while True:
        async with asyncio.timeout(SILENCE_SECONDS):
            message = await arrived.get()
        if not message.data:
            break
        write(message.data)
        if message.reply:
            await client.publish(message.reply)
    headers = message.headers or {}
    if headers.get("Status", "204") != "204":
        raise SnapshotError(f"{headers['Status']} {headers.get('Description', '')}".strip())


async def put_back(client: Client, snapshot: Snapshot, chunks: Iterable[bytes]) -> int:
    """Make the stream of ``snapshot`` again, which must not be there; its last sequence.

    Raises:
        SnapshotError: see there; the stream may be there in part.
    """
    name = snapshot.config["name"]
    request = {"config": snapshot.config, "state": snapshot.state}
    try:
        told = await _ask(client, f"$JS.API.STREAM.RESTORE.{name}", request)
        for chunk in chunks:
            await _hand_over(client, told["deliver_subject"], chunk)
        made = await _hand_over(client, told["deliver_subject"], b"")
    except (NatsError, TimeoutError) as error:
        raise SnapshotError(f"{name}: {str(error) or 'the broker is silent'}") from error
    return made["state"]["last_seq"]


async def _hand_over(client: Client, subject: str, chunk: bytes) -> dict[str, Any]:
    """One chunk, confirmed; after the empty last one the broker tells what it made."""
    return _read(await client.request(subject, chunk, timeout=SILENCE_SECONDS))


async def _ask(client: Client, subject: str, request: dict[str, Any]) -> dict[str, Any]:
    return _read(
        await client.request(subject, json.dumps(request).encode(), timeout=SILENCE_SECONDS)
    )


def _read(answer: Msg) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(answer.data) if answer.data else {}
    if error := told.get("error"):
        raise SnapshotError(f"{error.get('code')} {error.get('description')}")
    return told
