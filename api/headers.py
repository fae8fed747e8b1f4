"""What every answer tells the browser about itself."""

from secrets import token_urlsafe

from litestar.datastructures import MutableScopeHeaders
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

NONCE = "nonce"
REFERENCE_PATH = "/schema"
UNUSED_FEATURES = (
    "camera",
    "display-capture",
    "geolocation",
    "hid",
    "microphone",
    "payment",
    "serial",
    "usb",
)
FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED_FEATURES),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
A_YEAR_OF_TLS = "max-age=31536000"
NEVER_KEPT = "no-store"


def nonce(scope: Scope) -> str:
    """The word that marks this answer's own styles and scripts; nobody can know it before."""
    return scope["state"].setdefault(NONCE, token_urlsafe(16))


def security_headers(scope: Scope) -> dict[str, str]:
    """Those of the answer to this request."""
    encrypted = {"Strict-Transport-Security": A_YEAR_OF_TLS} if _stays_encrypted(scope) else {}
    return FIXED | encrypted | {"Content-Security-Policy": policy(scope["path"], nonce(scope))}


def policy(path: str, nonce: str) -> str:
    """Nothing from outside; inside the HTML only styles that bear ``nonce``, and no scripts.

    The API's reference page starts itself with a script inside its HTML, which bears it too.
    """
    inside = f" 'nonce-{nonce}'"
    scripts = inside if path.rstrip("/") == REFERENCE_PATH else ""
    return (
        f"default-src 'self'; script-src 'self'{scripts}; style-src 'self'{inside}; "
        "img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    )


def _stays_encrypted(scope: Scope) -> bool:
    """Whether people come by TLS, be it to a proxy before this process, and will next year.

    Not under the authority that Afina made: whoever gives it up again must not lock people out.
    """
    services = scope["litestar_app"].state.get("services")
    if services is None:
        return scope.get("scheme") == "https"
    if services.settings.public_url.startswith("https://"):
        return True
    return scope.get("scheme") == "https" and services.settings.tls_authority is None


class SecurityHeaders(ASGIMiddleware):
    """Nothing from outside, no framing, no guessing of types, no addresses told to others.

    What the API answers is kept nowhere, unless the answer itself says otherwise.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        own = security_headers(scope)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                headers.update(own)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", NEVER_KEPT)
            await send(message)

        await next_app(scope, receive, send_with_headers)
