"""Text as PostgreSQL can hold it: anything but the NUL character."""

import re

_ESCAPE = re.compile(rb"\\(u0000|.)", re.DOTALL)
"""Of a JSON string; taken pair by pair, so that an escaped backslash hides what follows it."""


def storable(document: bytes) -> bytes:
    """The JSON ``document`` with the replacement character for every NUL; seldom a change."""
    if rb"\u0000" not in document:
        return document
    return _ESCAPE.sub(lambda escape: rb"\ufffd" if escape[1] == b"u0000" else escape[0], document)
