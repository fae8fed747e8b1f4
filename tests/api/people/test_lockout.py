"""Pauses grow, and nobody's failures are counted against anybody else."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.people import lockout
from api.people.lockout import counters, known_device, new_device_cookie

KEY = b"k" * 32
LOGINS = st.text(min_size=1, max_size=40)
NETWORKS = st.sampled_from(["198.51.100.0/24", "203.0.113.0/24", "2001:db8::/64", ""])


def test_pauses_double_up_to_a_quarter_of_an_hour():
    """The first failures are free: everybody mistypes."""
    [counter, _] = counters("maria", "203.0.113.0/24", None)
    pauses = [counter.pause(failures).total_seconds() for failures in range(1, 9)]
    assert pauses == [0, 0, 0, 0, 1, 2, 4, 8]
    assert counter.pause(10_000) == timedelta(minutes=15)


@given(st.integers(1, 100_000), st.integers(1, 100_000))
def test_more_failures_never_mean_a_shorter_pause(first: int, second: int):
    """Whoever goes on failing gains nothing by it."""
    for counter in counters("maria", "203.0.113.0/24", None):
        few, many = sorted((first, second))
        assert counter.pause(few) <= counter.pause(many)


def test_the_rate_of_a_network_at_one_login_is_bounded():
    """In a day: what is free, the growing pauses, and then four an hour."""
    [counter, _] = counters("maria", "203.0.113.0/24", None)
    tried, elapsed = 0, timedelta(0)
    while elapsed < timedelta(days=1):
        tried += 1
        elapsed += counter.pause(tried)
    assert tried <= 112


@given(LOGINS, NETWORKS, LOGINS, NETWORKS)
def test_attempts_share_counters_only_within_a_network(
    login: str, network: str, other_login: str, other_network: str
):
    """So nobody is stopped by what happens elsewhere, at whatever login."""
    own = {counter.name for counter in counters(login, network, None)}
    others = {counter.name for counter in counters(other_login, other_network, None)}
    assert bool(own & others) == (network == other_network)


@given(LOGINS, NETWORKS)
def test_a_known_browser_shares_no_counter(login: str, network: str):
    """Not even with other browsers in its network."""
    [known] = counters(login, network, "a-device")
    assert known.name not in {counter.name for counter in counters(login, network, None)}


@given(LOGINS, LOGINS)
def test_a_cookie_makes_a_browser_known_to_its_own_login(login: str, other: str):
    """Somebody who may sign in as one person is a stranger at all others."""
    cookie = new_device_cookie(login, KEY)
    device = known_device(cookie, login, KEY)
    assert device is not None
    assert device in cookie
    assert (known_device(cookie, other, KEY) is not None) == (login == other)


@given(st.none() | st.text(max_size=80))
def test_an_invented_cookie_makes_nobody_known(cookie: str | None):
    """Nor does one that was signed with another key."""
    assert known_device(cookie, "maria", KEY) is None
    assert known_device(new_device_cookie("maria", b"other"), "maria", KEY) is None


@given(LOGINS)
def test_the_login_cannot_be_read_from_its_counters(login: str):
    """It may be a password that went into the wrong field."""
    known = lockout.device_cookie_name(login)
    names = [counter.name for counter in counters(login, "", None)]
    if len(login) >= 8:
        assert not any(login in name for name in [known, *names])
