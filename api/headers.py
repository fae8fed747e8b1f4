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


class SecurityHeaders(ASGIMiddleware):
    """Nothing from outside, no framing, no guessing of types, no addresses told to others."""

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        path = scope["path"].rstrip("/")
        policy = REFERENCE_POLICY if path == REFERENCE_PATH else PAGE_POLICY

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers["Content-Security-Policy"] = policy
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await next_app(scope, receive, send_with_headers)
