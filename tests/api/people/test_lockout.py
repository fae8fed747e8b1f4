"""Pauses grow, and nobody's failures are counted against anybody else."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.people import lockout
from api.people.lockout import Counter, Tally, counters, known_device, new_device_cookie
from api.problems import RefusedError
from infra import clock

KEY = b"k" * 32
START = clock.now()
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


def test_ten_thousand_failures_stop_nobody_else():
    """Neither the known browser nor a new one elsewhere waits at all, whatever the attacker does.

    The attacker, who tries every second, is let through a few dozen times.
    """
    tallies: dict[str, Tally] = {}
    attacker = counters("maria", "198.51.100.0/24", None)
    known, elsewhere = (
        counters("maria", "198.51.100.0/24", "a-device"),
        counters("maria", "203.0.113.0/24", None),
    )
    let_through = 0
    for second in range(10_000):
        now = START + timedelta(seconds=second)
        let_through += tried(tallies, attacker, now)
        if second % 100 == 0:
            for others in (known, elsewhere):
                assert tried(tallies, others, now)
                succeeded(tallies, others, now)

    assert let_through <= 26


def tried(tallies: dict[str, Tally], counted: Sequence[Counter], now: datetime) -> bool:
    """Whether an attempt is let through; then it has failed."""
    try:
        after = {c.name: lockout.attempted(c, tallies.get(c.name), now) for c in counted}
    except RefusedError:
        return False
    tallies.update(after)
    return True


def succeeded(tallies: dict[str, Tally], counted: Sequence[Counter], now: datetime) -> None:
    for counter in counted:
        left = lockout.forgiven(counter, tallies.pop(counter.name), now)
        if left is not None:
            tallies[counter.name] = left


def test_nobody_clears_a_network_by_signing_in_themselves():
    """Who alternates another's login with their own account pays as much as before."""
    tallies: dict[str, Tally] = {}
    failed = 0
    for second in range(3_600):
        now = START + timedelta(seconds=second)
        own = counters("attacker", "198.51.100.0/24", None)
        failed += tried(tallies, counters(f"victim {second}", "198.51.100.0/24", None), now)
        if tried(tallies, own, now):
            succeeded(tallies, own, now)

    assert failed <= 50 + 6 + 60


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
