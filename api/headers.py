"""What every answer tells the browser about itself."""

from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'"
)
REFERENCE_POLICY = f"{PAGE_POLICY}; script-src 'self' 'unsafe-inline'"
"""The API's reference page starts itself with a script inside its HTML."""
REFERENCE_PATH = "/schema"


def security_headers(path: str) -> dict[str, str]:
    """Those of an answer to ``path``."""
    policy = REFERENCE_POLICY if path.rstrip("/") == REFERENCE_PATH else PAGE_POLICY
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


class SecurityHeaders(ASGIMiddleware):
    """Nothing from outside, no framing, no guessing of types, no addresses told to others."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        own = security_headers(scope["path"])

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.update(own)
            await send(message)

        await next_app(scope, receive, send_with_headers)
