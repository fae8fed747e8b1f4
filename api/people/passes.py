"""Codes that work once: to become the first administrator, to take an account, to come back in.

Only their digests are stored. A new one makes the older ones of its person worthless.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import accounts, outbox
from api.people.accounts import LOCAL, Account
from api.problems import RefusedError
from infra.tokens import digest, new_code
from schemas.base import Actor
from schemas.events.user import ResetIssued
from schemas.problems import ProblemCode
from schemas.roles import PassKind
from schemas.tables import passes

LIFE = {
    PassKind.SETUP: timedelta(days=7),
    PassKind.INVITATION: timedelta(days=7),
    PassKind.RESET: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True)
class Pass:
    """A code as its holder knows it."""

    kind: PassKind
    code: str
    expires_at: datetime

    def link(self, page: str) -> str:
        """Where it is used: the code stays in the fragment, which reaches no server's log."""
        return f"{page.rstrip('/')}/#{self.kind}={self.code}"


@dataclass(frozen=True, slots=True)
class Held:
    """A pass that is good, and the account that it is good for."""

    kind: PassKind
    expires_at: datetime
    account: Account


async def issue(
    tx: AsyncConnection, kind: PassKind, user_id: str, actor: Actor, now: datetime
) -> Pass:
    """A new code; it cannot be read back later. The caller holds the account."""
    await void(tx, user_id, now)
    code = new_code()
    made = Pass(kind, code, now + LIFE[kind])
    values = {
        "pass_id": uuid4(),
        "pass_sha256": digest(code),
        "kind": kind,
        "user_id": user_id,
        "created_by": actor.id,
        "created_at": now,
        "expires_at": made.expires_at,
    }
    await tx.execute(insert(passes).values(values))
    return made


async def issue_reset(tx: AsyncConnection, user_id: str, actor: Actor, now: datetime) -> Pass:
    """A way back in for who has lost the password; for who never came, another invitation.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    account = await accounts.held(tx, user_id)
    kind = PassKind.INVITATION if account.joined_at is None else PassKind.RESET
    made = await issue(tx, kind, user_id, actor, now)
    await outbox.tell(tx, ResetIssued(**outbox.of(user_id, actor, now)))
    return made


async def issue_setup(tx: AsyncConnection, actor: Actor, now: datetime) -> Pass | None:
    """The way in for the first administrator; None once there is one."""
    await accounts.held(tx, LOCAL)
    if not await setup_needed(tx):
        return None
    return await issue(tx, PassKind.SETUP, LOCAL, actor, now)


async def setup_needed(tx: AsyncConnection) -> bool:
    """Whether nobody can sign in yet who may do everything."""
    return not await accounts.has_administrator(tx)


async def look(tx: AsyncConnection, code: str, kinds: Collection[PassKind], now: datetime) -> Held:
    """What ``code`` is good for; its account is held until the transaction ends.

    Raises:
        RefusedError: PASS_INVALID: it is unknown, of another kind, used, too old, or its person's
            account was closed.
    """
    good = and_(
        passes.c.pass_sha256 == digest(code),
        passes.c.kind.in_(kinds),
        passes.c.used_at.is_(None),
        passes.c.expires_at > now,
    )
    user_id = await tx.scalar(select(passes.c.user_id).where(good))
    if user_id is None:
        raise RefusedError(ProblemCode.PASS_INVALID)
    account = await accounts.held(tx, user_id)
    # Whoever uses up or voids a pass holds the account, so from here on it stays as it is.
    row = (await tx.execute(select(passes).where(good))).one_or_none()
    if row is None or account.disabled_at is not None or await _is_too_late(tx, row.kind):
        raise RefusedError(ProblemCode.PASS_INVALID)
    return Held(PassKind(row.kind), row.expires_at, account)


async def _is_too_late(tx: AsyncConnection, kind: str) -> bool:
    """Whether there is an administrator by now, however they came."""
    return kind == PassKind.SETUP and not await setup_needed(tx)


async def void(tx: AsyncConnection, user_id: str, now: datetime) -> None:
    """Make every code of the person worthless. The caller holds the account."""
    unused = and_(passes.c.user_id == user_id, passes.c.used_at.is_(None))
    await tx.execute(update(passes).where(unused).values(used_at=now))
