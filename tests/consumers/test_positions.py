"""How far a projection has come, whole or split."""

from collections.abc import AsyncIterator

import pytest

from consumers import positions
from consumers.partition import WHOLE, Partition
from consumers.positions import UnevenPartitionsError
from consumers.projections.rows import Connection
from infra import database
from schemas import tables
from tests.consumers.projecting import position

NAME = "training"
CHANNEL = "afina_test"


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[Connection]:
    async with database.connection(database_url, tables.READ_SCHEMA) as opened:
        yield opened


async def move(connection: Connection, partition: Partition, old: int, new: int) -> bool:
    cursor = await connection.execute(*positions.moving(NAME, partition, old, new))
    return cursor.rowcount == 1


async def split(connection: Connection, count: int) -> list[int]:
    return [await positions.read(connection, NAME, Partition(n, count)) for n in range(count)]


async def test_a_position_moves_from_where_it_is_only(connection: Connection):
    assert await positions.read(connection, NAME, WHOLE) == 0
    assert await move(connection, WHOLE, 0, 5)
    assert not await move(connection, WHOLE, 0, 7)
    assert await positions.read(connection, NAME, WHOLE) == 5


async def test_a_split_projection_is_as_far_as_its_hindmost_partition(connection: Connection):
    """Everything up to there can be read; it never goes back."""
    await split(connection, 3)
    for number, new in enumerate([9, 4, 7]):
        assert await move(connection, Partition(number, 3), 0, new)
        await positions.follow(connection, NAME, CHANNEL)

    assert await position(connection) == 4
    assert not await positions.are_even(connection)


async def test_each_new_position_is_told_once(connection: Connection, database_url: str):
    async with database.connection(database_url, tables.READ_SCHEMA) as listener:
        await listener.execute(f"LISTEN {CHANNEL}".encode())
        await split(connection, 2)
        for number, old, new in [(0, 0, 5), (1, 0, 3), (1, 3, 8)]:
            assert await move(connection, Partition(number, 2), old, new)
            await positions.follow(connection, NAME, CHANNEL)
            await positions.follow(connection, NAME, None)

        told = [note.payload async for note in listener.notifies(timeout=5, stop_after=2)]
    assert told == ["3", "5"]


async def test_another_number_of_partitions_begins_where_all_are(connection: Connection):
    await positions.read(connection, NAME, WHOLE)
    await move(connection, WHOLE, 0, 6)

    assert await split(connection, 4) == [6] * 4
    assert await split(connection, 2) == [6] * 2
    assert await positions.are_even(connection)
    assert await positions.read(connection, NAME, WHOLE) == 6


async def test_partitions_that_are_not_equally_far_are_not_split_anew(connection: Connection):
    """What one has projected beyond the others would be projected once more."""
    await split(connection, 2)
    await move(connection, Partition(1, 2), 0, 3)
    await positions.follow(connection, NAME, CHANNEL)

    for count in (1, 3):
        with pytest.raises(
            UnevenPartitionsError, match=r"partitions \[1\] of training are ahead of 0"
        ):
            await positions.read(connection, NAME, Partition(0, count))
    assert await split(connection, 2) == [0, 3]


async def test_only_the_first_partition_splits(connection: Connection):
    """One process holds its lock, so two that are set differently do not split by turns."""
    with pytest.raises(UnevenPartitionsError, match="projected in 1 partitions"):
        await positions.read(connection, NAME, Partition(1, 2))


async def test_whoever_projects_in_another_number_moves_nothing(connection: Connection):
    """It may not have noticed yet."""
    await split(connection, 2)
    assert not await move(connection, WHOLE, 0, 5)
    await split(connection, 3)
    assert not await move(connection, Partition(1, 2), 0, 5)
    await positions.read(connection, NAME, WHOLE)
    assert not await move(connection, Partition(1, 3), 0, 5)
