"""The path of an event, and the way back after a fault, on the whole system of one computer.

python -m benchmarks.events [--runs 3] [--clients 1000] [--rate 20] [--write]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.events import attendance, latency, recovery
from benchmarks.events.attendance import MEBIBYTE, Attendance
from benchmarks.events.latency import WORDS, Latencies
from benchmarks.events.recovery import Recovery
from benchmarks.machine import describe
from tests.acceptance import running_stack, tiny_model

RESULTS = Path(__file__).parents[1] / "results" / "events.md"


def main() -> None:
    """Measure, print the tables, and keep them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--clients", type=int, default=1000)
    parser.add_argument("--rate", type=float, default=20, help="events a second before the crowd")
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o711)
        base_model = str(tiny_model.save(place / "tiny", WORDS))
        port = running_stack.free_port()
        with running_stack.running(place / "data", port):
            pass  # what is made once: the database's folder, the migrations
        begun = time.monotonic()
        with running_stack.running(place / "data", port, workers=1) as stack:
            up = time.monotonic() - begun
            latencies = latency.measure(stack, place, base_model, chosen.runs)
            returned = recovery.measure(stack, place, base_model, gone=False)
        with running_stack.running(place / "data", port, workers=2) as stack:
            replaced = recovery.measure(stack, place, base_model, gone=True)
    crowd = attendance.measure(chosen.clients, chosen.rate)
    text = table(latencies, up, returned, replaced, crowd)
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


def table(
    latencies: Latencies, up: float, returned: Recovery, replaced: Recovery, crowd: Attendance
) -> str:
    """The figures beside their targets, as Markdown."""
    rows = [
        ("RunRequested in the log → RunStarted in the log", latencies.claims, "p50 ≤ 50 ms"),
        ("EpochCompleted in the log → seen by a client", latencies.arrivals, "≤ 10 / ≤ 100 ms"),
        (f"the same with {crowd.clients} clients", crowd.arrivals, "≤ 10 / ≤ 100 ms"),
        ("… of which some do not read", crowd.disturbed, "≤ 10 / ≤ 100 ms"),
    ]
    seconds = [
        ("`afina up` from stopped to ready, token made", up, 5),
        ("worker killed −9, started again → noticed", returned.noticed, 20),
        ("… → running again from its checkpoint", returned.running, 45),
        ("worker killed −9 for good → noticed", replaced.noticed, 20),
        ("… → running on another worker", replaced.running, 45),
    ]
    return "\n".join(
        [
            f"# The path of events\n\n{describe()}\n\n`python -m benchmarks.events --write`\n",
            "| what | n | p50 | p99 | max | target |\n|---|---|---|---|---|---|",
            *(_latency(*row) for row in rows),
            "\n| what | seconds | target |\n|---|---|---|",
            *(f"| {what} | {took:.1f} | ≤ {target} |" for what, took, target in seconds),
            "",
            _crowd(crowd),
            "",
        ]
    )


def _latency(what: str, seconds: Sequence[float], target: str) -> str:
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    p50, p99, most = (f"{1000 * one:.1f} ms" for one in (cuts[49], cuts[98], max(seconds)))
    return f"| {what} | {len(seconds)} | {p50} | {p99} | {most} | {target} |"


def _crowd(crowd: Attendance) -> str:
    return (
        f"{crowd.clients} clients at one process of the API: {crowd.messages} messages in"
        f" {attendance.SECONDS} s, {crowd.processor_share:.0%} of one core,"
        f" {crowd.memory_bytes / MEBIBYTE:.0f} MiB; while {crowd.stalled} did not read it grew by"
        f" {crowd.grown_bytes / MEBIBYTE:.1f} MiB. Then {crowd.cut} were cut at random and the"
        f" process was stopped beside another: {len(crowd.wrong)} clients lost, repeated or"
        " misplaced anything."
    )


if __name__ == "__main__":
    main()
