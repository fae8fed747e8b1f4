"""How large a request may be before anybody looks at what it says."""

from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from api.problems import RefusedError
from schemas.problems import ProblemCode

HEAD_BYTES = 32 << 10
"""Of a request line and all headers."""
ADDRESS_BYTES = 8 << 10
"""Of path and query."""
HEADERS = 100
BODY_BYTES = 1 << 20
"""Of JSON; a file has its own limit."""
FORM_BYTES = 1 << 20
"""Of a form around a file."""
LENGTHS = frozenset({b"content-length", b"transfer-encoding"})
_SEPARATORS = len(": \r\n")


class Bounds(ASGIMiddleware):
    """Refuses addresses that are too long, heads that are too large, and ambiguous ones."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Refuse what is too much."""
        if scope["type"] == "http":
            refuse_beyond(scope)
        await next_app(scope, receive, send)


def refuse_beyond(scope: HTTPScope) -> None:
    """Let a request of this head pass.

    One that says twice where its body ends may be two for somebody in front of us (RFC 9112, 6.3).

    Raises:
        RefusedError: ADDRESS_TOO_LONG, HEAD_TOO_LARGE, MALFORMED.
    """
    address_bytes = len(scope["raw_path"]) + len(scope["query_string"])
    if address_bytes > ADDRESS_BYTES:
        raise RefusedError(ProblemCode.ADDRESS_TOO_LONG)
    headers = list(scope["headers"])
    lines_bytes = sum(len(name) + len(value) + _SEPARATORS for name, value in headers)
    if len(headers) > HEADERS or address_bytes + lines_bytes > HEAD_BYTES:
        raise RefusedError(ProblemCode.HEAD_TOO_LARGE)
    if {name for name, _ in headers} >= LENGTHS:
        raise RefusedError(ProblemCode.MALFORMED)
