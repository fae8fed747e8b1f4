"""What another computer is told to become a worker: where API and broker are, and whom to trust."""

import shlex
from typing import Any

from litestar import Request

from api import address, hosts
from infra import trust
from infra.settings import Settings


def join_command(request: Request[Any, Any, Any], settings: Settings, token: str) -> str:
    """What is to be typed on that computer."""
    words = ["afina", "worker", "join", api_url(request, settings), token]
    if (certificate := authority(settings)) is not None:
        words += ["--fingerprint", trust.fingerprint(certificate)]
    return shlex.join(words)


def api_url(request: Request[Any, Any, Any], settings: Settings) -> str:
    """Where the API is, as the administrator has set it; else as it was asked for."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    secure = address.is_secure(request, settings.trusted_proxies)
    port = hosts.port_asked_for(request.scope)
    return f"{'https' if secure else 'http'}://{_host(request)}{f':{port}' if port else ''}"


def broker_url(request: Request[Any, Any, Any], settings: Settings) -> str:
    """Where workers reach the broker; without credentials, which they do not share."""
    if settings.workers_nats_url:
        return settings.workers_nats_url
    if settings.workers_port:
        return f"wss://{_host(request)}:{settings.workers_port}"
    scheme, _, rest = settings.nats_url.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"


def authority(settings: Settings) -> str | None:
    """The certificate of the authority that Afina made; None where others vouch for this server."""
    return None if settings.tls_authority is None else settings.tls_authority.read_text()


def _host(request: Request[Any, Any, Any]) -> str:
    name = hosts.asked_for(request.scope)
    return f"[{name}]" if ":" in name else name
