"""The wire format of server-sent events."""

from litestar.response import ServerSentEventMessage

PING = ServerSentEventMessage(comment="ping", data=None).encode()
"""A comment: it keeps the connection alive and no client sees it."""


def frame(data: str, event: str, event_id: str | None = None) -> bytes:
    """One message; without an id it does not move a client's place."""
    return ServerSentEventMessage(data=data, event=event, id=event_id).encode()


def retry(milliseconds: int) -> bytes:
    """How soon a client that lost its stream is to come back."""
    return ServerSentEventMessage(retry=milliseconds, data=None).encode()
