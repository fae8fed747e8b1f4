"""Where a request comes from: the socket's word, or a proxy's that the administrator trusts."""

from collections.abc import Iterable, Sequence
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

FORWARDED_FOR = "x-forwarded-for"
FORWARDED_PROTO = "x-forwarded-proto"
NETWORK_BITS = {4: 24, 6: 64}
"""Of an address: what one household or office is given, so that nobody counts as many."""


def of(connection: "ASGIConnection[Any, Any, Any, Any]", trusted: Sequence[str]) -> str | None:
    """The client's address; None where it has none, as on a Unix socket.

    ``trusted`` are the networks whose word about others counts.
    """
    peer = connection.client.host if connection.client else None
    told = connection.headers.getall(FORWARDED_FOR, [])
    return client(peer, told, networks(tuple(trusted)))


def is_secure(connection: "ASGIConnection[Any, Any, Any, Any]", trusted: Sequence[str]) -> bool:
    """Whether the client speaks TLS, with us or with a proxy of ours."""
    peer = parsed(connection.client.host) if connection.client else None
    told = connection.headers.get(FORWARDED_PROTO, "").rsplit(",", 1)[-1].strip().lower()
    if told and _is_in(peer, networks(tuple(trusted))):
        return told == "https"
    # Not of the URL, which cannot be made from whatever stands in ``Host``.
    return connection.scope["scheme"] == "https"


def client(peer: str | None, told: Iterable[str], trusted: Sequence[Network]) -> str | None:
    """The address nearest to us that is not one of our proxies.

    Each proxy adds whom it was asked by, so the list is read from its end; what stands before the
    first stranger is the stranger's own invention.
    """
    nearest = parsed(peer)
    hops = [hop.strip() for line in told for hop in line.split(",")]
    while hops and _is_in(nearest, trusted):
        before = parsed(hops.pop())
        if before is None:
            break
        nearest = before
    return None if nearest is None else str(nearest)


def network(address: str | None) -> str:
    """The network that counts as one client; empty for who has no address."""
    found = parsed(address)
    if found is None:
        return ""
    return str(ip_network(f"{found}/{NETWORK_BITS[found.version]}", strict=False))


def parsed(text: str | None) -> Address | None:
    """The address in ``text``, an IPv4 one that was dressed up as IPv6 as itself; None for none."""
    try:
        found = ip_address((text or "").split("%")[0])
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


@cache
def networks(written: tuple[str, ...]) -> tuple[Network, ...]:
    """The networks that ``written`` names; an address alone is a network of one."""
    return tuple(ip_network(each, strict=False) for each in written)


def _is_in(address: Address | None, trusted: Sequence[Network]) -> bool:
    return address is not None and any(address in each for each in trusted)
