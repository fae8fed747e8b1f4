"""Server-sent events, read from lines of text."""

from collections.abc import AsyncGenerator, AsyncIterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Message:
    """One event of a stream."""

    name: str
    data: str
    id: str
    """In force, also if this event brought none of its own."""


@dataclass(slots=True)
class Parser:
    """Collects lines until one of them completes a message."""

    _id: str = ""
    _name: str = ""
    _data: list[str] = field(default_factory=list)

    def feed(self, line: str) -> Message | None:
        """The message that ``line``, without its line end, completes."""
        if not line:
            return self._complete()
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match name:
            case "event":
                self._name = value
            case "data":
                self._data.append(value)
            case "id" if "\0" not in value:
                self._id = value
            case _:
                # Comments begin with a colon; other fields mean nothing to us.
                return None
        return None

    def _complete(self) -> Message | None:
        name, data = self._name or "message", self._data
        self._name, self._data = "", []
        return Message(name, "\n".join(data), self._id) if data else None


async def messages(lines: AsyncIterable[str]) -> AsyncGenerator[Message]:
    """Every complete message; one cut off by the end of the stream is dropped."""
    parser = Parser()
    async for line in lines:
        if message := parser.feed(line):
            yield message
