"""What administrators do with people, and what nobody can do."""

import asyncio

import httpx
import pytest
from sqlalchemy import event

from api.people import accounts, outbox
from infra import clock, database
from schemas.events.classification import ClassificationDeleted
from schemas.roles import Role
from schemas.tables import ACCESS_SCHEMA
from tests.api.desk import Desk, calling
from tests.api.people.household import (
    PASSWORD,
    VISITOR,
    browser,
    joined,
    sign_in,
    told,
    told_types,
)
from tests.api.routes.test_entrance import assert_refused
from tests.schemas import examples
from tests.schemas.examples import OWNER


@pytest.fixture
async def boss(desk: Desk):
    """An administrator's browser."""
    await joined(desk, "boss", Role.ADMIN)
    async with browser(desk) as client:
        assert (await sign_in(client, "boss")).status_code == 204
        yield client


async def test_who_is_invited_comes_with_the_link(desk: Desk, boss: httpx.AsyncClient):
    """The link is told once, names its person, and opens one account."""
    wish = {"name": "João Lima", "role": "user", "email": "joao@example.org"}
    made = (await boss.post("/api/invitations", json=wish)).json()
    page, code = made["link"].split("/#invitation=")
    assert page == "http://localhost"

    async with browser(desk) as client:
        looked = (await client.post("/api/passes/look", json={"code": code})).json()
        assert (looked["name"], looked["kind"], looked["login"]) == (
            "João Lima",
            "invitation",
            None,
        )
        use = {"code": code, "password": PASSWORD, "login": "joao"}
        assert (await client.post("/api/passes/use", json=use)).status_code == 204
        assert (await client.get("/api/session")).json()["owner_id"] == made["user_id"]
        assert_refused(await client.get("/api/users"), 403, "forbidden")
    listed = (await boss.get("/api/users")).json()["items"]
    assert [each["login"] for each in listed if each["login"]] == ["boss", "joao"]
    types = await told_types(desk)
    assert types[-3:] == ["user.invited.v1", "user.joined.v1", "user.signed_in.v1"]


async def test_nothing_of_a_person_reaches_the_log_but_the_id(desk: Desk, boss: httpx.AsyncClient):
    """No login, no name, no address of mail, no hash: erasing the row makes the log anonymous."""
    wish = {"name": "João Lima", "login": "joaolima", "email": "joao@example.org"}
    await boss.post("/api/invitations", json=wish)
    written = " ".join(event.model_dump_json() for event in await told(desk)).lower()

    for word in ("joão", "joaolima", "example.org", "boss", "argon2"):
        assert word not in written


async def test_who_is_disabled_is_out_at_once(desk: Desk, boss: httpx.AsyncClient):
    """Sessions and tokens alike; enabled again, the password opens the page and the token works."""
    maria = await joined(desk, "maria")
    token = await desk.token(maria.user_id)
    async with browser(desk) as client, calling(desk, token) as program:
        await sign_in(client, "maria")
        path = f"/api/users/{maria.user_id}"
        assert (await boss.patch(path, json={"disabled": True})).status_code == 204

        assert_refused(await client.get("/api/session"), 401, "unauthenticated")
        assert_refused(await program.get("/api/session"), 401, "unauthenticated")
        assert_refused(await sign_in(client, "maria"), 401, "sign_in_refused")
        assert (await boss.patch(path, json={"disabled": False})).status_code == 204
        assert_refused(await client.get("/api/session"), 401, "unauthenticated")
        assert (await program.get("/api/session")).status_code == 200
        assert (await sign_in(client, "maria")).status_code == 204


async def test_a_role_counts_from_the_next_request_on(desk: Desk, boss: httpx.AsyncClient):
    """Given and taken."""
    maria = await joined(desk, "maria")
    async with browser(desk) as client:
        await sign_in(client, "maria")
        for role, status in (("admin", 200), ("user", 403)):
            await boss.patch(f"/api/users/{maria.user_id}", json={"role": role})
            assert (await client.get("/api/users")).status_code == status


async def test_the_last_administrator_stays_one(desk: Desk, boss: httpx.AsyncClient):
    """Whoever asks, and whatever else is asked for with it."""
    own = (await boss.get("/api/session")).json()["owner_id"]
    for wish in ({"role": "user"}, {"disabled": True}, {"disabled": True, "role": "user"}):
        answer = await boss.patch(f"/api/users/{own}", json=wish)
        assert_refused(answer, 409, "last_administrator")
    assert (await boss.get("/api/users")).status_code == 200


async def test_administrators_who_end_each_other_at_once_leave_one(desk: Desk):
    """Over connections of two processes, again and again; by the role, and by keeping out."""
    people = [await joined(desk, name, Role.ADMIN) for name in ("ana", "eva")]
    url = desk.services.settings.database_url
    engines = [database.engine(url, ACCESS_SCHEMA) for _ in range(2)]
    now = clock.now()

    async def end(number: int, *, demoting: bool) -> None:
        async with engines[number].begin() as tx:
            if demoting:
                await accounts.set_role(tx, people[number].user_id, Role.USER, outbox.HOST, now)
            else:
                await accounts.disable(tx, people[number].user_id, outbox.HOST, now)

    for first, second in [(True, True), (False, False), (True, False), (False, True)]:
        both = end(0, demoting=first), end(1, demoting=second)
        done = await asyncio.gather(*both, return_exceptions=True)
        assert sum(isinstance(each, Exception) for each in done) == 1
        async with engines[0].begin() as tx:
            assert await accounts.has_administrator(tx)
            for person in people:
                await accounts.enable(tx, person.user_id, outbox.HOST, now)
                await accounts.set_role(tx, person.user_id, Role.ADMIN, outbox.HOST, now)
    for engine in engines:
        await engine.dispose()


async def test_an_administrator_sees_and_revokes_everybodys_tokens(
    desk: Desk, boss: httpx.AsyncClient
):
    """By the person, without the token itself."""
    maria = await joined(desk, "maria")
    token = await desk.token(maria.user_id)
    async with calling(desk, token) as program:
        path = f"/api/users/{maria.user_id}/tokens"
        listed = (await boss.get(path)).json()["items"]
        assert len(listed) == 1
        assert token not in str(listed)
        assert (await boss.delete(f"{path}/{listed[0]['id']}")).status_code == 204
        assert_refused(await program.get("/api/session"), 401, "unauthenticated")
        answer = await boss.delete(f"{path}/{listed[0]['id']}")
        assert_refused(answer, 404, "token_not_found")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("PATCH", ""), ("PATCH", "?"), ("POST", "/reset"), ("GET", "/tokens")],
)
async def test_people_who_are_not_there_are_not_found(
    boss: httpx.AsyncClient, method: str, path: str
):
    body = {"PATCH": {"role": "user"}, "PATCH?": {}}.get(method + path)
    for user_id in ("ninguem", "%00"):
        answer = await boss.request(method, f"/api/users/{user_id}{path}", json=body)
        assert_refused(answer, 404, "user_not_found")


async def test_a_login_is_one_persons(boss: httpx.AsyncClient):
    """However it is typed."""
    for login, status, code in (("BOSS", 409, "login_taken"), ("a b", 422, "login_invalid")):
        answer = await boss.post("/api/invitations", json={"name": "X", "login": login})
        assert_refused(answer, status, code)
    assert VISITOR.network == "203.0.113.0/24"


async def test_the_list_says_what_each_person_uses_of_what_they_may(
    desk: Desk, boss: httpx.AsyncClient
):
    """Classified sheets take space too, until they are deleted; nobody's use is another's."""
    asked = examples.classification_requested(owner_id="joana", size_bytes=1_000)
    for name in (OWNER, "joana"):
        await desk.token(name)
    await boss.put("/api/users/joana/quota", json={"max_active_runs": 7})
    await desk.write(examples.dataset_uploaded(), examples.run_requested(), examples.run_started())
    await desk.write(asked)

    found = {each["id"]: each for each in (await boss.get("/api/users")).json()["items"]}

    his, hers = found[OWNER]["usage"], found["joana"]["usage"]
    assert (his["active_runs"], his["active_runs_limit"], his["stored_bytes"]) == (1, 3, 98_765)
    assert his["training_hours"] > 0
    assert hers == {
        "active_runs": 0,
        "active_runs_limit": 7,
        "datasets": 0,
        "dataset_bytes": 0,
        "stored_bytes": 1_000,
        "training_hours": 0.0,
    }
    assert (await boss.get("/api/users/joana")).json()["usage"] == hers
    gone = examples.classification_event(ClassificationDeleted, owner_id="joana")
    await desk.write(gone)
    assert (await boss.get("/api/users/joana")).json()["usage"]["stored_bytes"] == 0


async def test_the_list_asks_the_database_as_often_for_many_people_as_for_one(
    desk: Desk, boss: httpx.AsyncClient
):
    """Nothing is asked for each of them."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    engine = desk.services.engine.sync_engine
    counts = []
    for names in ([], [f"person{number}" for number in range(12)]):
        for name in names:
            await desk.token(name)
        await boss.get("/api/users")
        event.listen(engine, "before_cursor_execute", note)
        listed = (await boss.get("/api/users")).json()["items"]
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(asked))
        asked.clear()
        assert len(listed) > len(names)

    assert counts[0] == counts[1]
