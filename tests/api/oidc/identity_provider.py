"""A real OpenID provider on a port of its own, that can be told to misbehave."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfo
from flask import Flask, Response, jsonify, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT_ID = "afina"
CLIENT_SECRET = "the secret of Afina"

KEY, OTHER_KEY = (RSAKey.generate_key(2048, auto_kid=True) for _ in range(2))

Forge = Callable[[dict[str, Any], dict[str, Any]], str]
"""What is given instead of the ID token with such claims and such a header."""


@dataclass(frozen=True)
class Client:
    """Afina, as it is registered."""

    redirect_uri: str

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"

    def get_allowed_scope(self, scope: str) -> str:
        return scope


@dataclass(frozen=True)
class Code:
    """What a person consented to, until it is redeemed."""

    value: str
    person: dict[str, Any]
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass
class IdentityProvider:
    """What the provider knows, and how it misbehaves."""

    redirect_uri: str
    person: dict[str, Any] = field(default_factory=lambda: {"sub": "ana-1", "name": "Ana Lima"})
    """Who sits before the browser."""
    key: RSAKey = field(default_factory=lambda: KEY)
    issuer: str = ""
    codes: dict[str, Code] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    """Paths that were asked for, in order."""
    forge: Forge | None = None
    answers: dict[str, Callable[[], Response]] = field(default_factory=dict)
    """What is answered at a path instead."""
    forgets_codes: bool = True

    def sign(self, claims: dict[str, Any], header: dict[str, Any]) -> str:
        return jwt.encode(header, claims, self.key)

    @contextmanager
    def deaf(self, path: str) -> Iterator[None]:
        """Answers nothing at ``path`` until the block ends."""
        over = threading.Event()

        def wait() -> Response:
            over.wait()
            return Response(status=500)

        self.answers[path] = wait
        try:
            yield
        finally:
            over.set()


class CodeGrant(grants.AuthorizationCodeGrant):
    """By code, with the proof of who asked for it."""

    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]
    provider: IdentityProvider

    def save_authorization_code(self, code, request):
        data = request.payload.data
        self.provider.codes[code] = Code(
            code,
            request.user,
            request.payload.redirect_uri,
            request.scope,
            data.get("nonce"),
            data.get("code_challenge"),
            data.get("code_challenge_method"),
        )

    def query_authorization_code(self, code, client):
        return self.provider.codes.get(code)

    def delete_authorization_code(self, authorization_code):
        if self.provider.forgets_codes:
            del self.provider.codes[authorization_code.value]

    def authenticate_user(self, authorization_code):
        return authorization_code.person


class IdTokens(OpenIDCode):
    """ID tokens signed by the provider's key, or forged."""

    def __init__(self, provider: IdentityProvider) -> None:
        super().__init__(require_nonce=True)
        self._provider = provider

    def exists_nonce(self, nonce, request):
        return any(code.nonce == nonce for code in self._provider.codes.values())

    def generate_user_info(self, user, scope):
        return UserInfo(user)

    def get_client_algorithm(self, client):
        return "RS256"

    def get_encode_header(self, client):
        return {"alg": "RS256", "kid": self._provider.key.kid}

    def get_client_claims(self, client):
        return {"iss": self._provider.issuer}

    def resolve_client_private_key(self, client):
        return self._provider.key

    def encode_id_token(self, token, request):
        honest = super().encode_id_token(token, request)
        if self._provider.forge is None:
            return honest
        decoded = jwt.decode(honest, self._provider.key)
        return self._provider.forge(decoded.claims, decoded.header)


def application(provider: IdentityProvider) -> Flask:
    """The provider's routes."""
    app = Flask(__name__)
    client = Client(provider.redirect_uri)
    server = AuthorizationServer(
        app, query_client=lambda _: client, save_token=lambda token, request: None
    )
    grant = type("Grant", (CodeGrant,), {"provider": provider})
    server.register_grant(grant, [IdTokens(provider), CodeChallenge(required=True)])

    @app.before_request
    def misbehave() -> Response | None:
        provider.requests.append(request.path)
        answer = provider.answers.get(request.path)
        return answer() if answer else None

    @app.get("/.well-known/openid-configuration")
    def discovery():
        return jsonify(
            issuer=provider.issuer,
            authorization_endpoint=f"{provider.issuer}/authorize",
            token_endpoint=f"{provider.issuer}/token",
            jwks_uri=f"{provider.issuer}/keys",
        )

    @app.get("/keys")
    def keys():
        return jsonify(KeySet([provider.key]).as_dict(private=False))

    @app.get("/authorize")
    def authorize():
        consent = server.get_consent_grant(end_user=provider.person)
        return server.create_authorization_response(grant_user=provider.person, grant=consent)

    @app.post("/token")
    def token():
        return server.create_token_response()

    return app


@contextmanager
def serving(redirect_uri: str) -> Iterator[IdentityProvider]:
    """A provider that knows Afina by ``redirect_uri``, until the block ends."""
    provider = IdentityProvider(redirect_uri)
    server = make_server("127.0.0.1", 0, application(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
