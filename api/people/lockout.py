"""How long who fails to sign in must wait, counted so that nobody can lock out anybody else.

A browser in which somebody signed in before is known, by a signed cookie, and has a counter of its
own (OWASP: slow down online guessing attacks with device cookies). Every other attempt counts
against its network: once for this login, once for all logins together. No counter belongs to a
login alone, so whoever fails at it from elsewhere stops neither the known browser nor a new one in
another network.
"""

import hashlib
import hmac
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from api.problems import RefusedError
from schemas.problems import ProblemCode

FREE_FAILURES = 5
"""Before pauses begin."""
FREE_FAILURES_OF_NETWORK = 50
"""Offices share an address."""
FIRST_PAUSE = timedelta(seconds=1)
"""Doubled by each failure."""
LONGEST_PAUSE = timedelta(minutes=15)
LONGEST_PAUSE_OF_NETWORK = timedelta(minutes=1)
"""Longer than anybody in a network waits for what others in it do."""
FORGOTTEN_AFTER = timedelta(days=1)
"""Without a failure, after which a counter starts anew."""


@dataclass(frozen=True, slots=True)
class Counter:
    """What failures are counted under, and how they are paid for."""

    name: str
    free: int
    longest_pause: timedelta
    shared: bool = False
    """Whether others count here too, so that one's success forgives only the one attempt."""

    def pause(self, failures: int) -> timedelta:
        """After the last of ``failures``."""
        paid = failures - self.free
        if paid < 0:
            return timedelta(0)
        return min(self.longest_pause, FIRST_PAUSE * 2 ** min(paid, 20))


@dataclass(frozen=True, slots=True)
class Tally:
    """What a counter has come to."""

    failures: int
    paused_until: datetime | None
    changed_at: datetime


def attempted(counter: Counter, tally: Tally | None, now: datetime) -> Tally:
    """After one more attempt, which is a failure until it turns out well.

    So of many attempts at once no more are let through than of as many in a row.

    Raises:
        RefusedError: SIGN_IN_PAUSED: the pause after the last failure is not over.
    """
    if tally is None or tally.changed_at <= now - FORGOTTEN_AFTER:
        tally = Tally(0, None, now)
    if tally.paused_until is not None and tally.paused_until > now:
        seconds = math.ceil((tally.paused_until - now).total_seconds())
        raise RefusedError(ProblemCode.SIGN_IN_PAUSED, {"retry_after": seconds})
    failures = tally.failures + 1
    pause = counter.pause(failures)
    return Tally(failures, now + pause if pause else None, now)


def forgiven(counter: Counter, tally: Tally, now: datetime) -> Tally | None:
    """After an attempt that turned out well; None for a counter that may begin anew."""
    if not counter.shared or tally.failures <= 1:
        return None
    return Tally(tally.failures - 1, None, now)


def counters(login: str, network: str, device: str | None) -> Sequence[Counter]:
    """Those of one attempt; of a known browser only its own.

    What people type as their login may be their password by mistake, so it is not kept readable.
    """
    if device is not None:
        return (Counter(f"device {device}", FREE_FAILURES, LONGEST_PAUSE),)
    return (
        Counter(f"login {login_digest(login)} {network}", FREE_FAILURES, LONGEST_PAUSE),
        Counter(
            f"network {network}", FREE_FAILURES_OF_NETWORK, LONGEST_PAUSE_OF_NETWORK, shared=True
        ),
    )


def device_cookie_name(login: str) -> str:
    """One for each person who uses the browser."""
    return f"afina_known_{login_digest(login)[:12]}"


def new_device_cookie(login: str, key: bytes) -> str:
    """What makes a browser known at ``login``."""
    device = token_urlsafe(16)
    return f"{device}.{_signature(device, login, key)}"


def known_device(cookie: str | None, login: str, key: bytes) -> str | None:
    """The browser that ``cookie`` proves to be known at ``login``; None for any other."""
    device, _, signature = (cookie or "").partition(".")
    expected = _signature(device, login, key)
    return device if hmac.compare_digest(signature.encode(), expected.encode()) else None


def login_digest(login: str) -> str:
    """By which failures at a login are counted, so that nobody can read what was typed."""
    return hashlib.sha256(login.encode()).hexdigest()


def _signature(device: str, login: str, key: bytes) -> str:
    return hmac.new(key, f"device\n{device}\n{login}".encode(), hashlib.sha256).hexdigest()
