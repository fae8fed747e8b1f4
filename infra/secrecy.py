"""Secrets in what a process writes: known by their value, and by their look where nobody knows it.

The last line of defence: nobody should write one. It is for other people's error messages.
"""

import re
import sys
import traceback
from collections.abc import Collection, MutableMapping
from dataclasses import dataclass
from types import TracebackType

HIDDEN = "[hidden]"
SHORTEST = 6
"""Of what is hidden by its value; hiding a shorter one would tell it by its gaps."""
_LOOKS = (
    # the password in an address
    re.compile(r"(?P<kept>\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+(?=@)", re.IGNORECASE),
    re.compile(r"(?P<kept>\bBearer\s+)[^\s\"',]+", re.IGNORECASE),
    re.compile(r"(?P<kept>\bafn_)[\w-]{16,}"),
    re.compile(r"(?P<kept>\bwhsec_)[\w+/=-]+"),
    # password=…, 'password': '…', "client_secret": "…"
    re.compile(
        r"(?P<kept>(?:password|passwd|secret|api_?key)[\"']?\s*[=:]\s*[\"']?)[^\s\"',;&)}]+",
        re.IGNORECASE,
    ),
)


def forget(environment: MutableMapping[str, str], values: Collection[str]) -> None:
    """Take out what is one of ``values``, or an address with one: processes begun are not told."""
    for name, told in list(environment.items()):
        if any(told == value or ("://" in told and value in told) for value in values if value):
            del environment[name]


@dataclass(frozen=True, slots=True)
class Secrecy:
    """What one process has to keep to itself."""

    values: tuple[str, ...] = ()

    @classmethod
    def about(cls, values: Collection[str]) -> "Secrecy":
        """Of secrets that are long enough to be any; the longest first, as one may hold another."""
        kept = {value for value in values if len(value) >= SHORTEST}
        return cls(tuple(sorted(kept, key=len, reverse=True)))

    def hide(self, text: str) -> str:
        """``text`` without secrets."""
        for value in self.values:
            text = text.replace(value, HIDDEN)
        for look in _LOOKS:
            text = look.sub(rf"\g<kept>{HIDDEN}", text)
        return text

    def guard_last_words(self) -> None:
        """Hide them in the traceback with which the process ends by a bug, too."""

        def hook(kind: type[BaseException], error: BaseException, at: TracebackType | None) -> None:
            sys.stderr.write(self.hide("".join(traceback.format_exception(kind, error, at))))

        sys.excepthook = hook
