"""The cookies by which a browser is known, out of reach of scripts and of other sites."""

from collections.abc import Mapping
from datetime import timedelta

from litestar.datastructures import Cookie

from api.people.entrance import Entry
from api.people.visitor import Visitor

SESSION = "afina_session"
HOST_PREFIX = "__Host-"
"""Behind TLS browsers then take the cookie from this very host alone, not from one beside it."""
DEVICE_LIFE = timedelta(days=400)
"""The longest that browsers keep any."""


def name(plain: str, *, secure: bool) -> str:
    """What the cookie is called where there is TLS, or is none."""
    return HOST_PREFIX + plain if secure else plain


def shown(cookies: Mapping[str, str], *, secure: bool) -> Mapping[str, str]:
    """A browser's cookies under their plain names, those that count on such a connection."""
    if not secure:
        return cookies
    prefixed = (each for each in cookies if each.startswith(HOST_PREFIX))
    return {each.removeprefix(HOST_PREFIX): cookies[each] for each in prefixed}


def entered(entry: Entry, life: timedelta, visitor: Visitor) -> list[Cookie]:
    """What a browser keeps that was let in."""
    made = [_cookie(SESSION, entry.session, life, visitor)]
    if entry.device is not None:
        made.append(_cookie(*entry.device, DEVICE_LIFE, visitor))
    return made


def left(visitor: Visitor) -> list[Cookie]:
    """What takes the session back; the browser stays known."""
    return [_cookie(SESSION, "", timedelta(0), visitor)]


def _cookie(plain: str, value: str, life: timedelta, visitor: Visitor) -> Cookie:
    return Cookie(
        key=name(plain, secure=visitor.secure),
        value=value,
        max_age=int(life.total_seconds()),
        path="/",
        httponly=True,
        samesite="strict",
        secure=visitor.secure,
    )
