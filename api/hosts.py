"""Under which names the API is asked for, and that it answers to no others.

A stranger's page may point its own name at this computer and then read what it is answered, since
for the browser both are one site. It cannot do so with an address, nor with a name of ours.
"""

import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from api.problems import RefusedError
from infra.settings import Settings
from schemas.problems import ProblemCode

LOOPBACK = ("localhost", "*.localhost")
LONGEST_NAME = 253
"""Of DNS."""
LAST_PORT = 65_535
WITH_PORT = re.compile(r"(?:\[[^\[\]]*\]|[^\[\]:]*)(?::(?P<port>[0-9]{0,5}))?")
"""A name, or an address of IPv6 in brackets."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The names of one installation."""

    patterns: Sequence[str]

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """This computer's own, the public address's, and those that the administrator allows."""
        computer = socket.gethostname().lower()
        public = urlsplit(settings.public_url).hostname
        known = (*LOOPBACK, computer, f"{computer}.local", *([public] if public else []))
        return cls((*known, *(pattern.lower() for pattern in settings.allowed_hosts)))

    def know(self, host: str) -> bool:
        """Whether ``host`` is an address, or one of the names."""
        return _is_address(host) or any(fnmatchcase(host, pattern) for pattern in self.patterns)


class KnownHosts(ASGIMiddleware):
    """Lets no request pass that was meant for another name."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        host = asked_for(scope)
        if not scope["litestar_app"].state.hosts.know(host):
            raise RefusedError(ProblemCode.HOST_UNKNOWN, {"host": host[:LONGEST_NAME]})
        await next_app(scope, receive, send)


def asked_for(scope: Scope) -> str:
    """The name or address in the request's ``Host``; empty if there is none, or no good one."""
    return bare(_stated(scope))


def port_asked_for(scope: Scope) -> int | None:
    """The port in the request's ``Host``; None if there is none but the scheme's own."""
    found = WITH_PORT.fullmatch(_stated(scope))
    return int(found["port"]) if found and found["port"] else None


def _stated(scope: Scope) -> str:
    """The only ``Host``, if it could be an address's: what comes after would choke on others."""
    stated = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    found = WITH_PORT.fullmatch(stated[0]) if len(stated) == 1 else None
    return found[0] if found and int(found["port"] or 0) <= LAST_PORT else ""


def bare(host: str) -> str:
    """``host`` in small letters, without port, brackets and the root's dot."""
    name, bracket, _ = host.lower().removeprefix("[").partition("]")
    return name if bracket else name.partition(":")[0].removesuffix(".")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
