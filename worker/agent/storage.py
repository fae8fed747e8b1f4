"""The file of an outbox: its tables, and that only one agent has it open."""

import sqlite3
from pathlib import Path

from worker.agent import room

TAKEN_SECONDS = 5.0
"""That a predecessor may take to vanish."""

_TABLES = """
PRAGMA main.journal_mode = WAL;
PRAGMA main.synchronous = FULL;
PRAGMA main.journal_size_limit = 4194304;
CREATE TABLE IF NOT EXISTS holding (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    run_id TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    last_sequence INTEGER NOT NULL,
    reply TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS log (
    only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
    identity TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS events (number INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);
"""
_ALONE = """
PRAGMA beside.locking_mode = EXCLUSIVE;
BEGIN EXCLUSIVE;
COMMIT;
"""
"""Locks an empty file beside the outbox until the connection ends, so that others still may read
what waits."""


class TakenError(Exception):
    """Another agent runs as the same worker in the same folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is in use: another agent runs as this worker; stop it, or choose another id"
        )


def opened(path: Path) -> sqlite3.Connection:
    """The file at ``path``, with all tables, for any one thread at a time.

    Raises:
        TakenError: another agent has it open; two would tell and forget each other's events.
    """
    connection = sqlite3.connect(path, timeout=TAKEN_SECONDS, check_same_thread=False)
    try:
        connection.execute("ATTACH ? AS beside", [f"{path}.lock"])
        connection.executescript(_ALONE)
        connection.executescript(_TABLES + room.TABLES)
        _move_in(connection)
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise TakenError(path) from error
        raise
    return connection


def _move_in(connection: sqlite3.Connection) -> None:
    """Take over what a version left that kept all telemetry in one table."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'telemetry'").fetchall():
        return
    for table, belongs in (("progress", "LIKE"), ("logs", "NOT LIKE")):
        connection.execute(
            f"INSERT INTO {table} SELECT number, message_id, subject, data FROM telemetry"  # noqa: S608 - our own words
            f" WHERE subject {belongs} '%.progress'"
        )
    connection.execute("DROP TABLE telemetry")
    connection.commit()
