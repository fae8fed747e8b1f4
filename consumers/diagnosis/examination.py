"""Reads a log from its first message, hears the workers, looks at the tables; changes nothing."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from nats.aio.client import Client

from consumers import replay
from consumers.diagnosis import presence
from consumers.diagnosis.log import LogExamination
from consumers.diagnosis.violation import OpenRun, Rule, Violation
from consumers.feed import follow
from consumers.projections.rows import Connection
from infra import bus, database
from infra.bus import EventLog
from infra.presence import last_heartbeat
from infra.settings import Settings
from schemas import subjects, tables

Report = Callable[[str, int, int], None]
"""Called with a stream, the messages read and the messages to read."""

BATCH_MESSAGES = 1000
KEPT = 100
"""Violations of one rule that are told; more are counted."""
CATCH_UP_SECONDS = 5.0
"""That the projector has to come as far as the log was."""
POLL_SECONDS = 0.1


@dataclass(slots=True)
class Diagnosis:
    """What was found."""

    events: int = 0
    newer: int = 0
    """Events of types that only a newer version knows."""
    runs: dict[str, int] = field(default_factory=dict[str, int])
    """By status."""
    open_runs: list[OpenRun] = field(default_factory=list[OpenRun])
    violations: list[Violation] = field(default_factory=list[Violation])
    """The first hundred of each rule."""
    broken: Counter[Rule] = field(default_factory=Counter[Rule])
    """How often each rule is."""
    seconds: float = 0.0

    @property
    def sound(self) -> bool:
        return not self.broken

    def note(self, violations: Iterable[Violation]) -> None:
        """Count all of them, keep the first."""
        for violation in violations:
            self.broken[violation.rule] += 1
            if self.broken[violation.rule] <= KEPT:
                self.violations.append(violation)


async def examine(
    settings: Settings, report: Report, *, all_ended: bool = False, rebuild: bool = False
) -> Diagnosis:
    """Hold the log against every rule, as far as it reaches now.

    With ``all_ended`` an open run is a violation; with ``rebuild`` the tables are built
    again beside the live ones and compared.

    Raises:
        UnavailableError: the log does not answer.
        FeedLostError: it stopped answering.
    """
    began = time.monotonic()
    found = Diagnosis()
    log = LogExamination()
    async with bus.connected(settings.nats_url, "diagnosis") as client:
        until = await EventLog(client).last_sequence()
        await _read(client, log, until, found, report)
        found.note(log.concluded(all_ended=all_ended))
        heard = [await last_heartbeat(client, worker_id) for worker_id in log.workers()]
        found.note(presence.judge([heartbeat for heartbeat in heard if heartbeat]))
    found.note(await _projected(settings.database_url, until))
    if rebuild:
        found.note(await _tables(settings, report))
    found.events, found.newer = log.events, log.newer
    found.runs, found.open_runs = log.statuses(), [*log.open_runs()]
    found.seconds = time.monotonic() - began
    return found


async def _read(
    client: Client, log: LogExamination, until: int, found: Diagnosis, report: Report
) -> None:
    if until == 0:
        return
    async with follow(client, subjects.TRAINING, after=0) as feed:
        while log.last_sequence < until:
            for message in await feed.batch(BATCH_MESSAGES):
                if message.sequence <= until:
                    found.note(log.take(message))
            report(subjects.TRAINING, log.last_sequence, until)


async def _projected(url: str, until: int) -> list[Violation]:
    """Whether the tables come as far as ``until``, and what could not be projected."""
    async with database.connection(url, tables.READ_SCHEMA) as connection:
        at = await _one(connection, POSITION)
        with suppress(TimeoutError):
            async with asyncio.timeout(CATCH_UP_SECONDS):
                while at < until:
                    await asyncio.sleep(POLL_SECONDS)
                    at = await _one(connection, POSITION)
        aside = await _one(connection, SET_ASIDE)
    behind = [Violation(Rule.PROJECTED, None, "", {"expected": until, "position": at})]
    letters = [Violation(Rule.PROJECTED, None, "", {"dead_letters": aside})]
    return (behind if at < until else []) + (letters if aside else [])


POSITION = "SELECT coalesce(min(sequence), 0) FROM positions WHERE projection = 'training'"
SET_ASIDE = "SELECT count(*) FROM dead_letters WHERE projection = 'training'"


async def _one(connection: Connection, query: str) -> int:
    cursor = await connection.execute(query.encode())
    row = await cursor.fetchone()
    assert row is not None  # noqa: S101 - an aggregate always answers
    return row[0]


async def _tables(settings: Settings, report: Report) -> list[Violation]:
    rebuilt = await replay.replay(settings, report)
    return [
        Violation(
            Rule.TABLES_EQUAL,
            None,
            table.name,
            {"live": table.live_rows, "rebuilt": table.rebuilt_rows},
        )
        for table in rebuilt.tables
        if not table.equal
    ]
