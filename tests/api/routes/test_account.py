"""A person's own account: password, sessions, tokens."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from infra import clock
from schemas import tables
from schemas.roles import Role, Scope
from tests.api.desk import Desk, calling
from tests.api.people.household import (
    OTHER_PASSWORD,
    PASSWORD,
    Person,
    browser,
    joined,
    sign_in,
    told,
    told_types,
)
from tests.api.routes.test_entrance import assert_refused

REVOKED = "user.token_revoked.v1"


@pytest.fixture
async def maria(desk: Desk) -> Person:
    return await joined(desk, "maria")


@pytest.fixture
async def page(desk: Desk, maria: Person):
    """Maria's browser."""
    async with browser(desk) as client:
        await sign_in(client, maria.login)
        yield client


async def test_a_new_password_ends_the_other_sessions(desk: Desk, page: httpx.AsyncClient):
    """And the old one opens nothing any more."""
    async with browser(desk) as elsewhere:
        await sign_in(elsewhere, "maria")
        change = {"current": PASSWORD, "new": OTHER_PASSWORD}
        assert (await page.put("/api/me/password", json=change)).status_code == 204

        assert (await page.get("/api/session")).status_code == 200
        assert_refused(await elsewhere.get("/api/session"), 401, "unauthenticated")
        assert_refused(await sign_in(elsewhere, "maria"), 401, "sign_in_refused")
        assert (await sign_in(elsewhere, "maria", OTHER_PASSWORD)).status_code == 204
    assert "user.password_changed.v1" in await told_types(desk)


async def test_the_present_password_cannot_be_guessed(page: httpx.AsyncClient):
    """Not even by who found the page open."""
    change = {"current": "outra frase qualquer", "new": OTHER_PASSWORD}
    for _ in range(5):
        assert_refused(await page.put("/api/me/password", json=change), 422, "password_wrong")
    change["current"] = PASSWORD
    assert_refused(await page.put("/api/me/password", json=change), 429, "sign_in_paused")


async def test_own_sessions_are_listed_and_ended(desk: Desk, page: httpx.AsyncClient):
    """One by one, or all the others."""
    browsers = [browser(desk) for _ in range(3)]
    first, second, third = [await each.__aenter__() for each in browsers]
    for client in (first, second, third):
        await sign_in(client, "maria")
    listed = (await page.get("/api/me/sessions")).json()["items"]
    # Maria came by an invitation in the first place, and that session lasts as well.
    assert len(listed) == 5
    assert [each["method"] for each in listed if each["current"]] == ["password"]

    newest = listed[0]["id"]
    assert (await page.delete(f"/api/me/sessions/{newest}")).status_code == 204
    assert_refused(await page.delete(f"/api/me/sessions/{newest}"), 404, "session_not_found")
    assert_refused(await third.get("/api/session"), 401, "unauthenticated")
    assert (await page.post("/api/session/everywhere-else")).json() == {"ended": 3}
    assert_refused(await first.get("/api/session"), 401, "unauthenticated")
    assert (await page.get("/api/session")).status_code == 200
    for each in browsers:
        await each.__aexit__(None, None, None)


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 401)])
async def test_a_session_that_is_not_used_ends(
    desk: Desk, maria: Person, page: httpx.AsyncClient, hours: int, status: int
):
    """After three days, long before its last day."""
    long_ago = clock.now() - timedelta(hours=hours)
    own = tables.tokens.c.subject == maria.user_id
    values = {"created_at": long_ago, "last_used_at": long_ago}
    async with desk.services.engine.begin() as tx:
        await tx.execute(update(tables.tokens).where(own).values(values))
    assert (await page.get("/api/session")).status_code == status


async def test_a_token_does_what_it_was_made_for(desk: Desk, page: httpx.AsyncClient):
    """It is shown once, reads where it may only read, and says where it was last used."""
    wish = {"name": "painel", "scopes": ["read"], "expires_in_days": 30}
    made = (await page.post("/api/me/tokens", json=wish)).json()
    async with calling(desk, made["token"]) as program:
        assert (await program.get("/api/runs")).status_code == 200
        assert_refused(await program.post("/api/me/tokens", json=wish), 403, "forbidden")
        shown = (await program.get("/api/session")).json()
        assert (shown["scopes"], shown["method"]) == (["read"], "token")
    [listed] = (await page.get("/api/me/tokens")).json()["items"]
    assert made["token"] not in str(listed)
    assert (listed["scopes"], listed["address"]) == (["read"], "127.0.0.1")
    assert listed["last_used_at"] is not None
    await page.delete(f"/api/me/tokens/{made['id']}")
    async with calling(desk, made["token"]) as program:
        assert_refused(await program.get("/api/runs"), 401, "unauthenticated")
    assert (await told_types(desk))[-2:] == ["user.token_made.v1", "user.token_revoked.v1"]


@pytest.mark.parametrize(
    "wish",
    [
        {"scopes": ["read", "write", "admin"], "expires_in_days": 1},
        {"scopes": ["read"], "expires_in_days": 8},
    ],
)
async def test_a_token_makes_none_that_may_do_more(
    desk: Desk, page: httpx.AsyncClient, wish: dict[str, object]
):
    """Nor one that lasts longer; a user's token never administrates."""
    own = {"name": "a", "scopes": ["read", "write"], "expires_in_days": 7}
    token = (await page.post("/api/me/tokens", json=own)).json()["token"]
    async with calling(desk, token) as program:
        answer = await program.post("/api/me/tokens", json={"name": "b"} | wish)
        assert_refused(answer, 403, "scope_exceeded")
        less = {"name": "c", "scopes": ["read"], "expires_in_days": 6}
        assert (await program.post("/api/me/tokens", json=less)).status_code == 201


async def test_a_tokens_session_can_do_no_more_than_the_token(desk: Desk, page: httpx.AsyncClient):
    """Nor for longer."""
    wish = {"name": "painel", "scopes": ["read"], "expires_in_days": 1}
    token = (await page.post("/api/me/tokens", json=wish)).json()["token"]
    async with browser(desk) as client:
        await sign_in_with(token, client)
        assert (await client.get("/api/session")).json()["scopes"] == ["read"]
        assert_refused(await client.patch("/api/me", json={"name": "X"}), 403, "forbidden")
        assert_refused(await page.patch("/api/me", json={"name": "a\0b"}), 422, "invalid_request")
        [own] = [
            each
            for each in (await client.get("/api/me/sessions")).json()["items"]
            if each["current"]
        ]
        assert (await client.delete("/api/session")).status_code == 204
    assert own["expires_at"] < (clock.now() + timedelta(days=2)).isoformat()


async def sign_in_with(token: str, client: httpx.AsyncClient) -> None:
    bearer = {"Authorization": f"Bearer {token}"}
    assert (await client.post("/api/session", headers=bearer)).status_code == 204


@pytest.mark.parametrize(("days", "status"), [(6, 201), (8, 403)])
async def test_a_tokens_session_makes_none_that_outlives_the_token(
    desk: Desk, maria: Person, days: int, status: int
):
    """A password's session does."""
    token = await desk.token(maria.user_id, expires_at=clock.now() + timedelta(days=7))
    wish = {"name": "a", "scopes": ["read"], "expires_in_days": days}
    async with browser(desk) as client, browser(desk) as at_home:
        await sign_in_with(token, client)
        assert (await client.post("/api/me/tokens", json=wish)).status_code == status
        await sign_in(at_home, "maria")
        assert (await at_home.post("/api/me/tokens", json=wish)).status_code == 201


@pytest.mark.parametrize(("scopes", "status"), [(None, 201), ([Scope.READ, Scope.WRITE], 403)])
async def test_the_local_users_own_token_begins_a_session_like_any_other(
    desk: Desk, scopes: list[Scope] | None, status: int
):
    """It stands for whoever sits at the computer; one that was made to do less does not."""
    soon = clock.now() + timedelta(days=7)
    token = await desk.token("local", role=Role.ADMIN, scopes=scopes, expires_at=soon)
    wish = {"name": "a", "scopes": ["read"], "expires_in_days": 30}
    async with browser(desk) as client:
        await sign_in_with(token, client)
        assert (await client.post("/api/me/tokens", json=wish)).status_code == status


async def test_what_was_made_with_a_token_ends_with_it(desk: Desk, page: httpx.AsyncClient):
    """Through a session and another token, to the last; the log hears of each token."""

    async def make(client: httpx.AsyncClient, days: int) -> dict[str, str]:
        wish = {"name": "a", "scopes": ["read", "write"], "expires_in_days": days}
        return (await client.post("/api/me/tokens", json=wish)).json()

    first, other = await make(page, 5), await make(page, 5)
    async with browser(desk) as client:
        await sign_in_with(first["token"], client)
        second = await make(client, 4)
        async with calling(desk, second["token"]) as program:
            third = await make(program, 3)
        await page.delete(f"/api/me/tokens/{first['id']}")

        assert_refused(await client.get("/api/session"), 401, "unauthenticated")
    for made, status in ((second, 401), (third, 401), (other, 200)):
        async with calling(desk, made["token"]) as program:
            assert (await program.get("/api/session")).status_code == status
    revoked = [str(each.token_id) for each in await told(desk) if each.type == REVOKED]
    assert sorted(revoked) == sorted(each["id"] for each in (first, second, third))


async def test_a_token_is_never_made_with_one_that_is_just_revoked(desk: Desk, maria: Person):
    """Whichever is first, nothing made with it is left."""
    wish = {"name": "a", "scopes": ["read"], "expires_in_days": 5}
    for _ in range(5):
        token = await desk.token(maria.user_id)
        async with calling(desk, token) as program:
            [listed, *_] = (await program.get("/api/me/tokens")).json()["items"]
            made, gone = await asyncio.gather(
                program.post("/api/me/tokens", json=wish),
                program.delete(f"/api/me/tokens/{listed['id']}"),
            )
        assert gone.status_code == 204
        if made.status_code == 201:
            async with calling(desk, made.json()["token"]) as program:
                assert (await program.get("/api/session")).status_code == 401


async def test_a_revoked_tokens_session_ends_though_there_are_other_tokens(
    desk: Desk, page: httpx.AsyncClient
):
    """Whoever traded a stolen token for a cookie is out with the token; the revoker stays in."""
    wish = {"name": "programa", "scopes": ["read"], "expires_in_days": 30}
    stolen = (await page.post("/api/me/tokens", json=wish)).json()
    await page.post("/api/me/tokens", json=wish)
    async with calling(desk, stolen["token"]) as thief:
        assert (await thief.post("/api/session")).status_code == 204
        thief.headers.pop("Authorization")
        assert (await thief.get("/api/session")).status_code == 200
        await page.delete(f"/api/me/tokens/{stolen['id']}")
        assert_refused(await thief.get("/api/session"), 401, "unauthenticated")
    assert (await page.get("/api/session")).status_code == 200


async def test_name_and_language_are_the_persons_own(page: httpx.AsyncClient):
    """What is not named stays as it is; no name turns the sentence around in which it stands."""
    await page.patch("/api/me", json={"name": "Maria Souza"})
    turning = await page.patch("/api/me", json={"name": "Maria\u202e azuoS"})
    assert turning.status_code == 422
    await page.patch("/api/me", json={"language": "en"})
    shown = (await page.get("/api/session")).json()
    assert (shown["name"], shown["language"]) == ("Maria Souza", "en")
