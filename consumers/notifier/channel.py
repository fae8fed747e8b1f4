"""What a way to reach people must do, and how it says that it could not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol
from uuid import UUID, uuid5

from schemas.notices import Notice


class UndeliveredError(Exception):
    """It did not work this time; a later try may."""


class RefusedError(Exception):
    """The receiver will never take it."""


class Wording(Protocol):
    """A notice in the installation's language."""

    @property
    def subject(self) -> str: ...

    @property
    def sentences(self) -> Sequence[str]: ...


class Words(Protocol):
    """Puts a notice into words."""

    def __call__(self, notice: Notice, /, *, hearer: str | None = None) -> Wording:
        """``hearer`` is the language of a person who asked for it; empty for the usual one."""
        ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """One notice to one receiver."""

    channel: str
    recipient: str
    notice: Notice
    tried_at: datetime

    @property
    def delivery_id(self) -> UUID:
        """The same at every try, so that a receiver can drop a repeat."""
        return uuid5(self.notice.cause_id, f"{self.channel} {self.recipient}")


class Channel(Protocol):
    """A way to reach people."""

    name: ClassVar[str]

    @property
    def recipients(self) -> Sequence[str]: ...

    async def send(self, delivery: Delivery) -> None:
        """Hand the notice over; it is the receiver's once this returns.

        Raises:
            UndeliveredError: see there.
            RefusedError: see there.
        """
        ...
