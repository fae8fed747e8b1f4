"""How far a projection has come: where it is read, moved and told.

``positions`` says up to where everything can be read. A projection that is split keeps a position
for each partition in ``partitions``, and ``positions`` follows the hindmost. A row of ``positions``
also names the number of partitions, so that whoever projects in another can't move anything.
"""

from psycopg import sql

from consumers.partition import Partition
from consumers.projections.rows import Connection, Statement

_MOVE_WHOLE = sql.SQL(
    """
    UPDATE positions SET sequence = %s WHERE projection = %s AND sequence = %s AND partitions = 1
    """
).format()
_MOVE_PARTITION = sql.SQL(
    """
    UPDATE partitions SET sequence = %s
    WHERE projection = %s AND sequence = %s AND count = %s AND number = %s
    """
).format()
_FOLLOW = sql.SQL(
    """
    WITH hindmost AS (
        SELECT min(sequence) AS sequence FROM partitions WHERE projection = %(projection)s
    ), moved AS (
        UPDATE positions SET sequence = hindmost.sequence FROM hindmost
        WHERE projection = %(projection)s AND positions.sequence < hindmost.sequence
        RETURNING positions.sequence
    )
    SELECT pg_notify(%(channel)s, sequence::text) FROM moved WHERE %(channel)s::text IS NOT NULL
    """
).format()


class UnevenPartitionsError(Exception):
    """The read model is split in another number, and its partitions are not equally far."""


async def read(connection: Connection, projection: str, partition: Partition) -> int:
    """The sequence up to which the partition is projected; 0 at the very beginning.

    The first partition splits the read model anew when its number has changed, if it can.

    Raises:
        UnevenPartitionsError: it can't yet, or the first partition hasn't.
    """
    async with connection.transaction():
        count, sequence = await _whole(connection, projection)
        if count != partition.count:
            if partition.number != 0:
                raise UnevenPartitionsError(f"{projection} is projected in {count} partitions")
            await _split(connection, projection, sequence, partition.count)
    if partition.count == 1:
        return sequence
    cursor = await connection.execute(
        "SELECT sequence FROM partitions WHERE projection = %s AND number = %s",
        [projection, partition.number],
    )
    [sequence] = await cursor.fetchone() or (0,)
    return sequence


async def reached(connection: Connection, projection: str, subject: str) -> int:
    """The sequence up to which the aggregate that ``subject`` names is projected."""
    cursor = await connection.execute(
        "SELECT partitions, sequence FROM positions WHERE projection = %s", [projection]
    )
    count, sequence = await cursor.fetchone() or (1, 0)
    if count == 1:
        return sequence
    cursor = await connection.execute(
        "SELECT number, sequence FROM partitions WHERE projection = %s", [projection]
    )
    shares = await cursor.fetchall()
    return next(at for number, at in shares if Partition(number, count).owns(subject))


async def _whole(connection: Connection, projection: str) -> tuple[int, int]:
    """The number of partitions and the position; nobody splits until the transaction's end."""
    await connection.execute(
        "INSERT INTO positions VALUES (%s, 0) ON CONFLICT DO NOTHING", [projection]
    )
    cursor = await connection.execute(
        "SELECT partitions, sequence FROM positions WHERE projection = %s FOR UPDATE", [projection]
    )
    return await cursor.fetchone() or (1, 0)


async def _split(connection: Connection, projection: str, sequence: int, count: int) -> None:
    cursor = await connection.execute(
        "SELECT number, sequence FROM partitions WHERE projection = %s FOR UPDATE", [projection]
    )
    if ahead := [number for number, at in await cursor.fetchall() if at != sequence]:
        raise UnevenPartitionsError(
            f"partitions {ahead} of {projection} are ahead of {sequence}: let the projector run in "
            "as many as before until all have come to the end of the log, or rebuild the read "
            "model with afina replay --switch"
        )
    await connection.execute("DELETE FROM partitions WHERE projection = %s", [projection])
    await connection.execute(
        """
        INSERT INTO partitions
        SELECT %s, %s, number, %s FROM generate_series(0, %s - 1) AS number WHERE %s > 1
        """,
        [projection, count, sequence, count, count],
    )
    await connection.execute(
        "UPDATE positions SET partitions = %s WHERE projection = %s", [count, projection]
    )


async def are_even(connection: Connection) -> bool:
    """Whether all partitions are as far as their projection is said to be."""
    cursor = await connection.execute(
        """
        SELECT FROM partitions JOIN positions USING (projection)
        WHERE partitions.sequence <> positions.sequence
        """
    )
    return await cursor.fetchone() is None


def moving(projection: str, partition: Partition, old: int, new: int) -> Statement:
    """What moves the position in the transaction that writes; no row if it isn't ``old``."""
    if partition.count == 1:
        return _MOVE_WHOLE, (new, projection, old)
    return _MOVE_PARTITION, (new, projection, old, partition.count, partition.number)


async def follow(connection: Connection, projection: str, channel: str | None) -> None:
    """Let the projection's position follow its hindmost partition, and tell of it.

    After the transaction that moved the partition: of two that end together the later sees both.
    """
    await connection.execute(_FOLLOW, {"projection": projection, "channel": channel})
