"""What the agents of the fault tests start instead of a training: it trains nothing, truthfully.

It keeps the boundary of ``worker/messages.py``: it tells an epoch after each pause, leaves a real
checkpoint, resumes from it and tells the past again, hears ``stop`` and ends when its agent is
gone. It loads nothing but the standard library, so that hundreds of trainings fit into a minute.
What it says is taken from a file of whole messages (``lesson.json``).
"""

import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

ORPHANED = 3
PLAIN = "stand-in"
HELD = "stand-in/held"
"""A base model whose last epoch waits until the test lets it go."""
POISON = "stand-in/poison"
"""A base model that aborts the process."""
DEAF = "stand-in/deaf"
"""A base model whose training stands still and hears no order."""
MODELS = [PLAIN, HELD, POISON, DEAF]
GATE_SECONDS = 0.02


def main() -> int:
    lesson: dict[str, Any] = json.loads(Path(os.environ["AFINA_LESSON"]).read_text())
    if "worker.training.device" in sys.argv:
        tell(lesson["device"])
        return 0
    job: dict[str, Any] = json.loads(Path(sys.argv[-1]).read_text())
    stop = threading.Event()
    threading.Thread(target=hear, args=[stop], daemon=True).start()
    return train(job, lesson, stop, float(os.environ["AFINA_EPOCH_SECONDS"]))


def train(job: dict[str, Any], lesson: dict[str, Any], stop: threading.Event, pause: float) -> int:
    """Pass the epochs that no checkpoint has; the exit status."""
    kept = Path(job["work_dir"], "checkpoint.json")
    done: int = json.loads(kept.read_text())["epochs"] if kept.exists() else 0
    for epoch in range(1, done + 1):
        tell(told(lesson["epoch"], epoch))
    for epoch in range(done + 1, job["hyperparameters"]["epochs"] + 1):
        is_last = epoch == job["hyperparameters"]["epochs"]
        if pass_time(job, stop, pause, is_last=is_last):
            tell(lesson["stopped"] | {"epochs_completed": epoch - 1})
            return 0
        save(kept, epoch)
        tell(told(lesson["epoch"], epoch))
        tell(lesson["checkpoint"] | {"epoch": epoch, "step": epoch})
        tell(lesson["progress"] | {"epoch": epoch, "step": epoch})
    tell(lesson["finished"])
    return 0


def pass_time(job: dict[str, Any], stop: threading.Event, pause: float, *, is_last: bool) -> bool:
    """Whether ``stop`` was heard meanwhile."""
    if job["base_model"] == POISON:
        os.abort()
    if job["base_model"] == DEAF:
        threading.Event().wait()
    if stop.wait(pause):
        return True
    gate = Path(os.environ["AFINA_GATES"], job["run_id"])
    if job["base_model"] == HELD and is_last:
        while not gate.exists():
            if stop.wait(GATE_SECONDS):
                return True
    return False


def told(message: dict[str, Any], epoch: int) -> dict[str, Any]:
    return message | {"metrics": message["metrics"] | {"epoch": epoch, "step": epoch}}


def save(kept: Path, epochs: int) -> None:
    partial = kept.with_suffix(".partial")
    with partial.open("w") as file:
        json.dump({"epochs": epochs}, file)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(kept)


def tell(message: dict[str, Any]) -> None:
    os.write(1, json.dumps(message).encode() + b"\n")


def hear(stop: threading.Event) -> None:
    while piece := os.read(0, 1024):
        if b"stop" in piece or b"keep" in piece:
            stop.set()
    os._exit(ORPHANED)


if __name__ == "__main__":
    sys.exit(main())
