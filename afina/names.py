"""Under which names and addresses this computer is known to itself and to others."""

import socket
from collections.abc import Iterator, Sequence
from ipaddress import IPv6Address, ip_address

OF_ITSELF = ("localhost", "127.0.0.1", "::1")
SOMEWHERE = ("192.0.2.1", 9)
"""An address of examples: nothing is sent, but the way there shows from where it would be."""


def known(others: Sequence[str]) -> list[str]:
    """All of them, and ``others`` that were given; each once, first this computer's own name."""
    computer = socket.gethostname().lower()
    told = [computer, f"{computer}.local", *others, *OF_ITSELF, *addresses()]
    return list(dict.fromkeys(name for each in told if (name := plain(each))))


def plain(name: str) -> str:
    """As certificates write it; nothing where they could not, or where it means every address."""
    try:
        address = ip_address(name)
        return "" if address.is_unspecified else str(address)
    except ValueError:
        pass
    try:
        return name.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def addresses() -> Iterator[str]:
    """Of every network that this computer is in."""
    import psutil

    for found in psutil.net_if_addrs().values():
        for each in found:
            if each.family in {socket.AF_INET, socket.AF_INET6}:
                address = ip_address(each.address.partition("%")[0])
                if not (isinstance(address, IPv6Address) and address.is_link_local):
                    yield str(address)


def outside() -> str:
    """The address from which this computer speaks to others; its name where it has no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(SOMEWHERE)
        except OSError:
            return socket.gethostname()
        return str(probe.getsockname()[0])
