"""Attempts to sign in as the database counts them, for all processes of the API together."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import lockout, outbox
from api.people.lockout import Counter, Tally
from api.people.visitor import Visitor
from schemas.base import Actor, ActorKind
from schemas.events.user import SignInRefused
from schemas.tables import sign_in_counters, sign_in_failures

TOLD_EVERY = timedelta(minutes=1)
"""At most, of one person and network: nobody fills the log by failing."""
MOST_TOLD = 200
"""In one transaction."""


async def attempt(tx: AsyncConnection, counters: Sequence[Counter], now: datetime) -> None:
    """Count one more attempt; commit even if it fails.

    Raises:
        RefusedError: SIGN_IN_PAUSED: nothing is to be committed then.
    """
    for counter in counters:
        tally = lockout.attempted(counter, await _held(tx, counter, now), now)
        await _keep(tx, counter, tally)


async def forgive(tx: AsyncConnection, counters: Sequence[Counter], now: datetime) -> None:
    """Take back the attempt that has turned out well."""
    for counter in counters:
        tally = await _held(tx, counter, now)
        left = lockout.forgiven(counter, tally, now)
        if left is None:
            own = sign_in_counters.c.name == counter.name
            await tx.execute(delete(sign_in_counters).where(own))
        else:
            await _keep(tx, counter, left)


async def _held(tx: AsyncConnection, counter: Counter, now: datetime) -> Tally:
    columns = sign_in_counters.c
    new = insert(sign_in_counters).values(name=counter.name, failures=0, changed_at=now)
    # One statement: between two, somebody's success may delete the row.
    held = new.on_conflict_do_update(
        index_elements=[columns.name], set_={"changed_at": columns.changed_at}
    )
    found = held.returning(columns.failures, columns.paused_until, columns.changed_at)
    return Tally(*(await tx.execute(found)).one())


async def _keep(tx: AsyncConnection, counter: Counter, tally: Tally) -> None:
    own = sign_in_counters.c.name == counter.name
    values = {
        "failures": tally.failures,
        "paused_until": tally.paused_until,
        "changed_at": tally.changed_at,
    }
    await tx.execute(update(sign_in_counters).where(own).values(values))


async def note_failure(
    tx: AsyncConnection, login: str, user_id: str | None, visitor: Visitor, now: datetime
) -> None:
    """Remember what is to be told of; with a login that nobody has the same is done in vain.

    So the time tells nobody whether there is such a person.
    """
    failures = sign_in_failures
    new: dict[str, Any] = {
        "login_sha256": lockout.login_digest(login),
        "network": visitor.network,
        "user_id": user_id,
        "address": visitor.address,
        "untold": 1,
        "failed_at": now,
    }
    again = {
        "user_id": user_id,
        "address": visitor.address,
        "untold": failures.c.untold + 1,
        "failed_at": now,
    }
    keys = [failures.c.login_sha256, failures.c.network]
    await tx.execute(
        insert(failures).values(new).on_conflict_do_update(index_elements=keys, set_=again)
    )


async def tell_failures(tx: AsyncConnection, now: datetime) -> int:
    """Tell the log of the failures of existing people that are due; of how many rows.

    Two processes that do this at once tell of different ones.
    """
    failures = sign_in_failures
    due = and_(
        failures.c.untold > 0,
        failures.c.user_id.is_not(None),
        failures.c.told_at.is_(None) | (failures.c.told_at <= now - TOLD_EVERY),
    )
    query = select(failures).where(due).order_by(failures.c.failed_at).limit(MOST_TOLD)
    rows = (await tx.execute(query.with_for_update(skip_locked=True))).all()
    for row in rows:
        own = and_(failures.c.login_sha256 == row.login_sha256, failures.c.network == row.network)
        await tx.execute(update(failures).where(own).values(untold=0, told_at=now))
    await outbox.tell(tx, *_events(rows))
    return len(rows)


def _events(rows: Collection[Any]) -> list[SignInRefused]:
    return [
        SignInRefused(
            **outbox.of(
                row.user_id,
                Actor(kind=ActorKind.SYSTEM, id=outbox.STRANGER, address=row.address),
                row.failed_at,
            ),
            times=row.untold,
        )
        for row in rows
    ]


async def forget(tx: AsyncConnection, now: datetime) -> None:
    """Drop what is too old to count."""
    old = now - lockout.FORGOTTEN_AFTER
    failures = sign_in_failures.c
    told = (failures.untold == 0) | failures.user_id.is_(None)
    await tx.execute(delete(sign_in_counters).where(sign_in_counters.c.changed_at <= old))
    await tx.execute(delete(sign_in_failures).where(failures.failed_at <= old, told))
