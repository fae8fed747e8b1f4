"""Several projectors share the log; whatever dies, together they leave what one would."""

import asyncio
from contextlib import AsyncExitStack
from random import Random

import psutil
import pytest
from nats.aio.client import Client

from consumers import partitions, projector
from consumers.partition import Partition
from consumers.partitions import PartitionEndedError
from consumers.projections.training import TrainingProjection
from infra.settings import Settings
from infra.tasks import ended
from schemas import tables
from tests.consumers.histories import Platform
from tests.consumers.projecting import execute, is_all_of, position, publish_events, reached, rows
from tests.infra.broker import patience, until

COUNT = 4
CUT_ONE = """
    SELECT pg_terminate_backend(pid) FROM (
        SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'afina'
            AND pid <> pg_backend_pid()
        ORDER BY pid OFFSET {} LIMIT 1
    ) AS one
"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projector, "RETRY_SECONDS", 0.02)
    monkeypatch.setattr(projector, "STANDBY_SECONDS", 0.02)


class Crew:
    """A projector for each partition, each a task that can be killed and begun again."""

    def __init__(self, client: Client, url: str, count: int = COUNT) -> None:
        self._client, self._url, self._count = client, url, count
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def begin(self, number: int) -> None:
        projection = TrainingProjection(partition=Partition(number, self._count))
        run = projector.run(self._client, self._url, projection)
        self._tasks[number] = asyncio.create_task(run)

    async def kill(self, number: int) -> None:
        await ended([self._tasks.pop(number)])

    async def __aenter__(self) -> "Crew":
        for number in range(self._count):
            self.begin(number)
        return self

    async def __aexit__(self, *_: object) -> None:
        await ended(list(self._tasks.values()))


@pytest.mark.parametrize("seed", [1, 2])
async def test_four_partitions_under_random_kills_leave_what_one_projector_does(
    client: Client, database_url: str, monkeypatch: pytest.MonkeyPatch, seed: int
):
    """Tasks are killed, connections are cut, in the middle of whatever they do."""
    monkeypatch.setattr(projector, "BATCH_MESSAGES", 7)
    random, history = Random(seed), Platform(seed).history(320)
    async with Crew(client, database_url) as crew:
        for start in range(0, len(history), 40):
            await publish_events(client, history[start : start + 40])
            number = random.randrange(COUNT)
            if random.random() < 0.5:
                await crew.kill(number)
                crew.begin(number)
            else:
                await execute(database_url, CUT_ONE.format(random.randrange(2 * COUNT)))
        await reached(database_url, len(history))

    shares = await rows(database_url, tables.partitions)
    assert [share["sequence"] for share in shares] == [len(history)] * COUNT
    await is_all_of(history, database_url)


async def test_the_position_waits_for_the_slowest_partition(client: Client, database_url: str):
    """Whoever asks for what was written up to there finds it, whosever it is."""
    history = Platform(3).history(100)
    async with Crew(client, database_url) as crew:
        await publish_events(client, history[:50])
        await reached(database_url, 50)
        await crew.kill(2)
        await publish_events(client, history[50:])
        await until(lambda: _others_are_at(database_url, 100))
        assert await _position(database_url) == 50
        crew.begin(2)
        await reached(database_url, 100)

    await is_all_of(history, database_url)


async def _others_are_at(url: str, sequence: int) -> bool:
    shares = await rows(url, tables.partitions)
    return [share["sequence"] for share in shares if share["number"] != 2] == [sequence] * 3


async def _position(url: str) -> int:
    async with projector.database.connection(url, tables.READ_SCHEMA) as connection:
        return await position(connection)


async def test_the_number_of_partitions_may_change_between_two_lives(
    client: Client, database_url: str
):
    history = Platform(4).history(120)
    for life, count in enumerate([1, 4, 3, 1]):
        async with Crew(client, database_url, count):
            await publish_events(client, history[30 * life : 30 * (life + 1)])
            await reached(database_url, 30 * (life + 1))
            await until(lambda: _are_even(database_url))

    await is_all_of(history, database_url)


async def _are_even(url: str) -> bool:
    async with projector.database.connection(url, tables.READ_SCHEMA) as connection:
        return await projector.positions.are_even(connection)


async def test_each_partition_has_a_process_and_ends_with_the_others(
    client: Client, nats_url: str, database_url: str
):
    """One that is killed ends all, so that whoever started them starts them again."""
    settings = Settings(NATS_URL=nats_url, DATABASE_URL=database_url, PROJECTOR_PARTITIONS=2)  # pyright: ignore[reportCallIssue]
    history = Platform(5).history(60)
    async with AsyncExitStack() as stack:
        projecting = asyncio.create_task(partitions.run(settings))
        stack.push_async_callback(ended, [projecting])
        await publish_events(client, history)
        await reached(database_url, len(history))
        processes = [
            one for one in psutil.Process().children() if "consumers.partitions" in one.cmdline()
        ]
        assert len(processes) == 2
        processes[0].kill()
        async with patience():
            with pytest.raises(PartitionEndedError, match="-9"):
                await projecting
        assert not processes[1].is_running()

    await is_all_of(history, database_url)


def test_the_figures_of_each_partition_have_a_port_of_their_own():
    """Unless nobody is to see any."""
    hidden = Settings(nats_url="nats://h", projector_partitions=2)
    shown = hidden.model_copy(update={"metrics_port": 9465})

    assert partitions.told(hidden, 1)["METRICS_PORT"] == "0"
    assert [partitions.told(shown, number)["METRICS_PORT"] for number in (0, 1)] == ["9565", "9566"]
