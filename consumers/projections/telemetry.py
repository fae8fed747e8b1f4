"""The telemetry's projection: log lines, each run's latest progress, what its steps measured."""

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import ValidationError

from consumers.feed import Delivered
from consumers.partition import WHOLE
from consumers.projections.poison import PoisonError
from consumers.projections.rows import Appendix, Changes, Connection, Rows
from consumers.projections.text import storable
from infra.tasks import unhurried
from schemas import subjects, tables
from schemas.base import faults
from schemas.telemetry import LogsReported, ProgressReported, Telemetry, telemetry


class TelemetryProjection:
    """Folds TELEMETRY, whose oldest messages fade, so its sequences may have gaps."""

    name: ClassVar = "telemetry"
    stream: ClassVar = subjects.TELEMETRY
    contiguous: ClassVar = False

    def __init__(self, *, announce: bool = True) -> None:
        self.channel = tables.TELEMETRY_CHANNEL if announce else None
        self.partition = WHOLE
        self._progress = Rows(tables.progress)
        self._logs = Appendix(tables.logs)
        self._points = Appendix(tables.points)

    async def fold(self, connection: Connection, batch: Sequence[Delivered]) -> Changes:
        """The effect of ``batch`` on the tables; what it needs of them is read if it is not held.

        Raises:
            PoisonError: a message is not telemetry.
        """
        reports = await unhurried(map(_decoded, batch))
        await self._progress.load(connection, {report.run_id for report in reports})
        lines: list[bytes] = []
        points: list[bytes] = []
        for report, message in zip(reports, batch, strict=True):
            match report:
                case ProgressReported():
                    self._fold_progress(report, message)
                    points += map(self._points.row, _points(report, message))
                case LogsReported():
                    lines += map(self._logs.row, _lines(report, message.sequence))
        appends = [*self._logs.changes(lines), *self._points.changes(points)]
        return Changes(upserts=self._progress.changes(), appends=appends)

    def forget(self) -> None:
        """Hold nothing of the tables: the last effect may not have been written."""
        self._progress.forget()

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


def _decoded(message: Delivered) -> Telemetry:
    try:
        report = telemetry.validate_json(storable(message.data))
    except ValidationError as error:
        raise PoisonError(message.sequence, "\n".join(faults(error))) from error
    named = subjects.progress if isinstance(report, ProgressReported) else subjects.logs
    if message.subject != (own := named(report.run_id, report.worker_id)):
        raise PoisonError(message.sequence, f"what belongs to {own} came as {message.subject}")
    return report
