"""Decisions about workers: (command, state, now) -> events. No I/O here."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from secrets import token_hex
from typing import assert_never

from api.problems import RefusedError
from schemas.base import NAME_PATTERN, Command, NonBlank, Token, answering
from schemas.events.worker import (
    WorkerBack,
    WorkerEvent,
    WorkerKeyRenewed,
    WorkerLost,
    WorkerPaused,
    WorkerRegistered,
    WorkerResumed,
    WorkerRevoked,
)
from schemas.problems import ProblemCode

LONGEST_SLUG = 40
ID_BYTES = 4
"""Of chance in an id: names may repeat, ids never."""
ID = re.compile(NAME_PATTERN)


@dataclass(frozen=True, slots=True)
class Worker:
    """A computer as its own events tell it."""

    worker_id: str
    name: str
    pool: str
    revoked: bool = False
    paused: bool = False


class RegisterWorker(Command):
    """Admit a computer to a pool."""

    worker_id: Token
    name: NonBlank
    pool: Token


class RevokeWorker(Command):
    """Let a computer work no more."""

    worker_id: Token


class PauseWorker(Command):
    """Have a computer take nothing new."""

    worker_id: Token


class ResumeWorker(Command):
    """Have a computer take jobs again."""

    worker_id: Token


class RenewKey(Command):
    """Give a computer another key in place of the one that it has."""

    worker_id: Token


def evolve(worker: Worker | None, event: WorkerEvent) -> Worker:
    """The worker after ``event``.

    Raises:
        ValueError: the first event of a worker is not its registration.
    """
    if isinstance(event, WorkerRegistered):
        return Worker(event.worker_id, event.name, event.pool)
    if worker is None:
        raise ValueError("a worker begins with WorkerRegistered")
    match event:
        case WorkerRevoked():
            return replace(worker, revoked=True)
        case WorkerPaused():
            return replace(worker, paused=True)
        case WorkerResumed():
            return replace(worker, paused=False)
        case WorkerLost() | WorkerBack() | WorkerKeyRenewed():
            return worker
    assert_never(event)


def register(command: RegisterWorker, worker: Worker | None, now: datetime) -> list[WorkerEvent]:
    """Admit the computer, or nothing where it was admitted before.

    Raises:
        RefusedError: WORKER_REVOKED, its id belongs to one that may not come back.
    """
    if worker is not None:
        admitted(worker)
        return []
    return [
        WorkerRegistered(
            worker_id=command.worker_id,
            name=command.name,
            pool=command.pool,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def revoke(command: RevokeWorker, worker: Worker | None, now: datetime) -> list[WorkerEvent]:
    """Let it work no more, or nothing where that was said before.

    Raises:
        RefusedError: WORKER_NOT_FOUND.
    """
    if known(worker).revoked:
        return []
    return [
        WorkerRevoked(
            worker_id=command.worker_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def pause(command: PauseWorker, worker: Worker | None, now: datetime) -> list[WorkerEvent]:
    """Have it take nothing new, or nothing where that was said before.

    Raises:
        RefusedError: WORKER_NOT_FOUND, WORKER_REVOKED.
    """
    if admitted(worker).paused:
        return []
    return [
        WorkerPaused(
            worker_id=command.worker_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def resume(command: ResumeWorker, worker: Worker | None, now: datetime) -> list[WorkerEvent]:
    """Have it take jobs again, or nothing where it does.

    Raises:
        RefusedError: WORKER_NOT_FOUND, WORKER_REVOKED.
    """
    if not admitted(worker).paused:
        return []
    return [
        WorkerResumed(
            worker_id=command.worker_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def renew(command: RenewKey, worker: Worker | None, now: datetime) -> list[WorkerEvent]:
    """Say that its key is another one from now on, every time.

    Raises:
        RefusedError: WORKER_NOT_FOUND, WORKER_REVOKED.
    """
    admitted(worker)
    return [
        WorkerKeyRenewed(
            worker_id=command.worker_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def id_for(name: str) -> str:
    """A new id in which people recognise the name."""
    slug = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:LONGEST_SLUG].strip("-")
    return f"{slug or 'worker'}-{token_hex(ID_BYTES)}"


def named(worker_id: str) -> str:
    """``worker_id``, if a worker could be called so.

    Raises:
        RefusedError: WORKER_NOT_FOUND.
    """
    if ID.fullmatch(worker_id) is None:
        raise RefusedError(ProblemCode.WORKER_NOT_FOUND)
    return worker_id


def known(worker: Worker | None) -> Worker:
    """The worker, if there is one.

    Raises:
        RefusedError: WORKER_NOT_FOUND.
    """
    if worker is None:
        raise RefusedError(ProblemCode.WORKER_NOT_FOUND)
    return worker


def admitted(worker: Worker | None) -> Worker:
    """The worker, if it may work.

    Raises:
        RefusedError: WORKER_NOT_FOUND, WORKER_REVOKED.
    """
    if known(worker).revoked:
        raise RefusedError(ProblemCode.WORKER_REVOKED)
    return known(worker)
