"""From a wish to its claim, and from an epoch to whoever watches, on the whole system."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from infra import bus, clock
from schemas import subjects
from schemas.events.run import EpochCompleted, RunStarted
from tests.acceptance.running_stack import RunningStack

EPOCHS = 40
POLL_SECONDS = 0.1
WORDS = ["sim", "não", "talvez", "nunca"]


@dataclass(slots=True)
class Latencies:
    """In seconds, both between clocks of the same computer."""

    claims: list[float] = field(default_factory=list)
    """From RunRequested in the log to RunStarted in the log, by the broker's clock."""
    arrivals: list[float] = field(default_factory=list)
    """From EpochCompleted in the log to its arrival at a client, through projector and API."""


def measure(stack: RunningStack, place: Path, base_model: str, runs: int) -> Latencies:
    """Of some runs, one after the other, on an idle worker."""
    dataset_id = upload(stack, place)
    _wait_for_a_worker(stack)
    found = Latencies()
    for _ in range(runs):
        run_id = ask(stack, dataset_id, base_model, EPOCHS)
        arrived: dict[int, datetime] = {}
        for name, data in stack.events(run_id):
            if name == "epoch_completed":
                arrived[data["sequence"]] = clock.now()
        claimed, epochs = asyncio.run(_stamps(stack, run_id))
        found.claims.append(claimed)
        found.arrivals += [
            (arrived[sequence] - at).total_seconds()
            for sequence, at in epochs.items()
            if sequence in arrived
        ]
    return found


def _wait_for_a_worker(stack: RunningStack) -> None:
    """One that has just been started looks at its device first, which loads torch."""
    with stack.api as client:
        while not client.get("/api/queue/status").raise_for_status().json()["workers_online"]:
            time.sleep(POLL_SECONDS)


def upload(stack: RunningStack, place: Path) -> str:
    """Something small to learn; its id."""
    sheet = place / "sheet.csv"
    rows = [f"{WORDS[number % 2]} {number};{WORDS[number % 2]}" for number in range(60)]
    sheet.write_text("texto;categoria\n" + "\n".join(rows))
    with stack.api as client, sheet.open("rb") as file:
        uploaded = client.post("/api/datasets/upload", files={"file": ("sheet.csv", file)})
        return uploaded.raise_for_status().json()["id"]


def ask(stack: RunningStack, dataset_id: str, base_model: str, epochs: int) -> str:
    """A run; its id."""
    wish: dict[str, Any] = {
        "dataset_id": dataset_id,
        "task": "text-classification",
        "base_model": base_model,
        "preset": "rapido",
        "hyperparameters": {"epochs": epochs, "max_length": 16},
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
