"""Where a name points, and which addresses nobody may send this machine to."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

TRANSLATED = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")))
"""Where the last bits are an old address: RFC 6052, 8215, 2765 and 4291."""
METADATA = frozenset(
    map(ip_address, ("fd00:ec2::254", "100.100.100.200", "192.0.0.192", "168.63.129.16"))
)
"""Where clouds tell a machine its secrets, beside the link-local address of most."""


async def resolved(host: str, port: int | None) -> IPv4Address | IPv6Address:
    """The first address of ``host``.

    Raises:
        OSError: it has none.
    """
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return ip_address(found[0][4][0])


def is_delicate(address: IPv4Address | IPv6Address) -> bool:
    """Whether a machine's own secrets may lie behind ``address``, or nobody in particular."""
    return any(
        one.is_link_local or one.is_multicast or one.is_unspecified or one in METADATA
        for one in (address, *_dressed(address))
    )


def _dressed(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The old address inside a new one: mapped, by 6to4, translated or by its number."""
    if isinstance(address, IPv4Address) or address.is_loopback:
        return []
    last = [IPv4Address(int(address) & 0xFFFFFFFF)]
    inside = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    translated = any(address in network for network in TRANSLATED)
    return [one for one in inside if one is not None] + (last if translated else [])
