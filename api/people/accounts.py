"""Accounts of people: made, found, changed. The schema ``access`` is the truth about them.

Whoever changes an account holds its row until the transaction ends, and tells the log in the same
transaction.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Select, and_, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from api.people import outbox, sessions
from api.problems import RefusedError
from schemas.base import Actor
from schemas.events.user import (
    PasswordChanged,
    UserDisabled,
    UserEnabled,
    UserInvited,
    UserQuotaChanged,
    UserRoleChanged,
)
from schemas.problems import ProblemCode
from schemas.roles import Role
from schemas.tables import users

LOCAL = "local"
"""The owner of a stack of one person, until somebody takes the account over."""
LOGIN = re.compile(r"\w[\w.@+-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One person, as the installation knows them."""

    user_id: str
    login: str | None
    name: str
    email: str | None
    role: Role
    password_hash: str | None
    oidc_subject: str | None
    language: str | None
    created_at: datetime
    joined_at: datetime | None
    disabled_at: datetime | None

    @property
    def may_come_in(self) -> bool:
        """Whether the account is in use."""
        return self.joined_at is not None and self.disabled_at is None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to have an account."""

    name: str
    role: Role
    login: str | None = None
    """Chosen by who is invited, if not by who invites."""
    email: str | None = None


def folded(login: str) -> str:
    """The login by which an account is found: however it is typed."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def chosen_login(login: str) -> str:
    """``login`` as an account may have it.

    Raises:
        RefusedError: LOGIN_INVALID.
    """
    wanted = folded(login)
    if not LOGIN.fullmatch(wanted):
        raise RefusedError(ProblemCode.LOGIN_INVALID)
    return wanted


def existing() -> Select[Any]:
    """The accounts of people who have not been erased."""
    columns = (users.c[name] for name in Account.__slots__)
    return select(*columns).where(users.c.erased_at.is_(None))


def account_of(row: Any) -> Account:
    """The account in a row of ``existing``."""
    values: dict[str, Any] = dict(row._mapping)  # noqa: SLF001 - its public name
    values["role"] = Role(row.role)
    return Account(**values)


async def by_login(tx: AsyncConnection, login: str) -> Account | None:
    """Whoever signs in as ``login``."""
    row = (await tx.execute(existing().where(users.c.login == folded(login)))).one_or_none()
    return None if row is None else account_of(row)


async def shown(tx: AsyncConnection, user_id: str) -> Account:
    """The account as it is now.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    return await _one(tx, user_id, existing())


async def held(tx: AsyncConnection, user_id: str) -> Account:
    """The account, which nobody else changes until the transaction ends.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    return await _one(tx, user_id, existing().with_for_update())


async def _one(tx: AsyncConnection, user_id: str, query: Select[Any]) -> Account:
    if "\0" in user_id:  # which the database would not even compare
        raise RefusedError(ProblemCode.USER_NOT_FOUND)
    row = (await tx.execute(query.where(users.c.user_id == user_id))).one_or_none()
    if row is None:
        raise RefusedError(ProblemCode.USER_NOT_FOUND)
    return account_of(row)


async def every(tx: AsyncConnection) -> list[Account]:
    """All people, by name."""
    rows = await tx.execute(existing().order_by(users.c.name, users.c.user_id))
    return [account_of(row) for row in rows]


async def invite(tx: AsyncConnection, newcomer: Newcomer, actor: Actor, now: datetime) -> str:
    """A new account that waits for its person; its id.

    Raises:
        RefusedError: LOGIN_INVALID, LOGIN_TAKEN.
    """
    user_id = uuid4().hex
    values = {
        "user_id": user_id,
        "login": None if newcomer.login is None else chosen_login(newcomer.login),
        "name": newcomer.name,
        "email": newcomer.email,
        "role": newcomer.role,
        "created_at": now,
    }
    await _written(tx, insert(users).values(values))
    await outbox.tell(tx, UserInvited(**outbox.of(user_id, actor, now), role=newcomer.role))
    return user_id


async def set_role(
    tx: AsyncConnection, user_id: str, role: Role, actor: Actor, now: datetime
) -> None:
    """Let the person do more, or less, from now on.

    Raises:
        RefusedError: USER_NOT_FOUND, LAST_ADMINISTRATOR.
    """
    others = await _other_administrators(tx, user_id)
    account = await held(tx, user_id)
    if account.role is role:
        return
    _keep_one(account, others)
    await keep(tx, user_id, role=role)
    await outbox.tell(tx, UserRoleChanged(**outbox.of(user_id, actor, now), role=role))


async def set_quota(
    tx: AsyncConnection, user_id: str, max_active_runs: int | None, actor: Actor, now: datetime
) -> None:
    """Let the person have so many runs at once from now on; None for as many as everybody.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    await held(tx, user_id)
    own = users.c.max_active_runs
    if await tx.scalar(select(own).where(users.c.user_id == user_id)) == max_active_runs:
        return
    await keep(tx, user_id, max_active_runs=max_active_runs)
    told = outbox.of(user_id, actor, now)
    await outbox.tell(tx, UserQuotaChanged(**told, max_active_runs=max_active_runs))


async def disable(tx: AsyncConnection, user_id: str, actor: Actor, now: datetime) -> None:
    """Let the person in no more.

    Raises:
        RefusedError: USER_NOT_FOUND, LAST_ADMINISTRATOR.
    """
    others = await _other_administrators(tx, user_id)
    account = await held(tx, user_id)
    if account.disabled_at is not None:
        return
    _keep_one(account, others)
    await keep(tx, user_id, disabled_at=now)
    await sessions.end_others(tx, user_id, None, now)
    await outbox.tell(tx, UserDisabled(**outbox.of(user_id, actor, now)))


async def enable(tx: AsyncConnection, user_id: str, actor: Actor, now: datetime) -> None:
    """Let the person in again.

    Raises:
        RefusedError: USER_NOT_FOUND.
    """
    if (await held(tx, user_id)).disabled_at is None:
        return
    await keep(tx, user_id, disabled_at=None)
    await outbox.tell(tx, UserEnabled(**outbox.of(user_id, actor, now)))


async def change(
    tx: AsyncConnection,
    user_id: str,
    role: Role | None,
    disabled: bool | None,  # noqa: FBT001 - a field of an account
    actor: Actor,
    now: datetime,
) -> None:
    """Change what is not None.

    Raises:
        RefusedError: USER_NOT_FOUND, LAST_ADMINISTRATOR.
    """
    await shown(tx, user_id)
    if role is not None:
        await set_role(tx, user_id, role, actor, now)
    if disabled is not None:
        switch = disable if disabled else enable
        await switch(tx, user_id, actor, now)


def password_changed(user_id: str, actor: Actor, now: datetime) -> PasswordChanged:
    """What is told of it; the password itself is kept with ``keep``."""
    return PasswordChanged(**outbox.of(user_id, actor, now))


async def keep(tx: AsyncConnection, user_id: str, **values: Any) -> None:
    """Write ``values`` into a row that the transaction holds.

    Raises:
        RefusedError: LOGIN_TAKEN.
    """
    await _written(tx, update(users).where(users.c.user_id == user_id).values(values))


async def has_administrator(tx: AsyncConnection) -> bool:
    """Whether anybody can sign in who may do everything."""
    query = select(users.c.user_id).where(_administrates()).limit(1)
    return await tx.scalar(query) is not None


async def _other_administrators(tx: AsyncConnection, user_id: str) -> set[str]:
    """Who else can sign in and do everything.

    All their rows are held, in one order, so that of two who take it from each other one is late.
    """
    everybody = select(users.c.user_id).where(or_(_administrates(), users.c.user_id == user_id))
    await tx.execute(everybody.order_by(users.c.user_id).with_for_update())
    return set(await tx.scalars(select(users.c.user_id).where(_administrates()))) - {user_id}


def _administrates() -> ColumnElement[bool]:
    return and_(
        users.c.role == Role.ADMIN,
        users.c.joined_at.is_not(None),
        users.c.disabled_at.is_(None),
        users.c.erased_at.is_(None),
        or_(users.c.password_hash.is_not(None), users.c.oidc_subject.is_not(None)),
    )


def _keep_one(account: Account, others: set[str]) -> None:
    """Let an administrator go if another one stays."""
    if account.role is Role.ADMIN and account.may_come_in and not others:
        raise RefusedError(ProblemCode.LAST_ADMINISTRATOR)


async def _written(tx: AsyncConnection, statement: Any) -> None:
    try:
        await tx.execute(statement)
    except IntegrityError as error:
        raise RefusedError(ProblemCode.LOGIN_TAKEN) from error
