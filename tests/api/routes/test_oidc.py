"""Signing in with an identity provider, from the first click to the session."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
from flask import Response
from sqlalchemy import insert, select, update

from api.oidc.errand import LIFE
from api.oidc.provider import CALLBACK, NAME
from infra import clock
from infra.settings import Joining, Settings
from schemas.roles import Role, SignInMethod
from schemas.tables import tokens, user_outbox, users
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.api.oidc import identity_provider
from tests.api.oidc.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider

PUBLIC_URL = "http://localhost"
OWN_PAGE = {"X-Afina-Request": "1"}
START = f"/api/session/oidc/{NAME}/start"
ANA = {"sub": "ana-1", "name": "Ana Lima", "email": "ana@example.org", "email_verified": True}


@pytest.fixture
def identity() -> Iterator[IdentityProvider]:
    """The organisation's provider, with Ana before the browser."""
    with identity_provider.serving(PUBLIC_URL + CALLBACK) as provider:
        provider.person = dict(ANA)
        yield provider


@pytest.fixture
def settings(settings: Settings, identity: IdentityProvider) -> Settings:
    """Of an installation that has the provider."""
    return settings.model_copy(
        update={
            "public_url": PUBLIC_URL,
            "oidc_issuer": identity.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": type(settings.oidc_client_secret)(CLIENT_SECRET),
            "oidc_name": "Example",
            "oidc_join": Joining.ANYONE,
        }
    )


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """One that nobody has signed in with."""
    async with desks.calling(desk) as client:
        yield client


async def sent(browser: httpx.AsyncClient, destination: str = "/treinos") -> str:
    """The address that the provider sends the browser back to."""
    leaving = await browser.get(START, params={"next": destination})
    assert leaving.status_code == 303, leaving.text
    async with httpx.AsyncClient(trust_env=False) as outside:
        consented = await outside.get(leaving.headers["location"])
    assert consented.status_code == 302, consented.text
    return consented.headers["location"]


async def returned(browser: httpx.AsyncClient, address: str) -> httpx.Response:
    answer = await browser.get(address)
    assert answer.status_code == 303, answer.text
    assert answer.headers["cache-control"] == "no-store"
    return answer


async def refused(browser: httpx.AsyncClient, address: str) -> str:
    """Why the browser was not let in."""
    location = (await returned(browser, address)).headers["location"]
    assert (await browser.get("/api/session")).status_code == 401
    return location


async def account(desk: Desk, subject: str = "ana-1"):
    async with desk.services.engine.connect() as tx:
        return (await tx.execute(select(users).where(users.c.oidc_subject == subject))).one()


async def invited(desk: Desk, email: str, role: Role = Role.USER) -> None:
    row = {"user_id": "invited", "name": "Ana", "email": email, "role": role}
    async with desk.services.engine.begin() as tx:
        await tx.execute(insert(users).values(row | {"created_at": clock.now()}))


async def told(desk: Desk) -> list[str]:
    """What is on its way to the log, in order."""
    async with desk.services.engine.connect() as tx:
        events = await tx.scalars(select(user_outbox.c.event).order_by(user_outbox.c.position))
        return [event["type"] for event in events]


async def test_the_page_learns_which_ways_in_there_are(browser):
    """Nobody need be signed in to ask; a refusal comes back in words."""
    location = await refused(browser, f"{CALLBACK}?state=none")
    ways = (await browser.get("/api/session/oidc")).json()
    assert ways["providers"] == [{"id": NAME, "name": "Example"}]
    assert ways["passwords"] is True
    assert ways["refused"] is None

    code = location.removeprefix("/#refused=")
    asked = await browser.get("/api/session/oidc", params={"refused": code})
    assert "Start again" in asked.json()["refused"]
    asked = await browser.get("/api/session/oidc", params={"refused": "cross_site_request"})
    assert asked.json()["refused"] is None


async def test_a_person_comes_in_and_gets_back_to_where_they_were(browser, desk):
    """The same session as a password's, and the log is told."""
    answer = await returned(browser, await sent(browser, "/treinos?estado=running"))

    assert answer.headers["location"] == "/treinos?estado=running"
    assert (await browser.get("/api/session/oidc/other/start")).status_code == 404
    session = (await browser.get("/api/session")).json()
    assert session["name"] == "Ana Lima"
    assert session["role"] == Role.USER
    assert session["method"] == SignInMethod.OIDC
    assert await told(desk) == ["user.joined.v1", "user.signed_in.v1"]


async def test_cookies_are_as_narrow_as_they_can_be(browser):
    """The errand may come along from the provider's site, the session from none."""
    leaving = await browser.get(START)
    (errand,) = leaving.headers.get_list("set-cookie")
    assert "httponly" in errand.lower()
    assert "samesite=lax" in errand.lower()
    assert f"max-age={int(LIFE.total_seconds())}" in errand.lower()

    session, gone = (await returned(browser, await sent(browser))).headers.get_list("set-cookie")
    assert "httponly" in session.lower()
    assert "samesite=strict" in session.lower()
    assert "max-age=0" in gone.lower()


async def test_a_person_stays_the_same_person(browser, desk):
    """By issuer and subject alone: name and address may change, and others may have had them."""
    await returned(browser, await sent(browser))
    first = (await browser.get("/api/session")).json()["owner_id"]
    browser.cookies.clear()

    await returned(browser, await sent(browser))

    assert (await browser.get("/api/session")).json()["owner_id"] == first


async def test_the_same_address_with_another_subject_is_somebody_else(browser, desk, identity):
    """Providers give addresses to new people; a subject never."""
    await returned(browser, await sent(browser))
    first = (await account(desk)).user_id
    browser.cookies.clear()
    identity.person = ANA | {"sub": "another-ana"}

    await returned(browser, await sent(browser))

    assert (await account(desk, "another-ana")).user_id != first


async def test_the_group_decides_the_role_at_every_sign_in(browser, desk, settings, identity):
    """Whoever joins or leaves the group may do more or less from then on."""
    roles = []
    restricted = settings.model_copy(update={"oidc_admin_group": "admins"})
    async with desks.at_work(restricted) as other, desks.calling(other) as person:
        for groups in (["clerks"], ["clerks", "admins"], []):
            identity.person = ANA | {"groups": groups}
            await returned(person, await sent(person))
            roles.append((await person.get("/api/session")).json()["role"])

    assert roles == [Role.USER, Role.ADMIN, Role.USER]
    assert (await told(desk)).count("user.role_changed.v1") == 2


@pytest.mark.parametrize("email", ["ana@example.org", "Ana@Example.Org"])
async def test_an_invitation_waits_for_the_address_that_the_provider_verified(
    desk, settings, identity, email
):
    """Who was invited takes the account; its link is worthless then."""
    await invited(desk, email, Role.ADMIN)
    closed = settings.model_copy(update={"oidc_join": Joining.INVITED})
    async with desks.at_work(closed) as other, desks.calling(other) as person:
        await returned(person, await sent(person))
        session = (await person.get("/api/session")).json()

    assert session["owner_id"] == "invited"
    assert session["role"] == Role.ADMIN


@pytest.mark.parametrize(
    "person",
    [ANA | {"email_verified": False}, ANA | {"email": "bia@example.org"}, {"sub": "ana-1"}],
)
async def test_nobody_comes_in_uninvited(desk, settings, identity, person):
    """An address that was not verified, or is another, opens nothing."""
    await invited(desk, "ana@example.org")
    identity.person = person
    closed = settings.model_copy(update={"oidc_join": Joining.INVITED})
    async with desks.at_work(closed) as other, desks.calling(other) as browser:
        location = await refused(browser, await sent(browser))

    assert location == "/treinos#refused=not_invited"


async def test_a_joined_account_is_not_taken_by_its_address(browser, desk):
    """Who has a password keeps the account; the provider's person is another one."""
    await invited(desk, "ana@example.org")
    async with desk.services.engine.begin() as tx:
        await tx.execute(
            update(users).values(joined_at=clock.now()).where(users.c.email.is_not(None))
        )

    await returned(browser, await sent(browser))

    assert (await browser.get("/api/session")).json()["owner_id"] != "invited"


async def test_a_disabled_account_stays_out(browser, desk):
    """Whatever the provider says."""
    await returned(browser, await sent(browser))
    async with desk.services.engine.begin() as tx:
        mine = users.c.oidc_subject == "ana-1"
        await tx.execute(update(users).where(mine).values(disabled_at=clock.now()))
    browser.cookies.clear()

    assert (await refused(browser, await sent(browser))).endswith("#refused=account_closed")


async def test_an_address_works_only_in_the_browser_that_set_out(browser, desk):
    """A stolen or planted address signs nobody in: neither the thief nor the victim."""
    address = await sent(browser)
    async with desks.calling(desk) as other:
        assert (await refused(other, address)).endswith("#refused=sign_in_stale")
        await other.get(START)
        assert (await refused(other, address)).endswith("#refused=sign_in_stale")

    await returned(browser, address)
    assert (await browser.get("/api/session")).status_code == 200


async def test_an_address_works_once(browser):
    """The errand is over after it, and the provider takes no code twice."""
    address = await sent(browser)
    errand = dict(browser.cookies)
    await returned(browser, address)
    browser.cookies.clear()

    assert (await refused(browser, address)).endswith("#refused=sign_in_stale")
    browser.cookies.update(errand)
    assert (await refused(browser, address)).endswith("#refused=sign_in_unproven")


async def test_an_errand_ends(browser, monkeypatch):
    """However honest the address, it comes too late."""
    monkeypatch.setattr("api.oidc.errand.LIFE", -timedelta(seconds=1))

    assert (await refused(browser, await sent(browser))).endswith("#refused=sign_in_stale")


CHANGES = [
    ({"code": "another"}, "sign_in_unproven"),
    ({"code": None}, "sign_in_unproven"),
    ({"code": None, "error": "access_denied"}, "sign_in_cancelled"),
    ({"code": None, "error": "server_error"}, "sign_in_unproven"),
    ({"state": "another"}, "sign_in_stale"),
    ({"state": None}, "sign_in_stale"),
    ({"iss": "https://elsewhere.example.org"}, "sign_in_unproven"),
]
"""Of the address, on its way, and how each is refused."""


async def test_a_changed_address_is_a_plain_refusal(browser):
    """Whatever of it was changed on the way."""
    for changes, code in CHANGES:
        address = urlsplit(await sent(browser))
        said = {name: values[0] for name, values in parse_qs(address.query).items()} | changes
        query = urlencode({name: value for name, value in said.items() if value is not None})
        assert (await refused(browser, f"{address.path}?{query}")).endswith(f"#refused={code}")


async def test_nobody_is_sent_elsewhere(browser):
    """Only to a page of ours."""
    for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "/api/session"):
        answer = await returned(browser, await sent(browser, elsewhere))
        assert answer.headers["location"] == "/"
        browser.cookies.clear()


async def test_a_provider_that_is_down_is_a_page_that_says_so(browser, identity):
    """Before one leaves, and when one comes back."""
    address = await sent(browser)
    identity.answers["/token"] = lambda: Response(status=503)
    assert (await refused(browser, address)).endswith("#refused=provider_unavailable")


async def test_an_organisation_may_want_no_passwords(desk, settings):
    """Only the installation's owner still has one, in case the provider is away."""
    words = "um pato verde canta tango"
    hashed = await desk.services.entrance._passwords.hashed(words)
    known = {"role": Role.USER, "password_hash": hashed, "created_at": clock.now()}
    async with desk.services.engine.begin() as tx:
        row = known | {"user_id": "bia", "login": "bia", "name": "Bia", "joined_at": clock.now()}
        await tx.execute(insert(users).values(row))
        local = users.c.user_id == "local"
        await tx.execute(update(users).where(local).values(login="ana", password_hash=hashed))
    without = settings.model_copy(update={"password_sign_in": False})
    async with desks.at_work(without) as other, desks.calling(other) as browser:
        statuses = [
            (await browser.post("/api/session", json=shown, headers=OWN_PAGE)).status_code
            for shown in ({"login": "bia", "password": words}, {"login": "ana", "password": words})
        ]

    assert statuses == [401, 204]


async def test_two_browsers_of_a_newcomer_make_one_person(desk):
    """However close together they come back."""
    async with desks.calling(desk) as one, desks.calling(desk) as other:
        addresses = await sent(one), await sent(other)
        await asyncio.gather(returned(one, addresses[0]), returned(other, addresses[1]))

    assert (await account(desk)).name == "Ana Lima"
    async with desk.services.engine.connect() as tx:
        sessions = await tx.scalars(select(tokens.c.kind).where(tokens.c.kind == "session"))
        assert len(sessions.all()) == 2
