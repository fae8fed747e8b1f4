"""Faults at random on a whole system, and what became of every promise.

    python -m benchmarks.chaos [--seed 1] [--minutes 20] [--faults 1000] [--workers 3] [--write]

Broker, database, log, lease, outbox, projectors and watchdog are the real processes; workers train
a stand-in that leaves real checkpoints. Faults fall alone first, each after the system is over the
one before; then several at once, with quiet between. In the end every link heals, the queue is
trained empty, and log and tables are held against the invariants.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.chaos import table
from benchmarks.chaos.course import Course
from benchmarks.chaos.losses import Losses, counted
from benchmarks.chaos.scene import Scene, staged
from benchmarks.machine import describe
from tests.infra.broker import until

DRAIN_SECONDS = 300
HEARD_SECONDS = 60


def main() -> int:
    """Let it run, print the table, and keep it if asked to; 1 if any promise was broken."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="afina-chaos-") as folder:
        Path(folder).chmod(0o711)
        course, losses, seconds = asyncio.run(_chaos(asked, Path(folder)))
    bounds = f"--seed {asked.seed} --faults {asked.faults} --minutes {asked.minutes:g}"
    command = f"`python -m benchmarks.chaos {bounds} --workers {asked.workers} --write`"
    circumstances = [
        describe(),
        "",
        f"{command}: {course.injected} faults in {seconds / 60:.0f} min.",
    ]
    text = table.written(course.tallies, losses, circumstances)
    print(text)
    if asked.write:
        table.keep(text)
    whole = not (losses.lost or losses.doubled or losses.others or losses.killed)
    return 0 if whole else 1


async def _chaos(asked: argparse.Namespace, folder: Path) -> tuple[Course, Losses, float]:
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{time.monotonic() - began:7.1f} {line}", file=sys.stderr, flush=True)

    random = Random(asked.seed)
    async with staged(folder, random, asked.workers) as scene:
        course = Course(scene, random, asked.faults, asked.minutes, say)
        async with scene.supervised():
            async with scene.at_work():
                await course.run()
            say("healing; the queue is trained empty")
            await _drained(scene, say)
        await scene.site.settled()
        await _heard(scene, say)
        for restart in scene.restarts:
            say(f"ended by itself: {restart}")
        return course, await counted(scene), time.monotonic() - began


async def _heard(scene: Scene, say: Callable[[str], None]) -> None:
    """Until every browser has heard its run to the end."""
    try:
        await until(lambda: not scene.listening, HEARD_SECONDS)
    except TimeoutError:
        say(f"{len(scene.listening)} browsers still wait")


async def _drained(scene: Scene, say: Callable[[str], None]) -> None:
    """Until every run has ended."""
    for link in scene.site.links:
        link.heal()
    try:
        await until(lambda: not scene.going(), DRAIN_SECONDS)
    except TimeoutError:
        say(f"runs that do not end: {scene.going()}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=60, help="at most")
    parser.add_argument("--faults", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--write", action="store_true", help=f"write into {table.PAPER}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
