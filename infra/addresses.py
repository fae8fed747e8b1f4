"""Where a name points, and which addresses nobody may send this machine to."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

METADATA = frozenset({ip_address("fd00:ec2::254"), ip_address("100.100.100.200")})
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
    plain = (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
    return plain.is_link_local or plain.is_multicast or plain.is_unspecified or plain in METADATA
