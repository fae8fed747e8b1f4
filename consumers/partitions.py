"""The processes that project the log together, one a partition.

    python -m consumers.partitions NUMBER

One process folds on one core. Each of these reads the whole log, so that a missing message is
noticed, and folds and writes what is its own.
"""

import asyncio
import gc
import os
import sys

from consumers import projector
from consumers.partition import Partition
from consumers.projections.training import TrainingProjection
from infra import bus, exposition, logging, tracing
from infra.process import die_with_parent
from infra.settings import Settings

FIRST_PORT = 100
"""Of the partitions' figures, above the port of the process that starts them."""


class PartitionEndedError(Exception):
    """A process that should project for ever has ended."""


async def run(settings: Settings) -> None:
    """Project the log in as many processes as are set, until one of them ends.

    Raises:
        PartitionEndedError: it has; the others are ended too.
    """
    processes = [await _start(settings, number) for number in range(settings.projector_partitions)]
    waiting = [asyncio.create_task(process.wait()) for process in processes]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        codes = [process.returncode for process in processes]
        raise PartitionEndedError(f"exit codes by partition: {codes}")
    finally:
        for process in processes:
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*waiting)


def told(settings: Settings, number: int) -> dict[str, str]:
    """The settings of one partition's process; its figures have a port of their own."""
    port = settings.metrics_port and settings.metrics_port + FIRST_PORT + number
    return {
        "NATS_URL": settings.nats_url,
        "DATABASE_URL": settings.database_url,
        "PROJECTOR_PARTITIONS": str(settings.projector_partitions),
        "METRICS_PORT": str(port),
        "METRICS_HOST": settings.metrics_host,
    }


async def _start(settings: Settings, number: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "consumers.partitions",
        str(number),
        env={**os.environ, **told(settings, number)},
        preexec_fn=die_with_parent,
    )


async def project(settings: Settings, number: int) -> None:
    """Project one partition for ever."""
    partition = Partition(number, settings.projector_partitions)
    projection = TrainingProjection(partition=partition)
    async with (
        bus.connected(settings.nats_url, f"consumers-{number}") as client,
        exposition.exposed(settings, exposition.of_connection(client)),
    ):
        await projector.run(client, settings.database_url, projection)


def main() -> None:
    """One partition's process; it needs no farewell, whatever ends it."""
    settings, process = Settings(), f"consumers-{sys.argv[1]}"  # pyright: ignore[reportCallIssue]
    logging.configure(settings.log_level, settings.log_format, process)
    tracing.configure(process)
    gc.freeze()
    asyncio.run(project(settings, int(sys.argv[1])))


if __name__ == "__main__":
    main()
