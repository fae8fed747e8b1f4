"""What a provider may say, honestly or not, and what Afina makes of it."""

import hmac
import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from flask import Response, jsonify, redirect
from joserfc import jwt

from api.oidc import metadata, provider
from api.oidc.errand import Errand
from api.oidc.proof import Proof
from api.oidc.provider import CALLBACK, Client, Provider
from api.problems import RefusedError
from infra import clock
from schemas.problems import ProblemCode
from tests.api.oidc.conftest import PUBLIC_URL
from tests.api.oidc.identity_provider import CLIENT_ID, CLIENT_SECRET, OTHER_KEY, IdentityProvider

DISCOVERY, KEYS, TOKEN = "/.well-known/openid-configuration", "/keys", "/token"
METADATA_SERVICE = "http://169.254.169.254/latest/meta-data/"

Claims = dict[str, Any]


def client_of(identity: IdentityProvider) -> Client:
    return Client(
        issuer=identity.issuer,
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        scopes="openid profile email",
        groups_claim="groups",
        callback=PUBLIC_URL + CALLBACK,
    )


@pytest.fixture
def ours(identity: IdentityProvider) -> Provider:
    return Provider(client_of(identity), clock.now)


async def consented(url: str) -> str:
    """The code that the browser brings back from ``url``."""
    async with httpx2.AsyncClient(verify=False) as browser:
        answer = await browser.get(url)
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]


async def signed_in(ours: Provider) -> Proof:
    errand = Errand.new("/")
    return await ours.arrival(errand, await consented(await ours.departure(errand)))


async def refused(ours: Provider) -> ProblemCode:
    with pytest.raises(RefusedError) as refusal:
        await signed_in(ours)
    return refusal.value.code


async def test_an_honest_provider_proves_who_somebody_is(identity, ours):
    """What it says of the person arrives; its e-mail address in lower case."""
    identity.person = {
        "sub": "ana-1",
        "name": " Ana\n Lima ",
        "email": "Ana@Example.org",
        "email_verified": True,
        "groups": ["clerks", 7],
    }

    proof = await signed_in(ours)

    groups = frozenset({"clerks"})
    assert proof == Proof(identity.issuer, "ana-1", "Ana Lima", "ana@example.org", groups)


@pytest.mark.parametrize("verified", [False, None, 1, "yes"])
async def test_an_address_that_is_not_verified_counts_for_nothing(identity, ours, verified):
    """Anybody may type anybody's address where it is not verified."""
    identity.person = {"sub": "ana-1", "email": "ana@example.org", "email_verified": verified}

    proof = await signed_in(ours)

    assert proof.email is None
    assert proof.name == "ana@example.org"


async def test_the_browser_carries_what_the_standard_asks_for(ours):
    """The code flow with state, nonce and a challenge whose answer stays here."""
    errand = Errand.new("/")

    query = parse_qs(urlsplit(await ours.departure(errand)).query)

    assert query["response_type"] == ["code"]
    assert query["state"] == [errand.state]
    assert query["nonce"] == [errand.nonce]
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [PUBLIC_URL + CALLBACK]
    assert errand.verifier not in str(query)


async def test_a_code_works_once(identity, ours):
    """The provider refuses it the second time, and so do we."""
    errand = Errand.new("/")
    code = await consented(await ours.departure(errand))
    await ours.arrival(errand, code)

    with pytest.raises(RefusedError) as refusal:
        await ours.arrival(errand, code)

    assert refusal.value.code is ProblemCode.SIGN_IN_UNPROVEN


async def test_a_stolen_code_is_worth_nothing_to_another_try(identity, ours):
    """Who did not ask for the code lacks the verifier."""
    code = await consented(await ours.departure(Errand.new("/")))

    with pytest.raises(RefusedError) as refusal:
        await ours.arrival(Errand.new("/"), code)

    assert refusal.value.code is ProblemCode.SIGN_IN_UNPROVEN


async def test_a_lax_provider_does_not_make_a_stolen_code_work(identity, ours):
    """With the right verifier but another try's nonce, the ID token is for somebody else."""
    theirs = Errand.new("/")
    code = await consented(await ours.departure(theirs))
    mixed = Errand.new("/").model_copy(update={"verifier": theirs.verifier})

    with pytest.raises(RefusedError) as refusal:
        await ours.arrival(mixed, code)

    assert refusal.value.code is ProblemCode.SIGN_IN_UNPROVEN


def changed(**changes: Any) -> Callable[[IdentityProvider], Callable[[Claims, Claims], str]]:
    """Forges a token whose claims differ; None leaves one out."""

    def forge(identity: IdentityProvider):
        def sign(claims: Claims, header: Claims) -> str:
            kept = {name: value for name, value in (claims | changes).items() if value is not None}
            return identity.sign(kept, header)

        return sign

    return forge


def compact(header: Claims, claims: Claims, sign: Callable[[bytes], bytes]) -> str:
    """A token by hand: libraries refuse to make such."""
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, claims)]
    signed = b".".join(parts)
    return b".".join((signed, urlsafe_b64encode(sign(signed)).rstrip(b"="))).decode()


def unsigned(identity: IdentityProvider):
    return lambda claims, header: compact(header | {"alg": "none"}, claims, lambda _: b"")


def signed_with_the_public_key(identity: IdentityProvider):
    """HS256, with what everybody can read as the secret."""
    public = identity.key.as_pem(private=False)
    return lambda claims, header: compact(
        header | {"alg": "HS256"}, claims, lambda signed: hmac.digest(public, signed, "sha256")
    )


def signed_by_somebody_else(identity: IdentityProvider):
    return lambda claims, header: jwt.encode(header, claims, OTHER_KEY)


def with_its_own_key(identity: IdentityProvider):
    """A header may not bring the key that the signature is checked with."""
    own = {"jwk": {name: OTHER_KEY.as_dict(private=False)[name] for name in ("kty", "n", "e")}}
    return lambda claims, header: compact(
        {"alg": "RS256"} | own,
        claims,
        lambda signed: OTHER_KEY.private_key.sign(signed, PKCS1v15(), SHA256()),
    )


def with_an_unknown_key(identity: IdentityProvider):
    return lambda claims, header: jwt.encode(header | {"kid": OTHER_KEY.kid}, claims, OTHER_KEY)


def cut(identity: IdentityProvider):
    return lambda claims, header: identity.sign(claims, header)[:-4]


def not_a_token(identity: IdentityProvider):
    return lambda claims, header: "not.a.token"


@pytest.mark.parametrize(
    "forgery",
    [
        unsigned,
        signed_with_the_public_key,
        signed_by_somebody_else,
        with_its_own_key,
        with_an_unknown_key,
        cut,
        not_a_token,
        changed(iss="https://elsewhere.example.org"),
        changed(iss=None),
        changed(aud="another-client"),
        changed(aud=["another-client", "afina"]),
        changed(aud=["afina", "another-client"], azp="another-client"),
        changed(aud=None),
        changed(azp="another-client"),
        changed(exp=int(time.time()) - 61),
        changed(exp="tomorrow"),
        changed(exp=None),
        changed(iat=int(time.time()) + 3600),
        changed(nbf=int(time.time()) + 3600),
        changed(nonce="another"),
        changed(nonce=None),
        changed(nonce=["one", "another"]),
        changed(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
        changed(at_hash=7),
        changed(sub=None),
        changed(sub=""),
        changed(sub=7),
        changed(sub="a" * 256),
        changed(sub="ana\x00"),
    ],
)
async def test_a_forged_token_proves_nothing(identity, ours, forgery):
    """Whatever of it is wrong: signature, issuer, audience, time, nonce, hash, subject."""
    identity.forge = forgery(identity)

    assert await refused(ours) is ProblemCode.SIGN_IN_UNPROVEN


async def test_clocks_may_differ_a_little(identity, ours):
    """A minute, either way."""
    identity.forge = changed(exp=int(time.time()) - 30, iat=int(time.time()) + 30)(identity)

    assert (await signed_in(ours)).subject == "ana-1"


async def test_a_token_without_a_key_id_needs_the_only_key(identity, ours):
    """A provider with one key need not name it."""
    identity.forge = lambda claims, header: identity.sign(claims, {"alg": "RS256"})

    assert (await signed_in(ours)).subject == "ana-1"


async def test_a_new_key_is_asked_for_but_not_by_every_token(identity):
    """Providers change keys; tokens of nobody must not make us ask for them all day."""
    now = clock.now()
    ours = Provider(client_of(identity), lambda: now)
    await signed_in(ours)
    identity.key = OTHER_KEY

    assert await refused(ours) is ProblemCode.SIGN_IN_UNPROVEN
    now += metadata.KEYS_ASKED_EVERY * 1.1
    assert (await signed_in(ours)).subject == "ana-1"
    assert identity.requests.count(KEYS) == 2
    assert identity.requests.count(DISCOVERY) == 1


async def test_a_provider_that_says_no_is_not_argued_with(identity, ours):
    """An error of the token endpoint is no person."""
    identity.answers[TOKEN] = lambda: Response('{"error": "invalid_client"}', 401)

    assert await refused(ours) is ProblemCode.SIGN_IN_UNPROVEN


def redirected() -> Response:
    return redirect(METADATA_SERVICE)  # pyright: ignore[reportReturnType]


@pytest.mark.parametrize("path", [DISCOVERY, KEYS, TOKEN])
@pytest.mark.parametrize(
    "answer",
    [
        lambda: Response("<html>maintenance</html>", 503),
        lambda: Response("<html>maintenance</html>", 200),
        lambda: Response("[]", 200),
        lambda: Response("7", 200),
        lambda: Response("x" * (2 << 20), 200),
        lambda: Response(b"\x1f\x8b", 200, {"Content-Encoding": "gzip"}),
        redirected,
    ],
    ids=["503", "html", "list", "number", "long", "packed", "redirect"],
)
async def test_garbage_is_a_plain_refusal(identity, ours, path, answer):
    """Nothing that a provider answers ends in a fault, and no redirect is followed."""
    departure = await ours.departure(errand := Errand.new("/"))
    code = await consented(departure)
    identity.answers[path] = answer
    ours = Provider(client_of(identity), clock.now)

    with pytest.raises(RefusedError) as refusal:
        await ours.arrival(errand, code)

    assert refusal.value.code is ProblemCode.PROVIDER_UNAVAILABLE


@pytest.mark.parametrize(
    "lie",
    [
        {"issuer": "https://elsewhere.example.org"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": METADATA_SERVICE},
        {"jwks_uri": "http://[fd00:ec2::254]/"},
        {"jwks_uri": "http://no-such-host.invalid/"},
        {"jwks_uri": "http://[broken"},
        {"jwks_uri": None},
    ],
)
async def test_a_provider_cannot_send_us_elsewhere(identity, ours, lie):
    """Neither to files nor to a cloud's secrets, nor does it speak for others."""
    code = await consented(await ours.departure(errand := Errand.new("/")))
    said = {
        "issuer": identity.issuer,
        "authorization_endpoint": f"{identity.issuer}/authorize",
        "token_endpoint": f"{identity.issuer}/token",
        "jwks_uri": f"{identity.issuer}/keys",
    }
    identity.answers[DISCOVERY] = lambda: jsonify(said | lie)
    ours = Provider(client_of(identity), clock.now)

    with pytest.raises(RefusedError) as refusal:
        await ours.arrival(errand, code)

    assert refusal.value.code is ProblemCode.PROVIDER_UNAVAILABLE


def test_an_encrypted_provider_stays_encrypted():
    """An issuer that is reached by https names no place that is not."""
    said = {
        "issuer": "https://id.example.org",
        "authorization_endpoint": "https://id.example.org/authorize",
        "token_endpoint": "http://id.example.org/token",
        "jwks_uri": "https://id.example.org/keys",
    }
    with pytest.raises(metadata.MisleadingError, match=r"http://id\.example\.org/token"):
        metadata.believable(said, "https://id.example.org")


async def test_a_provider_that_does_not_answer_is_given_up(identity, ours, monkeypatch):
    """Nobody waits for it for ever."""
    monkeypatch.setattr(provider, "PATIENCE_SECONDS", 0.2)
    with identity.deaf(DISCOVERY), pytest.raises(RefusedError) as refusal:
        await ours.departure(Errand.new("/"))

    assert refusal.value.code is ProblemCode.PROVIDER_UNAVAILABLE


async def test_nobody_listens(identity):
    """A provider that is off is a plain refusal."""
    off = replace(client_of(identity), issuer="http://127.0.0.1:9")

    with pytest.raises(RefusedError) as refusal:
        await Provider(off, clock.now).departure(Errand.new("/"))

    assert refusal.value.code is ProblemCode.PROVIDER_UNAVAILABLE
