"""The telemetry's projection: log lines, and each run's latest progress."""

from collections.abc import Sequence
from typing import Any, ClassVar

from pydantic import ValidationError

from consumers.feed import Delivered
from consumers.projections.poison import PoisonError
from consumers.projections.rows import Connection, Rows, copy
from consumers.projections.text import storable
from schemas import subjects, tables
from schemas.telemetry import LogsReported, ProgressReported, Telemetry, telemetry


class TelemetryProjection:
    """Folds TELEMETRY, whose oldest messages fade, so its sequences may have gaps."""

    name: ClassVar = "telemetry"
    stream: ClassVar = subjects.TELEMETRY
    contiguous: ClassVar = False

    def __init__(self, *, announce: bool = True) -> None:
        self.channel = tables.TELEMETRY_CHANNEL if announce else None
        self._progress = Rows(tables.progress)

    async def apply(self, connection: Connection, batch: Sequence[Delivered]) -> None:
        """Write the effect of ``batch``; the caller's transaction makes it whole.

        Raises:
            PoisonError: a message is not telemetry.
        """
        reports = [_decoded(message) for message in batch]
        await self._progress.load(connection, {report.run_id for report in reports})
        lines: list[tuple[Any, ...]] = []
        for report, message in zip(reports, batch, strict=True):
            match report:
                case ProgressReported():
                    self._fold_progress(report, message)
                case LogsReported():
                    lines.extend(_lines(report, message.sequence))
        await self._progress.write(connection)
        await copy(connection, tables.logs, lines)

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


def _decoded(message: Delivered) -> Telemetry:
    try:
        return telemetry.validate_json(storable(message.data))
    except ValidationError as error:
        raise PoisonError(message.sequence, str(error)) from error
