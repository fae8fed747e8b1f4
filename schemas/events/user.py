"""What can happen to a person's account. Ids alone: names and logins never reach the log."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, TypeAdapter

from schemas.base import Event, Token
from schemas.roles import Role, Scope, SignInMethod


class UserEventBase(Event):
    """What every event of a person says."""

    user_id: Token


class UserInvited(UserEventBase):
    """An account waits for its person."""

    type: Literal["user.invited.v1"] = "user.invited.v1"
    role: Role


class UserJoined(UserEventBase):
    """The person took the account."""

    type: Literal["user.joined.v1"] = "user.joined.v1"
    role: Role
    method: SignInMethod


class UserRoleChanged(UserEventBase):
    """The person may do more, or less, from now on."""

    type: Literal["user.role_changed.v1"] = "user.role_changed.v1"
    role: Role


class UserQuotaChanged(UserEventBase):
    """The person may have more runs at once, or fewer, from now on."""

    type: Literal["user.quota_changed.v1"] = "user.quota_changed.v1"
    max_active_runs: int | None
    """None for as many as everybody."""


class UserDisabled(UserEventBase):
    """The person may not come in any more."""

    type: Literal["user.disabled.v1"] = "user.disabled.v1"


class UserEnabled(UserEventBase):
    """The person may come in again."""

    type: Literal["user.enabled.v1"] = "user.enabled.v1"


class PasswordChanged(UserEventBase):
    """The old password opens nothing any more."""

    type: Literal["user.password_changed.v1"] = "user.password_changed.v1"


class ResetIssued(UserEventBase):
    """An administrator made a link with which the person can choose a new password."""

    type: Literal["user.reset_issued.v1"] = "user.reset_issued.v1"


class SignedIn(UserEventBase):
    """A session began."""

    type: Literal["user.signed_in.v1"] = "user.signed_in.v1"
    method: SignInMethod


class SignedOut(UserEventBase):
    """Sessions were ended by their person."""

    type: Literal["user.signed_out.v1"] = "user.signed_out.v1"
    sessions: int


class SignInRefused(UserEventBase):
    """Somebody tried to come in as this person and could not."""

    type: Literal["user.sign_in_refused.v1"] = "user.sign_in_refused.v1"
    times: int
    """Since this was last told of the person and the address."""


class TokenMade(UserEventBase):
    """An access token was made and shown once."""

    type: Literal["user.token_made.v1"] = "user.token_made.v1"
    token_id: UUID
    scopes: list[Scope] | None
    """None for all that the role allows."""
    expires_at: AwareDatetime | None


class TokenRevoked(UserEventBase):
    """An access token opens nothing any more."""

    type: Literal["user.token_revoked.v1"] = "user.token_revoked.v1"
    token_id: UUID


class UserExported(UserEventBase):
    """Everything of the person was handed out."""

    type: Literal["user.exported.v1"] = "user.exported.v1"


class UserErased(UserEventBase):
    """What named the person is gone; the id stays, so that the log keeps its sense."""

    type: Literal["user.erased.v1"] = "user.erased.v1"


UserEvent = Annotated[
    UserInvited
    | UserJoined
    | UserRoleChanged
    | UserQuotaChanged
    | UserDisabled
    | UserEnabled
    | PasswordChanged
    | ResetIssued
    | SignedIn
    | SignedOut
    | SignInRefused
    | TokenMade
    | TokenRevoked
    | UserExported
    | UserErased,
    Field(discriminator="type"),
]
user_events: TypeAdapter[UserEvent] = TypeAdapter(UserEvent)
