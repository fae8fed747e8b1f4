"""How fast training is beside ``transformers.Trainer``, and beside what the device could do.

    python -m benchmarks.training [--rounds 3] [--steps 12] [--threads 1] [--write]

Every round runs each contender in a process of its own, one after the other: the same model, data,
batch size and learning rate, on steps that stand for an epoch. Trainer takes its batches from its
own sampler and steps in its own loop. On a processor seconds are the processor's own, so that
neighbours weigh less; between the steps bursts of matrix products measure what the device can do.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.machine import describe
from benchmarks.training import material
from benchmarks.training.contender import AFINA, DYNAMIC, GROUPED, NAMES, PADDED, Measured

RESULTS = Path(__file__).parents[1] / "results" / "training.md"
TARGETS = {GROUPED: 1.5, DYNAMIC: 3.0, PADDED: 8.0}
TARGET_SHARE = 0.6
HEADER = (
    "| texts | contender | examples/s | Afina is faster by | target | share of the floor | peak |\n"
    "|---|---|---|---|---|---|---|"
)
MEBIBYTE = 1 << 20

Rounds = dict[str, list[Measured]]


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    asked = _arguments()
    sections = [HEADER]
    for name in asked.sets:
        rounds = measure(name, asked.rounds, asked.steps, asked.threads)
        sections += _lines(name, rounds)
        print("\n".join([HEADER, *_lines(name, rounds)]), flush=True)
    text = "\n".join(["# Training", "", describe(), "", _how(asked), "", *sections, ""])
    if asked.write:
        RESULTS.write_text(text)


def measure(name: str, rounds: int, steps: int, threads: int) -> Rounds:
    """Every contender's figures for the set ``name``, round by round."""
    measured: Rounds = {contender: [] for contender in NAMES}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds):
            for contender in NAMES:
                print(f"{name}, round {number + 1} of {rounds}: {contender}", file=sys.stderr)
                measured[contender].append(_alone(contender, name, folder, steps, threads))
    return measured


def _alone(contender: str, name: str, folder: str, steps: int, threads: int) -> Measured:
    arguments = [contender, name, f"{folder}/{contender}", f"--steps={steps}"]
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.training.contender", *arguments, f"--threads={threads}"],
        env=os.environ | {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "passive"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        check=True,
    )
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def _lines(name: str, rounds: Rounds) -> list[str]:
    return [_line(name, contender, rounds) for contender in NAMES]


def _line(name: str, contender: str, rounds: Rounds) -> str:
    here = rounds[contender]
    speed = statistics.median(_speed(one) for one in here)
    share = statistics.median(one.floor_seconds / one.seconds for one in here)
    peak = max(one.peak_bytes for one in here) / MEBIBYTE
    wanted = f"{TARGETS[contender]:.1f}x" if contender in TARGETS else f"{TARGET_SHARE:.0%} of it"
    return (
        f"| {name} | {contender} | {speed:.2f} | {_ratios(here, rounds[AFINA])} | {wanted} | "
        f"{share:.0%} | {peak:,.0f} MiB |"
    )


def _ratios(theirs: Sequence[Measured], ours: Sequence[Measured]) -> str:
    """Median, and the range over the rounds; each within a round."""
    ratios = [_speed(one) / _speed(other) for one, other in zip(ours, theirs, strict=True)]
    return f"{statistics.median(ratios):.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"


def _speed(measured: Measured) -> float:
    return measured.examples / measured.seconds


def _how(asked: argparse.Namespace) -> str:
    return (
        f"{asked.rounds} rounds, {asked.steps} steps of 16 examples a round and contender, "
        f"{asked.threads} thread(s), {material.ENCODER}. The floor is the multiplications that the "
        "true tokens need, at the rate of matrix products alone."
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", nargs="+", choices=material.SETS, default=material.here())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--write", action="store_true", help=f"keep the table in {RESULTS.name}")
    return parser.parse_args()


if __name__ == "__main__":
    main()
