"""One model taught through the API: send the spreadsheet, ask for the run, follow it, show it."""

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rich.console import Console

from afina import client, description, exports, result
from afina.client import Client, RefusedError, Upload
from afina.follow import Bars
from afina.interruption import unless_interrupted
from afina.stack import Running
from afina.words import Words
from afina.words.numbers import duration
from schemas import forecast
from schemas.exports import Export
from schemas.forecast import Forecast
from schemas.metrics import ExamReport, reports

UNTIMED = {"name", "exports"}
"""What a run is asked for besides, and no estimate depends on."""


class Ending(Enum):
    """How a lesson ended, for the one who waited."""

    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    LEFT = "left"
    """It goes on without us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What to train from the spreadsheet; None leaves the choice to the API."""

    preset: str
    base_model: str | None
    hyperparameters: Mapping[str, Any]
    exports: Sequence[str] = ()

    def body(self, dataset: Mapping[str, Any], name: str) -> dict[str, Any]:
        """The request of the run."""
        asked = {
            "dataset_id": dataset["id"],
            "name": name,
            "preset": self.preset,
            "base_model": self.base_model,
            "hyperparameters": dict(self.hyperparameters) or None,
            "exports": list(self.exports) or None,
        }
        return {field: value for field, value in asked.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of a lesson."""

    ending: Ending
    run: dict[str, Any]


async def taught(
    running: Running, upload: Upload, wish: Wish, console: Console, say: Words, *, own_stack: bool
) -> Taught:
    """The lesson given on ``running``. ``own_stack``: the servers end with this command.

    Raises:
        RefusedError: the spreadsheet or the wish is refused.
        UnreachableError: the API does not answer.
    """
    async with client.connected(running, say.language) as connected:
        lesson = Lesson(connected, running.address, console, say)
        return await lesson.give(upload, wish, own_stack=own_stack)


async def repeated(
    running: Running, run_id: str, console: Console, say: Words, *, own_stack: bool
) -> Taught:
    """The run once more on ``running``, and how it compares. ``own_stack``: as in ``taught``.

    Raises:
        RefusedError: there is no such run, or its spreadsheet is gone.
        UnreachableError: the API does not answer.
    """
    async with client.connected(running, say.language) as connected:
        lesson = Lesson(connected, running.address, console, say)
        return await lesson.repeat(run_id, own_stack=own_stack)


async def retried(
    running: Running, run_id: str, console: Console, say: Words, *, lighter: bool, own_stack: bool
) -> Taught:
    """The failed run tried again on ``running``. ``own_stack``: as in ``taught``.

    Raises:
        RefusedError: there is no such run, it did not fail, or nothing can be made lighter.
        UnreachableError: the API does not answer.
    """
    async with client.connected(running, say.language) as connected:
        lesson = Lesson(connected, running.address, console, say)
        return await lesson.retry(run_id, lighter=lighter, own_stack=own_stack)


class Lesson:
    """A person at the terminal, waiting for a model."""

    def __init__(self, api: Client, address: str, console: Console, say: Words) -> None:
        self._client = api
        self._address = address
        self._console = console
        self._say = say

    async def give(self, upload: Upload, wish: Wish, *, own_stack: bool) -> Taught:
        """From spreadsheet to result."""
        return await self._attended(await self._begin(upload, wish), own_stack=own_stack)

    async def repeat(self, run_id: str, *, own_stack: bool) -> Taught:
        """From an earlier run to the same again."""
        run = await self._client.run(await self._client.reproduce(run_id))
        self._print(self._say.train.again(run["name"]))
        return await self._attended(run, own_stack=own_stack)

    async def retry(self, run_id: str, *, lighter: bool, own_stack: bool) -> Taught:
        """From a failed run to another try."""
        run = await self._client.run(await self._client.retry(run_id, lighter=lighter))
        words, settings = self._say.train, run["hyperparameters"]
        told = words.lighter(run["name"], settings["max_length"], settings["batch_size"])
        self._print(told if lighter else words.goes_on(run["name"]))
        return await self._attended(run, own_stack=own_stack)

    async def _attended(self, run: dict[str, Any], *, own_stack: bool) -> Taught:
        """The run, followed to its end or until the person goes."""
        page = f"{self._address}/treinos/{run['id']}"
        self._print(self._say.train.follow(page))
        with Bars(self._console, self._say) as bars:
            if run["queue_position"]:
                bars.waiting(run["queue_position"])
            status = await self._followed(run["id"], bars)
        if status is None:
            return Taught(await self._asked_to_stop(run["id"], page, own_stack=own_stack), run)
        return await self._ended(Ending(status), run["id"])

    async def _begin(self, upload: Upload, wish: Wish) -> dict[str, Any]:
        self._print(self._say.train.sending(upload.path.name))
        dataset, known = await self._client.upload(upload)
        if known:
            self._print(self._say.train.known)
        for line in description.lines(dataset, self._say):
            self._print(line)
        body = wish.body(dataset, upload.name)
        for line in await self._estimated(body):
            self._print(line)
        run_id = await self._client.request_run(body)
        run = await self._client.run(run_id)
        preset = self._say.train.presets[wish.preset]
        self._print(self._say.train.asked(preset, run["base_model"]))
        return run

    async def _estimated(self, body: Mapping[str, Any]) -> list[str]:
        """How long it would take on each computer, in the API's words; none if it cannot say."""
        asked = {field: value for field, value in body.items() if field not in UNTIMED}
        try:
            [preset] = (await self._client.estimates(asked))["presets"]
        except RefusedError:
            return []
        return [f"{each['worker_name']}: {each['sentence']}" for each in preset["workers"]]

    async def _followed(self, run_id: str, bars: Bars) -> str | None:
        """The run's final status; None when the person pressed Ctrl-C."""
        return await unless_interrupted(self._follow(run_id, bars))

    async def _follow(self, run_id: str, bars: Bars) -> str:
        async for message in self._client.events(run_id):
            if message is None:
                bars.lost()
            elif status := bars.show(message):
                if Ending(status) is Ending.COMPLETED:
                    bars.full()
                return status
        return (await self._client.run(run_id))["status"]

    async def _asked_to_stop(self, run_id: str, page: str, *, own_stack: bool) -> Ending:
        words = self._say.train
        question = words.ask_cancel_own if own_stack else words.ask_cancel
        if not _answers_yes(question, words.yes):
            self._print(words.left_waiting if own_stack else words.left_running(page))
            return Ending.LEFT
        self._print(words.cancelling)
        with suppress(RefusedError):
            await self._client.cancel(run_id)
        return Ending.CANCELLED

    async def _ended(self, ending: Ending, run_id: str) -> Taught:
        run = await self._client.run(run_id)
        if ending is Ending.COMPLETED:
            await self._show_result(run)
        elif ending is Ending.CANCELLED:
            self._print(self._say.train.cancelled)
            if run["model"]:
                self._print(self._say.result.model(run["model"]["path"]))
        elif run["failure"]:
            self._print(self._say.train.failed(run["failure"]["sentence"]))
        return Taught(ending, run)

    async def _show_result(self, run: Mapping[str, Any]) -> None:
        metrics = await self._client.metrics(run["id"])
        report = reports.validate_python(metrics["final"])
        self._console.print()
        self._console.print(result.drawn(report, self._say))
        self._console.print()
        if run["forecast"]:
            self._print(self._expected(Forecast.model_validate(run["forecast"]), report))
        self._print(self._say.result.model(run["model"]["path"]))
        if made := [Export.model_validate(one) for one in run["model"]["exports"]]:
            self._console.print(exports.drawn(made, self._say))
        if run["reproduces"]:
            await self._compare(run["id"])

    def _expected(self, seen: Forecast, report: ExamReport) -> str:
        """The time that the first steps foretold of the rounds, beside the time they took."""
        expected = forecast.expected(seen, report.epochs_run)
        return self._say.result.expected(duration(expected), duration(report.seconds))

    async def _compare(self, run_id: str) -> None:
        """Whether the same came of it; what was otherwise, one line each, in the API's words."""
        found = await self._client.reproduction(run_id)
        self._print(found["sentence"])
        for one in found["circumstances"]:
            self._print(f"- {one['sentence']}")
        for one in found["figures"]:
            self._print(f"- {one['field']}: {one['before']} → {one['after']}")

    def _print(self, text: str) -> None:
        """One line, however long: an address that is broken in two cannot be opened."""
        self._console.print(text, highlight=False, markup=False, soft_wrap=True)


def _answers_yes(question: str, yes: str) -> bool:
    """Whether a person is there and says so; a second Ctrl-C says no."""
    if not sys.stdin.isatty():
        return False
    try:
        return input(question).strip().lower().startswith(yes)
    except (KeyboardInterrupt, EOFError):
        print()
        return False
