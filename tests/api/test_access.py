"""Who may come in, over every route there is."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar
from sqlalchemy import select, update

from api import access, app, services
from api.access import CHANGE_HEADER, CredentialKind, Shown
from api.documents import release
from api.people.cookies import SESSION as COOKIE
from infra import clock
from infra.settings import Settings
from infra.tokens import digest
from schemas.tables import tokens
from tests.api.desk import Desk, calling
from tests.api.doors import DOORS
from tests.schemas import examples
from tests.schemas.examples import DATASET, OWNER, RUN

NOT_CONNECTED = app.create(services.opened(Settings(nats_url="")))


def routes(application: Litestar, prefix: str) -> list[tuple[str, str]]:
    """Every method and address, with ids in their places."""
    ids = {"run_id": str(RUN), "dataset_id": str(DATASET), "grantee": "ana"}
    ids |= {
        "worker_id": "gpu-1",
        "user_id": "joao",
        "classification_id": str(RUN),
        "row": "7",
        "start": "0",
    }
    found: list[tuple[str, str]] = []
    for route in application.routes:
        path = re.sub(
            "{([a-z]+_id|grantee|row|start)}", lambda id_: _filled(id_, ids), route.path_format
        )
        found += [(method, path) for method in route.methods if path.startswith(prefix)]
    return sorted(route for route in found if route[0] != "OPTIONS")


def _filled(name: re.Match[str], ids: Mapping[str, str]) -> str:
    return ids.get(name[1]) or str(uuid4())


PROTECTED = [route for route in routes(NOT_CONNECTED, "/api") if route not in DOORS]
OF_SHEET = f"/api/classifications/{RUN}"
WITH_A_GRANT = (
    f"/api/runs/{RUN}/examples",
    f"{OF_SHEET}/texts",
    f"{OF_SHEET}/answers/0",
    f"{OF_SHEET}/failure",
)
FOR_WORKERS = (
    f"/api/runs/{RUN}/grants",
    "/api/workers/self",
    "/api/workers/self/errands",
    f"/api/workers/self/removals/{RUN}",
)
OF_WORKERS = [route for route in PROTECTED if route[1] in FOR_WORKERS]
OF_PEOPLE = [route for route in PROTECTED if route[1] not in (*WITH_A_GRANT, *FOR_WORKERS)]
named = pytest.mark.parametrize


def assert_refused(answer: httpx.Response, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == code


async def call(
    desk: Desk, route: tuple[str, str], token: str | None, body: dict[str, Any] | None = None
) -> httpx.Response:
    async with calling(desk, token) as http:
        return await http.request(*route, json=body)


async def test_the_whole_api_is_protected(desk: Desk):
    """Without a credential no route answers anything but 401, and says how to come in."""
    assert len(PROTECTED) >= 45
    for route in PROTECTED:
        answer = await call(desk, route, None)

        assert_refused(answer, 401, "unauthenticated")
        assert answer.headers["www-authenticate"].startswith("Bearer")


async def test_a_wrong_token_opens_nothing(desk: Desk):
    """Neither does one that has expired or was revoked."""
    now = clock.now()
    useless = [
        "afn_nonsense",
        await desk.token(expires_at=now - timedelta(seconds=1)),
        await desk.token(revoked_at=now),
    ]
    for route in PROTECTED:
        for token in useless:
            assert_refused(await call(desk, route, token), 401, "unauthenticated")


async def test_workers_and_people_keep_to_their_own_routes(desk: Desk):
    """A worker's token sees no run and starts none; a person's fetches no examples."""
    worker = await desk.token("gpu-1", CredentialKind.WORKER)
    person = await desk.token()

    for route in OF_PEOPLE:
        assert_refused(await call(desk, route, worker), 403, "forbidden")
    for route in OF_WORKERS:
        assert_refused(await call(desk, route, person), 403, "forbidden")


async def test_lists_leave_out_other_peoples_things(desk: Desk):
    """That everything else of theirs answers 404 is in the table of routes."""
    await desk.write(examples.dataset_uploaded(), examples.run_requested())
    stranger = await desk.token("joão")

    for listed in ("/api/runs", "/api/datasets"):
        assert (await call(desk, ("GET", listed), stranger)).json() == {"items": [], "total": 0}


@named("public", ["/health/live", "/schema/openapi.json", "/schema", "/schema/asyncapi.json", "/"])
async def test_the_page_and_the_documents_are_public(desk: Desk, public: str):
    """They hold nothing of anybody's."""
    assert (await call(desk, ("GET", public), None)).status_code == 200


async def test_the_use_of_a_token_is_noted_once_a_minute(desk: Desk, token: str):
    """Enough to see which tokens are alive, without a write for every request."""

    async def last_used():
        async with desk.services.engine.connect() as tx:
            query = select(tokens.c.last_used_at).where(tokens.c.token_sha256 == digest(token))
            return await tx.scalar(query)

    async def use(at: datetime) -> None:
        async with desk.services.engine.begin() as tx:
            shown = Shown(digest(token), "203.0.113.9")
            assert await access.behind(tx, [shown], timedelta(days=1), at)

    now = clock.now()
    await use(now)
    assert await last_used() == now
    await use(now + timedelta(seconds=59))
    assert await last_used() == now
    await use(now + timedelta(seconds=60))
    assert await last_used() == now + timedelta(seconds=60)


@pytest.fixture
async def browser(desk: Desk, token: str) -> AsyncIterator[httpx.AsyncClient]:
    """A signed-in browser: it has the cookie and no token."""
    async with calling(desk, token) as http:
        answer = await http.post("/api/session")
        assert answer.status_code == 204, answer.text
    async with calling(desk) as http:
        http.cookies.set(COOKIE, cookie_of(answer)[COOKIE].value)
        yield http


def cookie_of(answer: httpx.Response) -> SimpleCookie:
    return SimpleCookie(answer.headers["set-cookie"])


async def test_a_token_is_traded_for_a_cookie_that_scripts_cannot_read(desk: Desk, token: str):
    """For this site only, for thirty days, and over https only where there is https."""
    async with calling(desk, token) as http:
        plain = cookie_of(await http.post("/api/session"))[COOKIE]
        answer = await http.post("https://localhost/api/session")
        secure = cookie_of(answer)[f"__Host-{COOKIE}"]

    assert plain["httponly"]
    assert (plain["samesite"].lower(), plain["path"]) == ("strict", "/")
    assert plain["max-age"] == str(30 * 24 * 3600)
    assert (bool(plain["secure"]), bool(secure["secure"])) == (False, True)
    assert plain.value != token


async def test_a_browser_reads_with_its_cookie(browser: httpx.AsyncClient):
    """It is the person behind the token."""
    answer = await browser.get("/api/session")

    assert answer.json() | {"session_id": None} == {
        "owner_id": OWNER,
        "name": OWNER.title(),
        "login": None,
        "role": "user",
        "scopes": ["read", "write"],
        "language": None,
        "method": "token",
        "session_id": None,
        "has_password": False,
        "release": release(),
    }
    assert (await browser.get("/api/runs")).status_code == 200


async def test_a_change_by_cookie_needs_our_own_header(browser: httpx.AsyncClient):
    """Another site can make a browser send its cookies, but not a header of ours."""
    for method, path in OF_PEOPLE:
        if method != "GET":
            assert_refused(await browser.request(method, path), 403, "cross_site_request")

    answer = await browser.post(f"/api/runs/{RUN}/cancel", headers={CHANGE_HEADER: "1"})
    assert_refused(answer, 404, "run_not_found")


async def test_signing_out_ends_the_session_everywhere(browser: httpx.AsyncClient):
    """The cookie is taken back, and a copy of it opens nothing either."""
    copied = browser.cookies[COOKIE]

    answer = await browser.delete("/api/session", headers={CHANGE_HEADER: "1"})

    assert answer.status_code == 204
    assert cookie_of(answer)[COOKIE]["max-age"] == "0"
    browser.cookies.set(COOKIE, copied)
    assert_refused(await browser.get("/api/session"), 401, "unauthenticated")


async def test_a_session_opens_no_other_session(desk: Desk, browser: httpx.AsyncClient, token: str):
    """A cookie can't prolong itself, and only a session can be signed out of."""
    answer = await browser.post("/api/session", headers={CHANGE_HEADER: "1"})
    assert_refused(answer, 401, "unauthenticated")

    async with calling(desk, token) as http:
        assert_refused(await http.delete("/api/session"), 403, "forbidden")


async def test_a_session_ends_with_its_persons_last_token(desk: Desk, browser: httpx.AsyncClient):
    """Revoking a person's tokens leaves no open window behind."""
    people = tokens.c.kind == CredentialKind.USER
    async with desk.services.engine.begin() as tx:
        await tx.execute(update(tokens).where(people).values(revoked_at=clock.now()))

    assert_refused(await browser.get("/api/session"), 401, "unauthenticated")
