"""The ways in, as anybody may see them."""

from api.views.base import View


class ProviderShown(View):
    """An identity provider that vouches for people."""

    id: str
    """In addresses."""
    name: str


class WaysIn(View):
    """How people may sign in."""

    providers: list[ProviderShown]
    passwords: bool
    """Whether everybody may use a password; the installation's owner always may."""
    password_min_length: int
    """Characters that a new password needs at least."""
    refused: str | None
    """In words, why the last way in was refused."""
