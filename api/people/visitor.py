"""Who is at the door: what is known of a browser before anybody has signed in with it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api import address
from infra.settings import Settings

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser, or a program that behaves like one."""

    address: str | None
    agent: str
    """What it calls itself."""
    secure: bool
    """Whether it speaks TLS."""

    @property
    def network(self) -> str:
        """Whose failures count together."""
        return address.network(self.address)


def at(connection: "ASGIConnection[Any, Any, Any, Any]", settings: Settings) -> Visitor:
    """Who asks by ``connection``."""
    return Visitor(
        address.of(connection, settings.trusted_proxies),
        connection.headers.get("user-agent", "")[:LONGEST_AGENT],
        address.is_secure(connection, settings.trusted_proxies),
    )
