"""The accounts of whom an identity provider proved: found, taken, or made."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from api.oidc.admission import Admission, Joins, Returns, Rules, TakesInvitation, admit
from api.oidc.proof import Proof
from api.people import accounts, outbox, passes, sessions
from api.people.accounts import Account
from api.people.visitor import Visitor
from schemas.events.user import UserEventBase, UserJoined, UserRoleChanged
from schemas.roles import SignInMethod
from schemas.tables import users


async def enter(
    tx: AsyncConnection,
    proof: Proof,
    rules: Rules,
    visitor: Visitor,
    life: timedelta,
    now: datetime,
) -> str:
    """The secret of a new session.

    Raises:
        RefusedError: ACCOUNT_CLOSED or NOT_INVITED.
    """
    await _alone(tx, proof)
    admission = admit(proof, await _known(tx, proof), await _invited(tx, proof), rules)
    user_id, told = await _admitted(tx, proof, admission, visitor, now)
    signed_in = sessions.begun(user_id, SignInMethod.OIDC, visitor, now)
    token = await sessions.begin(tx, signed_in, visitor, life)
    await outbox.tell(tx, *told, signed_in)
    return token


async def _alone(tx: AsyncConnection, proof: Proof) -> None:
    """Two browsers of one newcomer must not become two people."""
    name = f"oidc {proof.issuer} {proof.subject}"
    await tx.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


async def _known(tx: AsyncConnection, proof: Proof) -> Account | None:
    """Issuer and subject together never change and never pass to another person."""
    same = (users.c.oidc_issuer == proof.issuer, users.c.oidc_subject == proof.subject)
    row = (await tx.execute(accounts.existing().where(*same).with_for_update())).one_or_none()
    return None if row is None else accounts.account_of(row)


async def _invited(tx: AsyncConnection, proof: Proof) -> Account | None:
    """The newest invitation to the address that the provider has verified."""
    waits = (users.c.joined_at.is_(None), func.lower(users.c.email) == proof.email)
    newest = accounts.existing().where(*waits).order_by(users.c.created_at.desc()).limit(1)
    row = (await tx.execute(newest.with_for_update())).one_or_none()
    return None if row is None else accounts.account_of(row)


async def _admitted(
    tx: AsyncConnection, proof: Proof, admission: Admission, visitor: Visitor, now: datetime
) -> tuple[str, list[UserEventBase]]:
    """Whose the session will be, and what is told of the account."""
    identity = {"oidc_issuer": proof.issuer, "oidc_subject": proof.subject}
    taken = identity | {"role": admission.role, "joined_at": now}
    match admission:
        case Returns(account, role):
            user_id, of = _told(account.user_id, visitor, now)
            if role is account.role:
                return user_id, []
            await accounts.keep(tx, user_id, role=role)
            return user_id, [UserRoleChanged(**of, role=role)]
        case TakesInvitation(account):
            user_id, of = _told(account.user_id, visitor, now)
            await accounts.keep(tx, user_id, **taken)
            await passes.void(tx, user_id, now)
        case Joins():
            user_id, of = _told(uuid4().hex, visitor, now)
            person = {"user_id": user_id, "name": proof.name, "email": proof.email}
            await tx.execute(insert(users).values(person | taken | {"created_at": now}))
    return user_id, [UserJoined(**of, role=admission.role, method=SignInMethod.OIDC)]


def _told(user_id: str, visitor: Visitor, now: datetime) -> tuple[str, dict[str, Any]]:
    """Whose account it is, and what every event of it says."""
    return user_id, outbox.of(user_id, outbox.oneself(user_id, visitor.address), now)
