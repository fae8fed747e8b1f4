"""How long a revoked worker stays connected, and how long the broker waits for an answer.

    python -m benchmarks.revocation --times 60

Broker, database and API are real; each worker is one connection. ``kick`` runs from the request to
revoke until the connection is gone, ``let in`` is a whole connection with its question, and
``decision`` the API's part of it.
"""

import argparse
import asyncio
import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from api import access
from api.callout import Callout
from benchmarks import machine
from infra import logging, streams
from infra.bus import connected
from tests import stack
from tests.api import desk as desks
from tests.api import guarded as doors
from tests.consumers.projecting import projecting
from tests.infra import doorkeeping
from tests.infra.broker import until
from tests.stack import Stack


async def measured(running: Stack, folder: Path, times: int) -> dict[str, list[float]]:
    """Seconds of each of ``times`` lives of a worker."""
    took: dict[str, list[float]] = {"kick": [], "let in": [], "decision": []}
    broker = running.servers.broker
    with running.fresh_database() as url:
        settings = doorkeeping.settings_of(broker, DATABASE_URL=url, data_dir=folder, port=0)
        async with connected(broker.url, "benchmark") as client:
            await streams.provision(client, pool="default", ack_wait_seconds=30)
        async with (
            connected(broker.url, "benchmark.projector") as projector,
            projecting(projector, url),
            desks.at_work(settings) as desk,
            desks.calling(desk, await desk.token("local")) as http,
        ):
            door = Callout(settings, desk.services.workers, access.identities(desk.services))
            for number in range(times):
                name = {"name": f"box {number}"}
                worker = (await http.post("/api/workers/register", json=name)).json()
                began = perf_counter()
                await door.decide(worker["token"], "")
                took["decision"].append(perf_counter() - began)
                began = perf_counter()
                async with doors.connected(broker.worker_url, worker["token"], worker["id"]) as one:
                    took["let in"].append(perf_counter() - began)
                    began = perf_counter()
                    revoking = asyncio.create_task(http.post(f"/api/workers/{worker['id']}/revoke"))
                    await until(lambda one=one: not one.client.is_connected)
                    took["kick"].append(perf_counter() - began)
                    await revoking
    return took


def shown(took: Sequence[float]) -> str:
    """Median, 99th percentile and worst, in milliseconds."""
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    figures = (cuts[49], cuts[98], max(took))
    return " / ".join(f"{1000 * each:.1f}" for each in figures)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=60)
    times = parser.parse_args().times
    logging.configure("ERROR")
    with (
        TemporaryDirectory(prefix="afina-benchmark-") as folder,
        stack.running(Path(folder)) as running,
    ):
        took = asyncio.run(measured(running, Path(folder) / "api", times))
    print(machine.describe())
    print(f"{times} workers; p50 / p99 / max in milliseconds")
    for name, each in took.items():
        print(f"{name:10} {shown(each)}")


if __name__ == "__main__":
    main()
