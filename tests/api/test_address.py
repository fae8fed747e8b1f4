"""Whose word counts about where a request comes from."""

from hypothesis import given
from hypothesis import strategies as st

from api.address import client, network, networks, parsed

OURS = networks(("10.0.0.0/8", "2001:db8:1::5"))
ADDRESSES = st.ip_addresses().map(str)


def test_a_stranger_cannot_say_that_it_is_somebody_else():
    """Without trusted proxies the header is only noise."""
    assert client("198.51.100.7", ["203.0.113.9"], ()) == "198.51.100.7"
    assert client("198.51.100.7", ["203.0.113.9"], OURS) == "198.51.100.7"


def test_a_trusted_proxy_says_whom_it_speaks_for():
    assert client("10.0.0.2", ["203.0.113.9"], OURS) == "203.0.113.9"
    assert client("10.0.0.2", [], OURS) == "10.0.0.2"


def test_of_a_chain_the_last_stranger_counts():
    """What the client itself has put before that is not believed."""
    told = ["1.1.1.1, 8.8.8.8", "203.0.113.9, 10.0.0.3"]
    assert client("2001:db8:1::5", told, OURS) == "203.0.113.9"


@given(ADDRESSES, st.lists(st.text(max_size=20), max_size=4))
def test_nobody_is_believed_who_is_not_trusted(peer: str, told: list[str]):
    assert client(peer, told, ()) == str(parsed(peer))


@given(st.lists(st.text(max_size=30) | ADDRESSES, max_size=6))
def test_any_header_at_all_leaves_an_address(told: list[str]):
    """Nonsense ends the chain; it never ends the request."""
    found = client("10.0.0.2", told, OURS)
    assert found is not None
    assert parsed(found) is not None


def test_a_household_counts_as_one():
    """IPv4 by 24 bits, IPv6 by 64; one dressed up as the other is what it is."""
    assert network("203.0.113.9") == "203.0.113.0/24"
    assert network("2001:db8:1:2:3::4") == "2001:db8:1:2::/64"
    assert network("::ffff:203.0.113.9") == "203.0.113.0/24"
    assert network("fe80::1%eth0") == "fe80::/64"
    assert network(None) == ""
