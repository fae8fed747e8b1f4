"""How the page keeps up with a long training, in Chromium.

    python -m benchmarks.page [--points 10000] [--updates 60] [--write]

A training is made up in the log and in TELEMETRY, with a thousand points and with many, and watched
at its own page. Measured are the time from a reload to the drawn chart of its steps, and how long
the frames take in which the chart gets a point more. Both sizes are measured in the same run: what
the computer does besides slows down both.
"""

import argparse
import asyncio
import math
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from uuid import UUID, uuid4

from playwright.sync_api import Page

from benchmarks.machine import describe
from infra.bus import connected
from schemas.telemetry import ProgressReported
from tests.acceptance import running_stack
from tests.acceptance.running_stack import RunningStack
from tests.consumers.projecting import publish_events, publish_telemetry
from tests.schemas.examples import dataset_uploaded, progress, run_requested, run_started
from tests.web import browser, visitor

RESULTS = Path(__file__).parent / "results" / "page.md"
FEW_POINTS = 1_000
EVERY_SECONDS = 0.25
"""As often as a stream tells a run's progress at most."""
PATIENCE_MS = 120_000
TARGETS = {"catch-up, s": "≤ 1", "frame with a new point, p95, ms": "≤ 50"}

_CAUGHT_UP = """async (label) => {
  const frame = () => new Promise(requestAnimationFrame);
  const button = () => [...document.querySelectorAll("button")]
    .find((one) => one.textContent === label);
  while (!button()) await frame();
  button().click();
  while (!document.querySelector("[role=img] canvas")) await frame();
  await frame();
  return performance.now();
}"""
_WATCH = """() => {
  const chart = [...document.querySelectorAll("[role=img]")].at(-1);
  globalThis.frames = [];
  let [before, drawn] = [performance.now(), false];
  new MutationObserver(() => (drawn = true))
    .observe(chart, { attributes: true, attributeFilter: ["aria-label"] });
  const look = (now) => {
    if (drawn) globalThis.frames.push(now - before);
    [before, drawn] = [now, false];
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One length of a training."""

    caught_up_seconds: float
    frames_ms: list[float]
    heap_bytes: int

    def figures(self) -> list[float]:
        """In the order of the table."""
        p95 = quantiles(self.frames_ms, n=20)[-1]
        return [self.caught_up_seconds, median(self.frames_ms), p95, self.heap_bytes / 1e6]


def main() -> None:
    """Measure, print the table, and keep it if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=10_000)
    parser.add_argument("--updates", type=int, default=60)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS}")
    chosen = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_stack.running(Path(folder), running_stack.free_port(), workers=0) as stack,
    ):
        lengths = (FEW_POINTS, chosen.points)
        measured = [watched(stack, points, chosen.updates) for points in lengths]
    text = table(lengths, measured)
    print(text)
    if chosen.write:
        RESULTS.write_text(text)


def watched(stack: RunningStack, points: int, updates: int) -> Measured:
    """A training of so many points, looked at while it gets ``updates`` more."""
    run_id = uuid4()
    asyncio.run(made_up(stack, run_id, points))
    with (
        browser.started() as started,
        visitor.administrator(started, stack) as context,
        browser.watched(context, stack.address) as page,
    ):
        page.request.patch("/api/me/preferences", data={"technical": True}, headers=visitor.CHANGES)
        page.goto(f"/treinos/{run_id}")
        page.get_by_role("button", name=LABEL).wait_for(timeout=PATIENCE_MS)
        page.reload(wait_until="commit")
        caught_up_ms = page.evaluate(_CAUGHT_UP, LABEL)
        page.evaluate(_WATCH)
        # The browser's driver has this thread's loop.
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(asyncio.run, told(stack, run_id, points, updates)).result()
        return Measured(caught_up_ms / 1000, _frames(page), _heap(page))


LABEL = "Erro a cada passo"


def _frames(page: Page) -> list[float]:
    frames: list[float] = page.evaluate("globalThis.frames")
    return frames


def _heap(page: Page) -> int:
    used: int = page.evaluate("performance.memory.usedJSHeapSize")
    return used


async def made_up(stack: RunningStack, run_id: UUID, points: int) -> None:
    """The training's beginning in the log, and what its steps measured; read by the projectors."""
    dataset_id = uuid4()
    async with connected(stack.nats_url, "benchmark") as client:
        await publish_events(
            client,
            [
                dataset_uploaded(dataset_id=dataset_id),
                run_requested(run_id=run_id, dataset_id=dataset_id),
                run_started(run_id=run_id),
            ],
        )
        await publish_telemetry(client, [_report(run_id, step) for step in range(1, points + 1)])
    deadline = time.monotonic() + PATIENCE_MS / 1000
    with stack.api as http:
        while time.monotonic() < deadline:
            answer = http.get(f"/api/runs/{run_id}/points", params={"max_points": 3})
            if answer.status_code == 200 and answer.json()["total"] == points:
                return
            await asyncio.sleep(EVERY_SECONDS)
    raise TimeoutError(f"{points} points were not projected")


async def told(stack: RunningStack, run_id: UUID, points: int, updates: int) -> None:
    """One point after the other, as often as a stream tells them."""
    async with connected(stack.nats_url, "benchmark") as client:
        for step in range(points + 1, points + updates + 1):
            await publish_telemetry(client, [_report(run_id, step)])
            await asyncio.sleep(EVERY_SECONDS)


def _report(run_id: UUID, step: int) -> ProgressReported:
    loss = math.exp(-step / 4000) + 0.1 * math.sin(step * 12.9898) ** 2
    return progress(run_id=run_id, step=step, steps=20_000, train_loss=loss, learning_rate=5e-5)


def table(lengths: tuple[int, ...], measured: list[Measured]) -> str:
    """Both lengths beside each other, in Markdown."""
    names = ("catch-up, s", "frame with a new point, median, ms")
    names += ("frame with a new point, p95, ms", "heap, MB")
    columns = [one.figures() for one in measured]
    lines = [
        f"| {name} | {few:.2f} | {many:.2f} | {many / few:.2f} | {TARGETS.get(name, '—')} |"
        for name, few, many in zip(names, *columns, strict=True)
    ]
    head = ["", *(f"{length:,} points" for length in lengths), "ratio", "target"]
    return "\n".join(
        [
            "# The page of a long training\n",
            describe() + "\n",
            f"| {' | '.join(head)} |",
            "|" + "---|" * len(head),
            *lines,
            "",
        ]
    )


if __name__ == "__main__":
    main()
