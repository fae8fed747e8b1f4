"""The chain of hashes over the log: each message's takes in the one before it. Pure.

A digest is SHA-256 over, in this order: the 32 bytes before it; sequence, microseconds since 1970
when the broker stored the message, and the lengths of subject, headers and data, each as eight
bytes, the highest first; then subject, headers and data as they are. Lengths come first, so that no
byte can pass from one part to the next unseen. The beginning is 32 zeros.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from struct import Struct

from consumers.feed import Delivered

GENESIS = bytes(32)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_figures = Struct("!5Q").pack


class GapError(Exception):
    """A message does not follow the one before it."""

    def __init__(self, expected: int, came: int) -> None:
        super().__init__(f"message {came} came where {expected} was expected")
        self.expected = expected
        self.came = came


@dataclass(frozen=True, slots=True)
class Link:
    """The chain up to a message."""

    sequence: int
    """Of that message."""
    digest: bytes

    def __str__(self) -> str:
        """As people keep it: ``4711:`` and the digest in hexadecimal."""
        return f"{self.sequence}:{self.digest.hex()}"

    @classmethod
    def read(cls, kept: str) -> "Link":
        """What ``str`` has written.

        Raises:
            ValueError: it is something else.
        """
        sequence, colon, digest = kept.strip().partition(":")
        link = cls(int(sequence), bytes.fromhex(digest))
        if not colon or len(link.digest) != len(GENESIS):
            raise ValueError(f"{kept!r} is no seal")
        return link

    def after(self, messages: Iterable[Delivered]) -> "Link":
        """The chain up to the last of ``messages``.

        Raises:
            GapError: one of them does not follow.
        """
        sequence, digest = self.sequence, self.digest
        for message in messages:
            if message.sequence != sequence + 1:
                raise GapError(sequence + 1, message.sequence)
            sequence, digest = message.sequence, _digest(digest, message)
        return Link(sequence, digest)


BEGINNING = Link(0, GENESIS)


def _digest(before: bytes, message: Delivered) -> bytes:
    subject = message.subject.encode()
    figures = _figures(
        message.sequence,
        (message.stored_at - _EPOCH) // _MICROSECOND,
        len(subject),
        len(message.headers),
        len(message.data),
    )
    return sha256(b"".join((before, figures, subject, message.headers, message.data))).digest()
