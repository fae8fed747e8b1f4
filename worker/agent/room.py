"""The room that an outbox may take on disk, and what gives way when it is used up.

Events never do. First the oldest progress is thinned, to every fourth report, then again; when
there is nothing left to thin, the oldest log lines go. What went is counted, and told later.
Progress and log lines lie in tables of their own, so that what is dropped leaves whole pages free.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from schemas import subjects
from schemas.telemetry import LogLevel, LogLine, LogsReported

TABLES = """
CREATE TABLE IF NOT EXISTS progress (
    number INTEGER PRIMARY KEY, message_id TEXT NOT NULL, subject TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS logs (
    number INTEGER PRIMARY KEY, message_id TEXT NOT NULL, subject TEXT NOT NULL, data BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS dropped (
    run_id TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    PRIMARY KEY (run_id, worker_id, attempt)
);
"""
WINDOW = 256
"""Messages looked at to drop some of them."""
KEPT_OF = 4
"""Reports, of which thinning leaves one."""
FREED_SHARE = 64
"""Of the limit, the part that is freed at once, so that not every put has to."""

Message = tuple[int, bytes]
"""Number and data."""


@dataclass(slots=True)
class Room:
    """How much there may be, and what had to go. Everything runs in the caller's transaction."""

    limit_bytes: int
    thinned_upto: int = 0
    """The number of the last report that the present round of thinning has looked at."""
    dropped: Counter[str] = field(default_factory=Counter[str])
    """``reports`` and ``lines`` since the process began."""

    def make(self, connection: sqlite3.Connection) -> None:
        """Let what is worth least give way, if all that is kept takes more than it may."""
        if used_bytes(connection) <= self.limit_bytes:
            return
        goal = self.limit_bytes - self.limit_bytes // FREED_SHARE
        while used_bytes(connection) > goal:
            if not self._thin(connection) and not self._drop_lines(connection):
                return

    def miss(self, connection: sqlite3.Connection, data: bytes) -> None:
        """Count a telemetry message that is not there any more, or could not be kept."""
        told = json.loads(data)
        lines = len(told["lines"]) if "lines" in told else 0
        reports = 0 if "lines" in told else 1
        self.dropped.update(reports=reports, lines=lines)
        connection.execute(
            "INSERT INTO dropped VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
            " reports = reports + excluded.reports, lines = lines + excluded.lines",
            (told["run_id"], told["worker_id"], told["attempt"], reports, lines),
        )

    def _thin(self, connection: sqlite3.Connection) -> bool:
        """Drop most of the oldest reports that this round has not seen; whether there were any."""
        window = self._reports(connection)
        if len(window) < KEPT_OF:
            self.thinned_upto = 0
            window = self._reports(connection)
        if len(window) < KEPT_OF:
            return False
        self.thinned_upto = window[-1][0]
        least = [message for place, message in enumerate(window, start=1) if place % KEPT_OF]
        self._drop(connection, "DELETE FROM progress WHERE number = ?", least)
        return True

    def _reports(self, connection: sqlite3.Connection) -> list[Message]:
        query = "SELECT number, data FROM progress WHERE number > ? ORDER BY number LIMIT ?"
        return connection.execute(query, (self.thinned_upto, WINDOW)).fetchall()

    def _drop_lines(self, connection: sqlite3.Connection) -> bool:
        """Drop the oldest log lines; whether there were any."""
        query = "SELECT number, data FROM logs ORDER BY number LIMIT ?"
        oldest = connection.execute(query, [WINDOW // 8]).fetchall()
        self._drop(connection, "DELETE FROM logs WHERE number = ?", oldest)
        return bool(oldest)

    def _drop(
        self, connection: sqlite3.Connection, delete: str, messages: Sequence[Message]
    ) -> None:
        for number, data in messages:
            connection.execute(delete, [number])
            self.miss(connection, data)


def used_bytes(connection: sqlite3.Connection) -> int:
    """What the file holds, free pages not counted: as long as there are any, it does not grow."""
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    [free] = connection.execute("PRAGMA freelist_count").fetchone()
    [page_bytes] = connection.execute("PRAGMA page_size").fetchone()
    return (pages - free) * page_bytes


def accounts(connection: sqlite3.Connection, now: datetime) -> list[LogsReported]:
    """A line of each run's log that says what of its telemetry is missing; said only once."""
    rows = connection.execute("SELECT * FROM dropped").fetchall()
    if rows:
        connection.execute("DELETE FROM dropped")
    return [_account(row, now) for row in rows]


def _account(row: Sequence[Any], now: datetime) -> LogsReported:
    run_id, worker_id, attempt, reports, lines = row
    text = (
        f"The worker's room for what the broker had not taken ran out: {reports:,} progress "
        f"reports and {lines:,} log lines were dropped, the oldest first; no event was"
    )
    line = LogLine(at=now, level=LogLevel.WARNING, text=text)
    return LogsReported(run_id=UUID(run_id), worker_id=worker_id, attempt=attempt, lines=[line])


def address(report: LogsReported) -> str:
    """Where ``report`` is sent."""
    return subjects.logs(report.run_id, report.worker_id)
