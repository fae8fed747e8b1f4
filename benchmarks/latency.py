"""How long a fact takes to get where it is awaited, on the whole system of one computer.

    python -m benchmarks.latency [--runs 10] [--write]

Two latencies, both between clocks of the same computer:

- from RunRequested in the log to the worker's RunStarted in the log (what the broker stamped);
- from EpochCompleted in the log to its arrival at an SSE client, through projector and API.
"""

import argparse
import asyncio
import statistics
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.machine import describe
from infra import bus, clock
from schemas import subjects
from schemas.events.run import EpochCompleted, RunStarted
from tests.acceptance import running_stack, tiny_model
from tests.acceptance.running_stack import RunningStack

EPOCHS = 40
RESULTS = Path(__file__).parent / "results" / "latency.md"
WORDS = ["sim", "não", "talvez", "nunca"]


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=10)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o711)
        base_model = str(tiny_model.save(place / "tiny", WORDS))
        port = running_stack.free_port()
        with running_stack.running(place / "data", port) as stack:
            claims, arrivals = measure(stack, place, base_model, chosen.runs)
    text = table(claims, arrivals)
    print(text)
    if chosen.write:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text)


def measure(
    stack: RunningStack, place: Path, base_model: str, runs: int
) -> tuple[list[float], list[float]]:
    """Seconds to the claim of each run, and to the client of each epoch."""
    sheet = place / "sheet.csv"
    rows = [f"{WORDS[number % 2]} {number};{WORDS[number % 2]}" for number in range(60)]
    sheet.write_text("texto;categoria\n" + "\n".join(rows))
    with stack.api as client, sheet.open("rb") as file:
        uploaded = client.post("/api/datasets/upload", files={"file": ("sheet.csv", file)})
        dataset_id = uploaded.raise_for_status().json()["id"]
    claims: list[float] = []
    arrivals: list[float] = []
    for _ in range(runs):
        run_id = _ask(stack, dataset_id, base_model)
        arrived: dict[int, datetime] = {}
        for name, data in stack.events(run_id):
            if name == "epoch_completed":
                arrived[data["sequence"]] = clock.now()
        claimed, epochs = asyncio.run(_stamps(stack, run_id))
        claims.append(claimed)
        arrivals += [
            (arrived[sequence] - at).total_seconds()
            for sequence, at in epochs.items()
            if sequence in arrived
        ]
    return claims, arrivals


def _ask(stack: RunningStack, dataset_id: str, base_model: str) -> str:
    wish: dict[str, Any] = {
        "dataset_id": dataset_id,
        "task": "text-classification",
        "base_model": base_model,
        "preset": "rapido",
        "hyperparameters": {"epochs": EPOCHS, "max_length": 16},
    }
    with stack.api as client:
        return client.post("/api/runs", json=wish).raise_for_status().json()["id"]


async def _stamps(stack: RunningStack, run_id: str) -> tuple[float, dict[int, datetime]]:
    """Seconds from request to claim, and when the log had each epoch."""
    async with bus.connected(stack.nats_url, "latency") as client:
        history = await bus.EventLog(client).history(subjects.run(run_id))
    [started, *_] = [item for item in history if isinstance(item.event, RunStarted)]
    epochs = [item for item in history if isinstance(item.event, EpochCompleted)]
    claimed = (started.stored_at - history[0].stored_at).total_seconds()
    return claimed, {item.sequence: item.stored_at for item in epochs}


def table(claims: Sequence[float], arrivals: Sequence[float]) -> str:
    """The figures beside their targets, as Markdown."""
    claim_p50, _ = _percentiles(claims)
    arrival_p50, arrival_p99 = _percentiles(arrivals)
    return (
        f"# Latency\n\n{describe()}\n\n"
        "`python -m benchmarks.latency --write`\n\n"
        "| what | n | p50 | p99 | target |\n|---|---|---|---|---|\n"
        f"| RunRequested in the log → RunStarted in the log | {len(claims)} | {claim_p50:.1f} ms"
        f" | {max(claims) * 1000:.1f} ms (max) | p50 ≤ 50 ms |\n"
        f"| EpochCompleted in the log → seen by an SSE client | {len(arrivals)}"
        f" | {arrival_p50:.1f} ms | {arrival_p99:.1f} ms | ≤ 10 / ≤ 100 ms |\n"
    )


def _percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 99th, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return cuts[49] * 1000, cuts[98] * 1000


if __name__ == "__main__":
    main()
