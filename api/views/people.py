"""People, their sessions and tokens, and what they send to come in."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.people.accounts import Account
from api.people.passes import Pass
from api.people.sessions import OpenSession
from api.people.tokens import Token
from api.views.base import DESCRIBED, View
from api.views.limits import Usage
from schemas.base import Numeric
from schemas.roles import PassKind, Role, Scope, SignInMethod

LONGEST_LIFE_DAYS = 366
PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]+$"
"""Without control signs and those that turn the direction of what follows a name, too."""
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=PRINTABLE),
]
Login = Annotated[str, Field(min_length=1, max_length=320, pattern=PRINTABLE)]
Email = Annotated[
    str, Field(pattern=r"^[^@\x00-\x20\x7f<>,;]+@[^@\x00-\x20\x7f<>,;]+$", max_length=254)
]
Secret = Annotated[str, Field(min_length=1, max_length=1024)]
Code = Annotated[str, Field(min_length=1, max_length=200)]
Language = Literal["pt-BR", "en"]


class Body(BaseModel):
    """What people send; a field that does not exist is an error."""

    model_config = DESCRIBED | ConfigDict(extra="forbid", hide_input_in_errors=True)


class Credentials(Body):
    """What a person shows."""

    login: Login
    password: Secret


class ShownCode(Body):
    """A code from a link."""

    code: Code


class SetupChoice(Body):
    """What the first administrator chooses."""

    code: Code
    login: Login
    name: Name
    password: Secret


class PassChoice(Body):
    """What somebody chooses who was sent a link."""

    code: Code
    password: Secret
    login: Login | None = None
    """May be left out where the account has one; a reset never changes it."""
    name: Name | None = None


class Setup(View):
    """Whether somebody is still to become the first administrator."""

    needed: bool


class PassShown(View):
    """What a link is good for."""

    kind: PassKind
    name: str
    """Of the person, as whoever sent the link wrote it."""
    login: str | None
    role: Role
    expires_at: datetime
    password_min_length: int
    """Characters that a password needs at least."""


class Session(View):
    """Who is signed in."""

    owner_id: str
    name: str
    login: str | None
    """Null for who never chose one."""
    role: Role
    scopes: list[Scope]
    """What may be done with what was shown."""
    language: str | None
    method: SignInMethod
    """How it was shown."""
    session_id: UUID | None
    """Null where a token was shown."""
    has_password: bool
    release: str
    """Of Afina, as it is installed here."""


class Ended(View):
    """How many sessions were open until now."""

    ended: int


class AccountChange(Body):
    """What a person changes of their own account."""

    name: Name | None = None
    language: Language | None = None


class PasswordChange(Body):
    """A new password, for who knows the present one."""

    current: Secret
    new: Secret


class SessionShown(View):
    """One browser that is signed in."""

    id: UUID
    agent: str
    """What the browser calls itself."""
    method: SignInMethod | None
    address: str | None
    """Where it was last used from."""
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    current: bool
    """Whether this very request came from it."""


class SessionList(View):
    """The newest first."""

    items: list[SessionShown]


class NewToken(Body):
    """A token for a program."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)] = [Scope.READ, Scope.WRITE]
    expires_in_days: Annotated[int, Field(ge=1, le=LONGEST_LIFE_DAYS), Numeric] = 90


class TokenShown(View):
    """What is known of a token."""

    id: UUID
    name: str
    scopes: list[Scope] | None
    """Null for all that the person's role allows."""
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    address: str | None
    """Where it was last used from."""
    revoked_at: datetime | None


class TokenList(View):
    """The newest first."""

    items: list[TokenShown]


class MadeToken(View):
    """A new token; it is shown this once."""

    id: UUID
    token: str
    expires_at: datetime


class User(View):
    """A person, as administrators see them."""

    id: str
    login: str | None
    name: str
    email: str | None
    role: Role
    created_at: datetime
    joined_at: datetime | None
    """Null for who was invited and has not come yet."""
    disabled_at: datetime | None
    last_seen_at: datetime | None
    has_password: bool
    has_oidc: bool
    usage: Usage
    """What they use, and may use."""


class UserList(View):
    """By name."""

    items: list[User]


class UserChange(Body):
    """What an administrator changes of an account."""

    role: Role | None = None
    disabled: bool | None = None


class NewInvitation(Body):
    """Who is to have an account."""

    name: Name
    role: Role = Role.USER
    login: Login | None = None
    """If it is left out, whoever comes chooses one."""
    email: Email | None = None


class Link(View):
    """A link that works once; it is shown this once."""

    user_id: str
    kind: PassKind
    link: str
    expires_at: datetime


def user_of(account: Account, last_seen_at: datetime | None, usage: Usage) -> User:
    """The account in an answer."""
    return User(
        id=account.user_id,
        login=account.login,
        name=account.name,
        email=account.email,
        role=account.role,
        created_at=account.created_at,
        joined_at=account.joined_at,
        disabled_at=account.disabled_at,
        last_seen_at=last_seen_at,
        has_password=account.password_hash is not None,
        has_oidc=account.oidc_subject is not None,
        usage=usage,
    )


def session_of(session: OpenSession, current: UUID) -> SessionShown:
    """The session in an answer to the one that is ``current``."""
    return SessionShown(
        id=session.token_id,
        agent=session.agent,
        method=session.method,
        address=session.address,
        created_at=session.created_at,
        expires_at=session.expires_at,
        last_used_at=session.last_used_at,
        current=session.token_id == current,
    )


def token_of(token: Token) -> TokenShown:
    """The token in an answer."""
    return TokenShown(
        id=token.token_id,
        name=token.name,
        scopes=token.scopes,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        address=token.address,
        revoked_at=token.revoked_at,
    )


def link_of(user_id: str, made: Pass, page: str) -> Link:
    """The pass as a link to ``page``."""
    return Link(user_id=user_id, kind=made.kind, link=made.link(page), expires_at=made.expires_at)
