"""How fast a model answers, and what a training beside it loses.

    python -m benchmarks.inference --times 200

``alone``: one text at a time, each asked about when the one before was answered. ``crowd``: 32
people, each of whom does that. ``sheet``: requests of 32 texts. ``loss``: of a training's steps a
second, while a model is asked on the same processors.
"""

import argparse
import asyncio
import statistics
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import machine
from benchmarks.inference import latency, loss, model
from infra import logging
from tests import stack

RHYTHMS = {"without a pause": 0.0, "every 2 seconds": 2.0}


def shown(took: Sequence[float]) -> str:
    """Median and 99th percentile in milliseconds."""
    cuts = statistics.quantiles(took, n=100, method="inclusive")
    return f"{1000 * cuts[49]:.0f} | {1000 * cuts[98]:.0f}"


def tell_latency(folder: Path, times: int) -> None:
    """A line for each size of model."""
    print("\n| model | alone p50, ms | p99 | crowd p50, ms | p99 | texts/s alone | crowd | sheet |")
    print("|---|---|---|---|---|---|---|---|")
    with stack.running(folder / "servers") as running:
        for size in model.SIZES:
            told = asyncio.run(latency.measured(running, folder / size, size, times))
            rates = (told.alone_per_second, told.crowded_per_second, told.sheet_per_second)
            cells = [size, shown(told.alone), shown(told.crowded), *(f"{r:.1f}" for r in rates)]
            print(f"| {' | '.join(cells)} |", flush=True)


def tell_loss(folder: Path, windows: int, window_seconds: float) -> None:
    """A line for each rhythm of asking, and one without standing back."""
    print("\n| asked | niceness | training loses | of its processors' time | answered a second |")
    print("|---|---|---|---|---|")
    cases = [(name, 14) for name in RHYTHMS] + [("without a pause", 0)]
    for number, (name, niceness) in enumerate(cases):
        told = asyncio.run(
            loss.measured(
                folder / f"loss-{number}",
                pause_seconds=RHYTHMS[name],
                windows=windows,
                window_seconds=window_seconds,
                niceness=niceness,
            )
        )
        rate = told.answered / told.seconds
        figures = (f"{told.share:.1%}", f"{told.processor_share:.1%}", f"{rate:.2f}")
        print(f"| {name} | {niceness} | {' | '.join(figures)} |", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--windows", type=int, default=6)
    parser.add_argument("--window-seconds", type=float, default=10.0)
    parser.add_argument("--only", choices=("latency", "loss"))
    asked = parser.parse_args()
    logging.configure("ERROR")
    print(machine.describe(), flush=True)
    with TemporaryDirectory(prefix="afina-benchmark-") as folder:
        if asked.only != "loss":
            tell_latency(Path(folder), asked.times)
        if asked.only != "latency":
            tell_loss(Path(folder), asked.windows, asked.window_seconds)


if __name__ == "__main__":
    main()
