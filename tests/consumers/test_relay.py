"""What happened to people reaches the log in order, each once, whoever dies meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from consumers import relay
from consumers.projections.rows import Connection
from consumers.relay import Relay
from infra import clock, database
from infra.bus import EventLog, UnavailableError
from infra.tasks import ended
from schemas import subjects, tables
from schemas.base import Actor, ActorKind
from schemas.events.user import SignedIn, SignedOut, UserEventBase
from schemas.roles import SignInMethod
from tests.infra.broker import until


@pytest.fixture
async def access(database_url: str) -> AsyncIterator[Connection]:
    async with database.connection(database_url, tables.ACCESS_SCHEMA) as opened:
        yield opened


def events_of(user_id: str, count: int) -> list[UserEventBase]:
    """A person who comes and goes."""
    told: dict[str, Any] = {
        "user_id": user_id,
        "occurred_at": clock.now(),
        "correlation_id": uuid4(),
        "causation_id": uuid4(),
        "actor": Actor(kind=ActorKind.USER, id=user_id),
    }
    return [
        SignedIn(**told, method=SignInMethod.PASSWORD)
        if number % 2 == 0
        else SignedOut(**told, sessions=1)
        for number in range(count)
    ]


async def written(access: Connection, *events: UserEventBase) -> None:
    for event in events:
        row = Jsonb(event.model_dump(mode="json"))
        await access.execute("INSERT INTO outbox (event) VALUES (%s)", [row])


async def waiting(access: Connection) -> int:
    [count] = await (await access.execute("SELECT count(*) FROM outbox")).fetchone() or (-1,)
    return count


async def logged(log: EventLog, user_id: str) -> list[Any]:
    return [recorded.event for recorded in await log.history(subjects.user(user_id))]


async def test_events_arrive_in_order_and_leave_the_outbox(log: EventLog, access: Connection):
    """Those of several people among each other."""
    maria, joao = events_of("maria", 4), events_of("joao", 4)
    await written(access, *(event for pair in zip(maria, joao, strict=True) for event in pair))

    assert await Relay(log).hand_over(access) == 8

    assert await logged(log, "maria") == maria
    assert await logged(log, "joao") == joao
    assert await waiting(access) == 0


class DyingError(Exception):
    """The process is gone."""


class Mortal:
    """A connection whose process dies when it wants to delete what the log has."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def execute(self, statement: str, values: Any) -> Any:
        if statement.startswith("DELETE"):
            raise DyingError
        return await self._connection.execute(statement, values)


@pytest.mark.parametrize("remembered_by_the_log", [True, False])
async def test_who_dies_before_deleting_doubles_nothing(
    log: EventLog, access: Connection, remembered_by_the_log: bool
):
    """Even after the log has forgotten the ids of its latest messages."""
    events = events_of("maria", 3)
    await written(access, *events)
    for _ in range(2):
        with pytest.raises(DyingError):
            await Relay(log).hand_over(Mortal(access))  # pyright: ignore[reportArgumentType]
    if not remembered_by_the_log:
        config = (await log.jetstream.stream_info(subjects.TRAINING)).config
        window = config.duplicate_window
        await log.jetstream.update_stream(config, duplicate_window=0.1)
        await log.jetstream.update_stream(config, duplicate_window=window)

    assert await Relay(log).hand_over(access) == 3

    assert await logged(log, "maria") == events


async def test_while_the_log_is_away_everything_waits(
    log: EventLog, access: Connection, monkeypatch: pytest.MonkeyPatch
):
    """In its order."""
    events = events_of("maria", 2)
    await written(access, *events)
    relaying = Relay(log)

    async def away(*_: Any, **__: Any) -> int:
        raise UnavailableError("away")

    with monkeypatch.context() as patched:
        patched.setattr(EventLog, "append", away)
        with pytest.raises(UnavailableError):
            await relaying.hand_over(access)
    assert await waiting(access) == 2
    await relaying.hand_over(access)

    assert await logged(log, "maria") == events


async def test_of_two_processes_one_hands_over(
    log: EventLog, access: Connection, database_url: str
):
    """And the other one goes on where it stopped."""
    events = events_of("maria", 6)
    tasks = [asyncio.create_task(relay.run(log, database_url)) for _ in range(2)]
    try:
        await written(access, *events[:3])
        await until(lambda: emptied(access))
        locked = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
        [[holder]] = await (await access.execute(locked)).fetchall()
        await access.execute("SELECT pg_terminate_backend(%s)", [holder])
        await written(access, *events[3:])
        await until(lambda: emptied(access))
    finally:
        await ended(tasks)

    assert await logged(log, "maria") == events


async def emptied(access: Connection) -> bool:
    return await waiting(access) == 0
