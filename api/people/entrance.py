"""The ways in: with a password, with a code that works once, with a token."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from api.people import accounts, counters, keys, lockout, outbox, passes, sessions, strength
from api.people.accounts import Account
from api.people.lockout import Counter
from api.people.passes import Held
from api.people.passwords import Passwords
from api.people.visitor import Visitor
from api.problems import RefusedError
from infra.settings import Settings
from schemas.base import Actor
from schemas.events.user import SignedIn, UserEventBase, UserJoined
from schemas.problems import ProblemCode
from schemas.roles import PassKind, Role, SignInMethod

METHODS = {
    PassKind.SETUP: SignInMethod.SETUP,
    PassKind.INVITATION: SignInMethod.INVITATION,
    PassKind.RESET: SignInMethod.RESET,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What a browser keeps from now on."""

    session: str
    device: tuple[str, str] | None = None
    """Name and value of the cookie that makes it known; None where it is, or cannot be."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person who takes an account chooses."""

    password: str
    login: str | None = None
    name: str | None = None


class Entrance:
    """Lets people in, whatever they show."""

    def __init__(self, engine: AsyncEngine, passwords: Passwords, settings: Settings) -> None:
        self._engine = engine
        self._passwords = passwords
        self._shortest = settings.password_min_length
        self._passwords_for_all = settings.password_sign_in
        self.life = timedelta(hours=settings.session_hours)
        """Of a session."""
        self._device_key = b""

    async def by_password(
        self,
        login: str,
        password: str,
        visitor: Visitor,
        cookies: Mapping[str, str],
        now: datetime,
    ) -> Entry:
        """Whoever has both.

        Raises:
            RefusedError: SIGN_IN_REFUSED, whichever part was wrong; SIGN_IN_PAUSED.
        """
        login = accounts.folded(login)
        cookie = cookies.get(lockout.device_cookie_name(login))
        device = lockout.known_device(cookie, login, await self._key())
        counted = lockout.counters(login, visitor.network, device)
        async with self._engine.begin() as tx:
            await counters.attempt(tx, counted, now)
            account = await accounts.by_login(tx, login)
        usable = account is not None and self._may_use_password(account)
        stored = account.password_hash if account and usable else None
        matches = await self._compared(password, stored, counted, now)
        if account is None or stored is None or not (matches and account.may_come_in):
            await self._note_failure(login, account, visitor, now)
            raise RefusedError(ProblemCode.SIGN_IN_REFUSED)
        renewed = await self._renewed(password, stored)
        signed_in = sessions.begun(account.user_id, SignInMethod.PASSWORD, visitor, now)
        async with self._engine.begin() as tx:
            await self._unchanged(tx, account)
            await counters.forgive(tx, counted, now)
            if renewed:
                await accounts.keep(tx, account.user_id, password_hash=renewed)
            token = await self._begin(tx, visitor, signed_in)
        return Entry(token, None if device else await self._made_known(login))

    async def by_pass(
        self,
        code: str,
        kinds: Collection[PassKind],
        choice: Choice,
        visitor: Visitor,
        now: datetime,
    ) -> Entry:
        """Whoever holds the code takes the account, or comes back into it.

        Raises:
            RefusedError: PASS_INVALID, PASSWORDS_OFF, LOGIN_INVALID, LOGIN_TAKEN, and what is said
                of passwords.
        """
        async with self._engine.begin() as tx:
            held = await passes.look(tx, code, kinds, now)
        if not self._may_use_password(held.account):
            raise RefusedError(ProblemCode.PASSWORDS_OFF)
        login, name = _chosen(held, choice)
        strength.check(choice.password, [login, name], self._shortest)
        hashed = await self._passwords.hashed(choice.password)
        values = {"login": login, "name": name, "password_hash": hashed}
        async with self._engine.begin() as tx:
            held = await passes.look(tx, code, kinds, now)
            token = await self._take(tx, held, values, visitor, now)
        return Entry(token, await self._made_known(login))

    async def by_token(
        self, user_id: str, token_id: UUID, visitor: Visitor, now: datetime
    ) -> Entry:
        """Whoever showed a token of the person's: with no more than it allows, nor for longer.

        Raises:
            RefusedError: USER_NOT_FOUND.
        """
        async with self._engine.begin() as tx:
            await accounts.held(tx, user_id)
            signed_in = sessions.begun(user_id, SignInMethod.TOKEN, visitor, now)
            token = await sessions.begin(tx, signed_in, visitor, self.life, token_id)
            await outbox.tell(tx, signed_in)
        return Entry(token)

    async def change_password(
        self, actor: Actor, kept: UUID, current: str, new: str, now: datetime
    ) -> None:
        """Another password for the actor, whose sessions but ``kept`` end.

        Raises:
            RefusedError: PASSWORD_WRONG, SIGN_IN_PAUSED, and what is said of passwords.
        """
        counted = [Counter(f"own {actor.id}", lockout.FREE_FAILURES, lockout.LONGEST_PAUSE)]
        async with self._engine.begin() as tx:
            await counters.attempt(tx, counted, now)
            account = await accounts.held(tx, actor.id)
        if not await self._compared(current, account.password_hash, counted, now):
            raise RefusedError(ProblemCode.PASSWORD_WRONG)
        strength.check(new, [account.login or "", account.name], self._shortest)
        hashed = await self._passwords.hashed(new)
        async with self._engine.begin() as tx:
            await self._unchanged(tx, account)
            await counters.forgive(tx, counted, now)
            await accounts.keep(tx, actor.id, password_hash=hashed, password_changed_at=now)
            await passes.void(tx, actor.id, now)
            await sessions.end_others(tx, actor.id, kept, now)
            await outbox.tell(tx, accounts.password_changed(actor.id, actor, now))

    def _may_use_password(self, account: Account) -> bool:
        """Everybody, unless there are to be none; the owner even then, if the provider is away."""
        return self._passwords_for_all or account.user_id == accounts.LOCAL

    async def _compared(
        self, password: str, stored: str | None, counted: Sequence[Counter], now: datetime
    ) -> bool:
        """Whether it is the password; whoever is sent away by a crowd has not failed."""
        try:
            return await self._passwords.matches(password, stored)
        except RefusedError:
            async with self._engine.begin() as tx:
                await counters.forgive(tx, counted, now)
            raise

    async def _note_failure(
        self, login: str, account: Account | None, visitor: Visitor, now: datetime
    ) -> None:
        user_id = account.user_id if account else None
        async with self._engine.begin() as tx:
            await counters.note_failure(tx, login, user_id, visitor, now)

    async def _renewed(self, password: str, stored: str) -> str | None:
        """The hash with today's parameters, where the stored one has others."""
        if not self._passwords.is_outdated(stored):
            return None
        return await self._passwords.hashed(password)

    async def _unchanged(self, tx: AsyncConnection, judged: Account) -> None:
        """Hold the account, if it is still the one that was judged."""
        account = await accounts.held(tx, judged.user_id)
        if not account.may_come_in or account.password_hash != judged.password_hash:
            raise RefusedError(ProblemCode.SIGN_IN_REFUSED)

    async def _take(
        self,
        tx: AsyncConnection,
        held: Held,
        values: Mapping[str, Any],
        visitor: Visitor,
        now: datetime,
    ) -> str:
        """Write what was chosen into the account, and begin its only session."""
        user_id = held.account.user_id
        by = outbox.oneself(user_id, visitor.address)
        taken = dict(values) | {"password_changed_at": now}
        told: UserEventBase = accounts.password_changed(user_id, by, now)
        if held.kind is not PassKind.RESET:
            role = Role.ADMIN if held.kind is PassKind.SETUP else held.account.role
            taken |= {"joined_at": now, "role": role}
            lineage = outbox.of(user_id, by, now)
            told = UserJoined(**lineage, role=role, method=METHODS[held.kind])
        await accounts.keep(tx, user_id, **taken)
        await passes.void(tx, user_id, now)
        await sessions.end_others(tx, user_id, None, now)
        signed_in = sessions.begun(user_id, METHODS[held.kind], visitor, now)
        return await self._begin(tx, visitor, signed_in, told)

    async def _begin(
        self,
        tx: AsyncConnection,
        visitor: Visitor,
        signed_in: SignedIn,
        *told_before: UserEventBase,
    ) -> str:
        """The secret of a new session, told of last."""
        token = await sessions.begin(tx, signed_in, visitor, self.life)
        await outbox.tell(tx, *told_before, signed_in)
        return token

    async def _made_known(self, login: str) -> tuple[str, str]:
        name = lockout.device_cookie_name(login)
        return name, lockout.new_device_cookie(login, await self._key())

    async def _key(self) -> bytes:
        if not self._device_key:
            self._device_key = await keys.key(self._engine, "devices")
        return self._device_key


def _chosen(held: Held, choice: Choice) -> tuple[str, str]:
    """Login and name of the account from now on; a new password alone changes neither."""
    account = held.account
    if held.kind is PassKind.RESET and account.login is not None:
        return account.login, account.name
    return accounts.chosen_login(choice.login or account.login or ""), choice.name or account.name
