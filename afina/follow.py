"""A run's progress as two bars: the whole of it, and the round in hand."""

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from afina.sse import Message
from afina.words import Words
from afina.words.numbers import minutes, per_hundred

BAR_WIDTH = 32
ENDINGS = {
    "completed": "completed",
    "abandoned": "failed",
    "cancelled": "cancelled",
}
"""The events that end a run, and the status that they leave."""
BY_F1 = "token-classification"
"""Nearly every word is outside all entities, so the share of right words flatters."""


class Bars:
    """Shows what the run's stream tells, for as long as the block lasts."""

    def __init__(self, console: Console, say: Words) -> None:
        self._say = say
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=BAR_WIDTH),
            TaskProgressColumn(),
            TextColumn("{task.fields[note]}"),
            console=console,
        )
        self._whole = self._bars.add_task(say.train.whole, total=1.0, note=say.train.queued)
        self._round = self._bars.add_task("", total=1.0, visible=False, note="")
        self._epochs = 0
        self._by_f1 = False
        self._best = 0.0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def waiting(self, place: int) -> None:
        """The run is queued; 1 is next."""
        self._bars.update(self._whole, note=self._say.train.waiting(place))

    def lost(self) -> None:
        """The stream broke off."""
        self._bars.update(self._whole, note=self._say.train.reconnecting)

    def show(self, message: Message) -> str | None:
        """Draw one message; the run's final status if it was the last."""
        data = json.loads(message.data)
        if message.name == "progress":
            self.progress(data)
            return None
        event = data["event"]
        match message.name:
            case "requested":
                self.plan(event["hyperparameters"]["epochs"], event["task"])
            case "started":
                self._bars.update(self._whole, note=self._say.train.phases["preparing"])
            case "epoch_completed":
                self.epoch(event["metrics"])
            case "memory_reduced":
                self.memory(event)
            case _:
                return self._turn(message.name, event)
        return None

    def _turn(self, name: str, event: Mapping[str, Any]) -> str | None:
        """What ends a run, or throws it back."""
        words = self._say.train
        if name == "job_failed":
            return "failed" if event["final"] else self._back(words.trying_again)
        if name in {"stalled", "interrupted"}:
            return self._back(words.requeued)
        return ENDINGS.get(name)

    def _back(self, why: str) -> None:
        """The run waits again."""
        self._bars.console.print(why, style="yellow")
        self._bars.update(self._whole, note=self._say.train.queued)

    def progress(self, progress: Mapping[str, Any]) -> None:
        """How far the run is."""
        note = self._say.train.phases[progress["phase"]]
        if (seconds := progress["seconds_left"]) is not None:
            note = f"{note}, {self._say.train.left(minutes(seconds))}"
        self._bars.update(self._whole, completed=progress["fraction"], note=note)
        if progress["steps"] and progress["epoch"]:
            self._bars.update(
                self._round,
                description=self._say.train.round(progress["epoch"], progress["epochs"]),
                completed=round_share(progress),
                visible=True,
            )

    def epoch(self, metrics: Mapping[str, Any]) -> None:
        """A round is over: its line stays, and the best so far stands by the bar."""
        words = self._say.train
        so_far = words.so_far_by_f1 if self._by_f1 else words.so_far
        round_done = words.round_done_by_f1 if self._by_f1 else words.round_done
        rate = metrics["score" if self._by_f1 else "validation_accuracy"]
        self._best = max(self._best, rate)
        self._bars.update(self._round, note=so_far(per_hundred(self._best)))
        self._bars.console.print(
            round_done(
                metrics["epoch"],
                max(self._epochs, metrics["epoch"]),
                per_hundred(rate),
                self._say.numbers.count(round(metrics["seconds"])),
            ),
            highlight=False,
        )

    def memory(self, event: Mapping[str, Any]) -> None:
        """The device ran out of it."""
        if (length := event.get("max_length")) is None:
            text = self._say.train.memory
        else:
            text = self._say.train.memory_shortened(self._say.numbers.count(length))
        self._bars.console.print(text, style="yellow")

    def plan(self, epochs: int, task: str) -> None:
        """How many rounds there may be, and of what."""
        self._epochs = epochs
        self._by_f1 = task == BY_F1

    def note(self, text: str) -> None:
        """What is being done, in words."""
        self._bars.update(self._whole, note=text)

    def full(self) -> None:
        """Everything is done."""
        self._bars.update(self._whole, completed=1.0, note="")
        self._bars.update(self._round, completed=1.0)


def round_share(progress: Mapping[str, Any]) -> float:
    """How much of the present round is done, from the optimizer steps of the whole run."""
    of_one = progress["steps"] / progress["epochs"]
    return min(1.0, max(0.0, progress["step"] / of_one - (progress["epoch"] - 1)))
