import asyncio

import pytest
from nats.aio.client import Client

from infra import snapshot
from infra.bus import EventLog
from infra.snapshot import Snapshot, SnapshotError
from schemas import subjects
from tests.consumers.histories import Platform
from tests.consumers.projecting import publish_events

EVENTS = 400


async def taken(client: Client, stream: str = subjects.TRAINING) -> tuple[Snapshot, bytes]:
    data = bytearray()
    return await snapshot.take(client, stream, data.extend), bytes(data)


def chunks(data: bytes) -> list[bytes]:
    size = snapshot.CHUNK_BYTES
    return [data[at : at + size] for at in range(0, len(data), size)]


async def test_a_stream_comes_back_with_every_sequence(client: Client, log: EventLog):
    """Positions, ids and fences are sequences, so none may change."""
    await publish_events(client, Platform(1).history(EVENTS))
    before = await log.history(subjects.TRAINING_SUBJECTS)
    shot, data = await taken(client)
    await client.jetstream().delete_stream(subjects.TRAINING)

    assert await snapshot.put_back(client, shot, chunks(data)) == EVENTS

    assert await log.history(subjects.TRAINING_SUBJECTS) == before
    assert len(before) == EVENTS


async def test_a_large_stream_is_handed_over_piece_by_piece(client: Client):
    """Each piece waits for the one before to be confirmed, so that nobody runs out of memory."""
    await publish_events(client, Platform(2).history(3000))

    _, data = await taken(client)

    assert len(chunks(data)) > 1


async def test_a_snapshot_holds_all_that_was_there_when_it_began(client: Client, log: EventLog):
    """However fast others go on writing."""
    history = Platform(3).history(4 * EVENTS)
    await publish_events(client, history[:EVENTS])
    writing = asyncio.create_task(publish_events(client, history[EVENTS:]))
    shot, data = await taken(client)
    await writing
    before = await log.history(subjects.TRAINING_SUBJECTS)
    await client.jetstream().delete_stream(subjects.TRAINING)

    last = await snapshot.put_back(client, shot, chunks(data))

    assert last >= shot.state["last_seq"] >= EVENTS
    assert await log.history(subjects.TRAINING_SUBJECTS) == before[:last]


async def test_an_empty_stream_has_a_snapshot_too(client: Client, log: EventLog):
    shot, data = await taken(client)
    await client.jetstream().delete_stream(subjects.TRAINING)

    assert await snapshot.put_back(client, shot, chunks(data)) == 0
    assert await log.last_sequence() == 0


async def test_consumers_are_not_in_it(client: Client):
    """Their acknowledgements would be younger than the messages: a job could be lost."""
    shot, data = await taken(client)
    await client.jetstream().delete_stream(subjects.TRAINING)
    await snapshot.put_back(client, shot, chunks(data))

    assert await client.jetstream().consumers_info(subjects.TRAINING) == []


async def test_a_stream_that_is_not_there_is_refused(client: Client):
    with pytest.raises(SnapshotError, match="stream not found"):
        await snapshot.take(client, "NOWHERE", lambda chunk: None)


async def test_a_stream_that_is_there_is_never_overwritten(client: Client, log: EventLog):
    """Whoever restores must have said that it may go."""
    await publish_events(client, Platform(4).history(5))
    shot, data = await taken(client)

    with pytest.raises(SnapshotError, match="already"):
        await snapshot.put_back(client, shot, chunks(data))
    assert await log.last_sequence() == 5


async def test_damaged_bytes_are_refused(client: Client):
    """The broker checks what it is given, and leaves no half of a stream."""
    await publish_events(client, Platform(5).history(50))
    shot, data = await taken(client)
    await client.jetstream().delete_stream(subjects.TRAINING)

    with pytest.raises(SnapshotError):
        await snapshot.put_back(client, shot, chunks(bytes([*data[:-200], *bytes(200)])))
