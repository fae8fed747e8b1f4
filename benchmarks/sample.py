"""How long a newcomer waits: from the sample spreadsheet to a model's result, on this computer.

    python -m benchmarks.sample

A whole Afina is started in a temporary folder, with one worker and the packaged base model; what is
asked of it is what the page asks: the sheet, a draft, the training as the draft has it. The seconds
say how busy the computer is as well; those of the processor, of the worker and its child, hardly.
"""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import httpx
import psutil

from benchmarks import machine
from tests.acceptance import running_stack
from tests.acceptance.running_stack import RunningStack

TARGET_SECONDS = 120
CHILD_SECONDS = 30
"""From a training's last word to the end of its process."""


def measured(running: RunningStack) -> tuple[dict[str, float], dict[str, Any]]:
    """Seconds until each part was done and of the processor, and the report of the final exam."""
    with running.api as client:
        began = perf_counter()
        [sample, *_] = client.get("/api/samples").json()["items"]
        file = client.get(f"/api/samples/{sample['name']}/download").content
        sent = {"file": (sample["filename"], file)}
        dataset = _answer(client.post("/api/datasets/upload", files=sent))
        sheet_read = perf_counter() - began
        draft = _answer(client.post("/api/drafts", json={"dataset_id": dataset["id"]}))
        wish = {name: draft[name] for name in ("dataset_id", "preset", "hyperparameters")}
        run_id = _answer(client.post("/api/runs", json=wish))["id"]
        [*_, (last, _)] = running.events(run_id)
        took = {"sheet read": sheet_read, "model ready": perf_counter() - began}
        final = client.get(f"/api/runs/{run_id}/metrics").json()["final"]
    if final is None:
        raise RuntimeError(f"the training ended with {last}")
    return took | {"processor": processor_seconds(running)}, final


def processor_seconds(running: RunningStack) -> float:
    """What workers have computed, and their children, which have ended."""
    agents = running.workers()
    psutil.wait_procs([child for agent in agents for child in agent.children()], CHILD_SECONDS)
    return sum(sum(agent.cpu_times()[:4]) for agent in agents)


def _answer(answer: httpx.Response) -> Mapping[str, Any]:
    return answer.raise_for_status().json()


def main() -> None:
    """Measure and print."""
    with TemporaryDirectory(prefix="afina-benchmark-") as folder:
        port = running_stack.free_port()
        with running_stack.running(Path(folder), port) as running:
            took, final = measured(running)
    print(machine.describe())
    for name, seconds in took.items():
        print(f"{name:17} {seconds:6.1f} s")
    print(f"target            {TARGET_SECONDS:6.1f} s")
    for name in ("accuracy", "majority_accuracy"):
        print(f"{name:17} {final[name]:6.2f}")


if __name__ == "__main__":
    main()
