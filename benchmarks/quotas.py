"""A race for runs at several processes of the API, and the most that were ever active.

    python -m benchmarks.quotas [--processes 3] [--posts 50] [--rounds 4]

Broker, database, log, projector and worker are the real processes; the worker trains a stand-in,
so that runs end while others are asked for. In every other round the broker is killed meanwhile.
"""

import argparse
import asyncio
import tempfile
from collections import Counter
from pathlib import Path

import httpx

from benchmarks.machine import describe
from tests import stack
from tests.faults import race
from tests.faults.pace import Pace
from tests.faults.system import System, running

PEOPLE = 5


def main() -> int:
    """Let them race, and print what came of it; 1 if a quota was exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--posts", type=int, default=50, help="to each process, at once")
    parser.add_argument("--rounds", type=int, default=4)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="afina-quotas-") as folder:
        Path(folder).chmod(0o711)
        answers, seen = asyncio.run(_raced(Path(folder), asked))
    print(
        f"{describe()}\n\n| asked | admitted | refused | unavailable | most of all | most of one |"
    )
    print("|---|---|---|---|---|---|")
    told = (answers[201], answers[race.REFUSED], answers[race.UNAVAILABLE])
    figures = (answers.total(), *told, seen.most_of_all, seen.most_of_one)
    print("|", " | ".join(map(str, figures)), "|")
    return 0 if seen.most_of_all <= 10 and seen.most_of_one <= 3 else 1


async def _raced(folder: Path, asked: argparse.Namespace) -> tuple[Counter[int], race.Crowding]:
    with stack.running(folder / "stack") as servers, servers.fresh_database() as database_url:
        async with running(folder / "site", database_url, Pace()) as site:
            await site.consumers()
            addresses = [(await site.api(f"api-{n}"))[1] for n in range(asked.processes)]
            people = await race.racers(site, PEOPLE)
            await site.worker()
            answers: list[httpx.Response] = []
            for number in range(asked.rounds):
                await _round(site, people, addresses, asked.posts, answers, kills=number % 2 == 1)
            return race.tally(answers), await race.crowding(site)


async def _round(
    site: System,
    people: list[race.Racer],
    addresses: list[str],
    posts: int,
    answers: list[httpx.Response],
    *,
    kills: bool,
) -> None:
    before = len(answers)
    racing = asyncio.create_task(race.at_once(people, addresses, posts, answers))
    if kills:
        await site.until(lambda: len(answers) >= before + posts)
        await site.broker.kill()
        await site.broker.start()
    await racing
    await site.until(site.log.last_sequence)


if __name__ == "__main__":
    raise SystemExit(main())
