"""A worker killed -9: how soon that is noticed, and how soon its run goes on."""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil

from benchmarks.events.latency import ask, upload
from infra import bus, clock
from infra.bus import Recorded
from schemas import subjects
from schemas.events.run import RunEventBase, RunStalled, RunStarted
from tests.acceptance.running_stack import RunningStack

EPOCHS = 100
"""As many as a run may have: it is killed at the beginning, and cancelled once it goes on."""
POLL_SECONDS = 0.05
SETTLED_EPOCHS = 3
"""Before the kill, so that there is a checkpoint."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """Seconds from the kill, to facts in the log."""

    noticed: float
    """The attempt was declared stalled, or taken up again by its own worker."""
    running: float
    """The first epoch of the next attempt."""


def measure(stack: RunningStack, place: Path, base_model: str, *, gone: bool) -> Recovery:
    """Kill the worker and its child; ``gone``: its supervisor brings back nothing that works."""
    run_id = ask(stack, upload(stack, place), base_model, EPOCHS)
    killed_at, attempt, epochs = clock.now(), 0, 0
    held: list[psutil.Process] = []
    for name, data in stack.events(run_id):
        if name != "epoch_completed":
            continue
        epochs += 1
        if epochs == SETTLED_EPOCHS:
            attempt, worker_id = data["event"]["attempt"], data["event"]["worker_id"]
            killed_at = _kill(stack, worker_id)
            held = _held(stack, worker_id) if gone else []
        elif epochs > SETTLED_EPOCHS and data["event"]["attempt"] > attempt:
            break
    history = asyncio.run(_history(stack, run_id))
    with stack.api as client:
        client.post(f"/api/runs/{run_id}/cancel").raise_for_status()
    for process in held:
        process.resume()
    return _of(history, attempt, killed_at)


def _agents(stack: RunningStack, worker_id: str) -> list[psutil.Process]:
    return [one for one in stack.workers() if worker_id in one.cmdline()]


def _kill(stack: RunningStack, worker_id: str) -> datetime:
    """The agent and all that it started, at once."""
    [agent] = _agents(stack, worker_id)
    for process in [agent, *agent.children(recursive=True)]:
        process.kill()
    return clock.now()


def _held(stack: RunningStack, worker_id: str) -> list[psutil.Process]:
    """The agent that takes the killed one's place, before it can say anything."""
    while not (found := [one for one in _agents(stack, worker_id) if one.is_running()]):
        time.sleep(POLL_SECONDS)
    for process in found:
        process.suspend()
    return found


async def _history(stack: RunningStack, run_id: str) -> list[Recorded]:
    async with bus.connected(stack.nats_url, "recovery") as client:
        return await bus.EventLog(client).history(subjects.run(run_id))


def _of(history: list[Recorded], attempt: int, killed_at: datetime) -> Recovery:
    def seconds(of: Any) -> float:
        return next((one.stored_at - killed_at).total_seconds() for one in history if of(one.event))

    def noticed(event: RunEventBase) -> bool:
        stalled = isinstance(event, RunStalled)
        return stalled or (isinstance(event, RunStarted) and event.attempt > attempt)

    def running(event: Any) -> bool:
        return event.type == "run.epoch_completed.v1" and event.attempt > attempt

    return Recovery(seconds(noticed), seconds(running))
