"""What people may do, and how they come in."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the installation."""

    USER = "user"
    """Has own things, and sees what is shared."""
    ADMIN = "admin"
    """May do everything, with everything of everyone."""


class Scope(StrEnum):
    """What an access token may be used for; never more than its person's role allows."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"


class PassKind(StrEnum):
    """What a code that works once is good for."""

    SETUP = "setup"
    """Becoming the first administrator."""
    INVITATION = "invitation"
    RESET = "reset"
    """Choosing a new password."""


class SignInMethod(StrEnum):
    """How a person showed who they are."""

    PASSWORD = "password"  # noqa: S105 (a name)
    TOKEN = "token"  # noqa: S105 (a name)
    OIDC = "oidc"
    SETUP = "setup"
    INVITATION = "invitation"
    RESET = "reset"
