"""The telemetry's projection: log lines, each run's latest progress, what its steps measured."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from pydantic import ValidationError

from consumers import metrics
from consumers.feed import Delivered
from consumers.partition import WHOLE
from consumers.projections import dead_letters
from consumers.projections.dead_letters import Letter
from consumers.projections.holders import Attempt, Holders
from consumers.projections.rows import Appendix, Changes, Connection, Rows, Statement
from consumers.projections.text import storable
from infra import logging
from infra.tasks import unhurried
from schemas import subjects, tables
from schemas.base import faults
from schemas.telemetry import LogsReported, ProgressReported, Telemetry, telemetry

log = logging.get(__name__)

LETTERS = 1000
"""Of reports that are set aside at once; more would only fill the disk."""


class Report(NamedTuple):
    """What a message reports."""

    report: Telemetry
    message: Delivered

    @property
    def attempt(self) -> Attempt:
        """Which it is about."""
        return self.report.run_id, self.report.attempt


class TelemetryProjection:
    """Folds TELEMETRY, whose oldest messages fade, so its sequences may have gaps.

    A report counts if it is of whoever has begun the attempt. Others are passed over.
    """

    name: ClassVar = "telemetry"
    stream: ClassVar = subjects.TELEMETRY
    contiguous: ClassVar = False

    def __init__(self, holders: Holders, *, announce: bool = True) -> None:
        self._holders = holders
        self.channel = tables.TELEMETRY_CHANNEL if announce else None
        self.partition = WHOLE
        self._progress = Rows(tables.progress)
        self._logs = Appendix(tables.logs)
        self._points = Appendix(tables.points)

    async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
        """The effect of ``batch`` on the tables; what it needs of them is read if it is not held.

        What is no telemetry has no effect and is set aside, as long as there is room for it.
        """
        read = await unhurried(map(_decoded, batch))
        told = [each for each in read if isinstance(each, Report)]
        reports = await self._counting(connection, told)
        await self._progress.load(connection, {each.report.run_id for each in reports})
        lines: list[bytes] = []
        points: list[bytes] = []
        for report, message in reports:
            match report:
                case ProgressReported():
                    self._fold_progress(report, message)
                    points += map(self._points.row, _points(report, message))
                case LogsReported():
                    lines += map(self._logs.row, _lines(report, message.sequence))
        letters = [each for each in read if isinstance(each, Letter)]
        aside = await self._set_aside(connection, letters) if letters else []
        appends = [*self._logs.changes(lines), *self._points.changes(points)]
        return Changes(upserts=[*aside, *self._progress.changes()], appends=appends)

    async def _counting(self, connection: Connection, told: Sequence[Report]) -> list[Report]:
        """Those of whoever has begun the attempt."""
        holders = await self._holders.of(connection, {each.attempt for each in told})
        counting = [each for each in told if each.report.worker_id == holders.get(each.attempt)]
        if passed := len(told) - len(counting):
            metrics.PASSED_REPORTS.inc(passed)
            log.warning("reports passed over: not of who has the run", reports=passed)
        return counting

    async def _set_aside(
        self, connection: Connection, letters: Sequence[Letter]
    ) -> Sequence[Statement]:
        """As many as there is room for: they are only reports, and nobody drives all of them."""
        room = max(LETTERS - await dead_letters.count(connection, self.name), 0)
        if over := len(letters[room:]):
            log.warning("unreadable reports passed over", reports=over)
        return dead_letters.set_aside(self.name, letters[:room])

    def forget(self) -> None:
        """Hold nothing of the tables: the last effect may not have been written."""
        self._progress.forget()
        self._holders.forget()

    def _fold_progress(self, report: ProgressReported, message: Delivered) -> None:
        row = self._progress.get(report.run_id)
        if row is not None and row["attempt"] > report.attempt:
            return
        data = report.model_dump(mode="json")
        if row is not None:  # a later attempt begins again, the bar that people see does not
            data["fraction"] = max(data["fraction"], row["data"]["fraction"])
        self._progress.put(
            {
                "run_id": report.run_id,
                "attempt": report.attempt,
                "worker_id": report.worker_id,
                "data": data,
                "updated_at": message.stored_at,
                "last_sequence": message.sequence,
            }
        )


def _lines(report: LogsReported, sequence: int) -> list[tuple[Any, ...]]:
    return [
        (
            sequence,
            number,
            report.run_id,
            report.worker_id,
            report.attempt,
            line.at,
            line.level.value,
            line.text,
        )
        for number, line in enumerate(report.lines)
    ]


def _points(report: ProgressReported, message: Delivered) -> list[tuple[Any, ...]]:
    """What the steps since the last report measured, if there were any."""
    if report.train_loss is None:
        return []
    told = (report.train_loss, report.learning_rate, report.examples_per_second)
    place = (report.run_id, report.attempt, report.epoch, report.step)
    return [(message.sequence, *place, *told, message.stored_at)]


def _decoded(message: Delivered) -> Report | Letter:
    try:
        report = telemetry.validate_json(storable(message.data))
    except ValidationError as error:
        return dead_letters.poison(message, "\n".join(faults(error)))
    named = subjects.progress if isinstance(report, ProgressReported) else subjects.logs
    if message.subject != (own := named(report.run_id, report.worker_id)):
        return dead_letters.poison(message, f"what belongs to {own} came as {message.subject}")
    return Report(report, message)
