"""When a silence counts: pure rules over what was heard and the time. No I/O."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from schemas.telemetry import PRESENCE_TTL_SECONDS

CONFIRM = timedelta(seconds=3)
"""Between the mark that a worker fell silent and the accusation: it may be reconnecting."""
ARM = timedelta(seconds=PRESENCE_TTL_SECONDS)
"""Of unbroken connection before the watchdog trusts its own ears, unless a watch says otherwise."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watchdog has heard so far."""

    arm: timedelta = ARM
    """As long as a worker may be silent."""
    connected_since: datetime | None = None
    silent_since: dict[str, datetime] = field(default_factory=dict[str, datetime])
    """Workers whose heartbeats ran out, by when the broker said so."""
    lost: frozenset[str] = frozenset()
    """Workers that the log calls lost."""


def connection_seen(watch: Watch, *, connected: bool, now: datetime) -> Watch:
    """A moment of connection arms the watch slowly; a moment without disarms it at once.

    Silences stay known: whoever lives is heard before the watch is armed again.
    """
    if not connected:
        return replace(watch, connected_since=None)
    return watch if watch.connected_since else replace(watch, connected_since=now)


def heartbeat_heard(watch: Watch, worker_id: str) -> Watch:
    """The worker is alive: forget any suspicion."""
    others = {name: since for name, since in watch.silent_since.items() if name != worker_id}
    return replace(watch, silent_since=others)


def silence_marked(watch: Watch, worker_id: str, now: datetime) -> Watch:
    """The broker marked that the worker's last heartbeat ran out."""
    return replace(watch, silent_since={worker_id: now} | watch.silent_since)


def overdue(watch: Watch, now: datetime) -> list[str]:
    """Workers to declare lost now, not yet called so by the log."""
    if watch.connected_since is None or now - watch.connected_since < watch.arm:
        return []
    return [
        worker_id
        for worker_id, since in watch.silent_since.items()
        if now - since >= CONFIRM and worker_id not in watch.lost
    ]


def declared_lost(watch: Watch, worker_id: str) -> Watch:
    """The log now calls the worker lost."""
    return replace(watch, lost=watch.lost | {worker_id})


def declared_back(watch: Watch, worker_id: str) -> Watch:
    """The log no longer calls the worker lost."""
    return replace(watch, lost=watch.lost - {worker_id})
