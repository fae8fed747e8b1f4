"""Coming in: with a password, as the first administrator, with a link."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import update

from api.people import outbox, passes, sweep
from api.people.passwords import Passwords
from infra import clock
from infra.tokens import digest
from schemas import tables
from schemas.roles import PassKind, Role
from tests.api.desk import Desk
from tests.api.people.household import (
    OTHER_PASSWORD,
    PASSWORD,
    browser,
    joined,
    sign_in,
    told,
    told_types,
)


def assert_refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def setup_code(desk: Desk) -> str:
    async with desk.services.engine.begin() as tx:
        made = await passes.issue_setup(tx, outbox.HOST, clock.now())
    assert made is not None
    return made.code


async def reset_code(desk: Desk, user_id: str) -> str:
    async with desk.services.engine.begin() as tx:
        return (await passes.issue_reset(tx, user_id, outbox.HOST, clock.now())).code


def setup(code: str, login: str = "ana", password: str = PASSWORD) -> dict[str, str]:
    return {"code": code, "login": login, "name": "Ana", "password": password}


async def test_login_and_password_open_the_page(desk: Desk):
    """However the login is typed; the answer sets what scripts can't read."""
    maria = await joined(desk, "maria.souza")
    async with browser(desk) as client:
        answer = await sign_in(client, " Maria.SOUZA ")

        assert answer.status_code == 204
        cookies = answer.headers.get_list("set-cookie")
        assert len(cookies) == 2
        assert all("HttpOnly" in each and "SameSite=strict" in each for each in cookies)
        shown = (await client.get("/api/session")).json()
        assert (shown["owner_id"], shown["method"]) == (maria.user_id, "password")
    assert (await told_types(desk))[-1] == "user.signed_in.v1"


async def test_behind_tls_the_cookies_belong_to_the_host(desk: Desk):
    """A plain one that somebody slipped in from beside counts for nothing there."""
    await joined(desk, "maria")
    async with browser(desk, site="https://localhost") as client:
        await sign_in(client, "maria")
        names = set(client.cookies)
        assert all(name.startswith("__Host-") for name in names)
        assert (await client.get("/api/session")).status_code == 200

        token = client.cookies["__Host-afina_session"]
    async with browser(desk, site="https://localhost") as client:
        client.cookies.set("afina_session", token)
        assert_refused(await client.get("/api/session"), 401, "unauthenticated")


async def test_nothing_tells_which_part_was_wrong(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """One answer, and the cost of one hash, whoever is not let in and why."""
    maria, joao, eva = [await joined(desk, name) for name in ("maria", "joao", "eva")]
    async with desk.services.engine.begin() as tx:
        users = tables.users
        of_joao = update(users).where(users.c.user_id == joao.user_id)
        await tx.execute(of_joao.values(disabled_at=clock.now()))
        await tx.execute(
            update(users).where(users.c.user_id == eva.user_id).values(password_hash=None)
        )
    compared: list[str] = []
    genuine = Passwords._compared

    def counting(self: Passwords, password: str, stored: str) -> bool:
        compared.append(stored.split("$")[3])
        return genuine(self, password, stored)

    monkeypatch.setattr(Passwords, "_compared", counting)
    answers = []
    for login, password in [
        ("maria", "errada mesmo"),
        ("joao", PASSWORD),
        ("eva", PASSWORD),
        ("ninguem", PASSWORD),
    ]:
        async with browser(desk) as client:
            answer = await sign_in(client, login, password)
            body = answer.json()
            body.pop("trace_id")
            answers.append((answer.status_code, body, sorted(answer.headers)))

    assert [answer == answers[0] for answer in answers] == [True] * 4
    assert answers[0][0] == 401
    assert answers[0][1]["code"] == "sign_in_refused"
    assert len(compared) == 4
    assert len(set(compared)) == 1
    assert maria.user_id


async def test_failures_end_in_a_pause_that_says_how_long(desk: Desk):
    """The right password does not help meanwhile, and nothing is compared."""
    await joined(desk, "maria")
    async with browser(desk) as client:
        for _ in range(5):
            assert_refused(await sign_in(client, "maria", "errada"), 401, "sign_in_refused")
        paused = await sign_in(client, "maria")

    assert_refused(paused, 429, "sign_in_paused")
    assert int(paused.headers["retry-after"]) == paused.json()["params"]["retry_after"] >= 1


async def test_whoever_fails_elsewhere_stops_nobody(desk: Desk):
    """Not the known browser, not a new one in another network."""
    await joined(desk, "maria")
    async with browser(desk) as known, browser(desk, address="198.51.100.7") as attacker:
        assert (await sign_in(known, "maria")).status_code == 204
        for _ in range(6):
            await sign_in(attacker, "maria", "errada")
        assert_refused(await sign_in(attacker, "maria"), 429, "sign_in_paused")

        assert (await sign_in(known, "maria")).status_code == 204
        async with browser(desk, address="192.0.2.4") as new:
            assert (await sign_in(new, "maria")).status_code == 204


async def test_a_known_browser_is_let_in_from_the_attackers_network(desk: Desk):
    """An office has one address; its cookie is what tells a browser from the others there."""
    await joined(desk, "maria")
    async with browser(desk) as known, browser(desk) as attacker:
        await sign_in(known, "maria")
        for _ in range(6):
            await sign_in(attacker, "maria", "errada")
        assert_refused(await sign_in(attacker, "maria"), 429, "sign_in_paused")

        assert (await sign_in(known, "maria")).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Afina-Request": "0"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.test"},
        {"Origin": "null"},
    ],
)
async def test_no_other_site_signs_anybody_in(desk: Desk, headers: dict[str, str]):
    """Nor changes anything with a cookie."""
    await joined(desk, "maria")
    async with browser(desk) as client:
        credentials = {"login": "maria", "password": PASSWORD}
        answer = await client.post("/api/session", json=credentials, headers=headers)
        assert_refused(answer, 403, "cross_site_request")

        await sign_in(client, "maria")
        answer = await client.delete("/api/session", headers=headers)
        assert_refused(answer, 403, "cross_site_request")
        own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        assert (await client.delete("/api/session", headers=own)).status_code == 204


async def test_the_first_administrator_takes_the_owners_account(desk: Desk):
    """What the stack's owner has is theirs; then nobody else can."""
    code = await setup_code(desk)
    async with browser(desk) as client:
        assert (await client.get("/api/setup")).json() == {"needed": True}
        looked = await client.post("/api/passes/look", json={"code": code})
        assert looked.json()["kind"] == "setup"
        assert (await client.post("/api/setup", json=setup(code))).status_code == 204
        shown = (await client.get("/api/session")).json()
        assert (shown["owner_id"], shown["role"], shown["login"]) == ("local", "admin", "ana")
        assert shown["scopes"] == ["admin", "read", "write"]
        assert (await client.get("/api/setup")).json() == {"needed": False}
        assert (await client.get("/api/users")).status_code == 200
    async with browser(desk) as client:
        assert_refused(await client.post("/api/setup", json=setup(code)), 404, "pass_invalid")
    assert await told_types(desk) == ["user.joined.v1", "user.signed_in.v1"]


async def test_of_many_who_use_one_code_at_once_one_comes_in(desk: Desk):
    """Whatever password each of them chose."""
    maria = await joined(desk, "maria")
    code = await reset_code(desk, maria.user_id)
    async with browser(desk) as client:
        chosen = [{"code": code, "password": f"{PASSWORD} {number}"} for number in range(20)]
        using = (client.post("/api/passes/use", json=each) for each in chosen)
        statuses = [answer.status_code for answer in await asyncio.gather(*using)]
    assert sorted(statuses) == [204] + [404] * 19


async def test_only_the_newest_code_is_good(desk: Desk):
    """And for no more than a week."""
    old, new = await setup_code(desk), await setup_code(desk)
    async with browser(desk) as client:
        assert_refused(await client.post("/api/setup", json=setup(old)), 404, "pass_invalid")
        async with desk.services.engine.begin() as tx:
            late = clock.now() - timedelta(seconds=1)
            own = tables.passes.c.pass_sha256 == digest(new)
            await tx.execute(update(tables.passes).where(own).values(expires_at=late))
        assert_refused(await client.post("/api/setup", json=setup(new)), 404, "pass_invalid")


async def test_a_setup_code_is_worthless_once_there_is_an_administrator(desk: Desk):
    """However that one came."""
    code = await setup_code(desk)
    await joined(desk, "eva", Role.ADMIN)
    async with browser(desk) as client:
        assert_refused(await client.post("/api/setup", json=setup(code)), 404, "pass_invalid")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"password": "curta"}, "password_too_short"),
        ({"password": "passwordpassword"}, "password_common"),
        ({"password": "AfinaAnaAfinaAna"}, "password_personal"),
        ({"login": "duas palavras"}, "login_invalid"),
    ],
)
async def test_what_is_chosen_badly_can_be_chosen_again(
    desk: Desk, changed: dict[str, str], code: str
):
    """The link stays good."""
    secret = await setup_code(desk)
    async with browser(desk) as client:
        answer = await client.post("/api/setup", json=setup(secret) | changed)
        assert_refused(answer, 422, code)
        assert (await client.post("/api/setup", json=setup(secret))).status_code == 204


async def test_a_reset_brings_its_person_back_and_ends_everything_else(desk: Desk):
    """Sessions elsewhere, the old password, and the link itself."""
    maria = await joined(desk, "maria")
    code = await reset_code(desk, maria.user_id)
    async with browser(desk) as elsewhere, browser(desk) as client:
        await sign_in(elsewhere, "maria")
        use = {"code": code, "password": OTHER_PASSWORD, "login": "outra"}
        assert (await client.post("/api/passes/use", json=use)).status_code == 204

        assert (await client.get("/api/session")).json()["login"] == "maria"
        assert_refused(await elsewhere.get("/api/session"), 401, "unauthenticated")
        assert_refused(await client.post("/api/passes/use", json=use), 404, "pass_invalid")
    async with browser(desk) as client:
        assert_refused(await sign_in(client, "maria"), 401, "sign_in_refused")
        assert (await sign_in(client, "maria", OTHER_PASSWORD)).status_code == 204
    types = await told_types(desk)
    assert types[-3:] == [
        "user.password_changed.v1",
        "user.signed_in.v1",
        "user.signed_in.v1",
    ]


async def test_failures_are_told_of_once_a_minute_with_their_number(desk: Desk):
    """Of people that there are; who types nonsense fills no log."""
    maria = await joined(desk, "maria")
    before = len(await told(desk))
    async with browser(desk) as client:
        for login in ("maria", "maria", "maria", "ninguem"):
            await sign_in(client, login, "errada")
    for _ in range(2):
        await sweep.once(desk.services)
    refusals = [e for e in (await told(desk))[before:] if e.type == "user.sign_in_refused.v1"]

    assert [(e.user_id, e.times, e.actor.address) for e in refusals] == [
        (maria.user_id, sum(e.times for e in refusals), "203.0.113.9")
    ]
    assert len(refusals) == 1


@pytest.mark.parametrize("login", ["\0", "maria\0", "a\nb", "\ud800"])
async def test_no_text_at_all_is_a_fault(desk: Desk, login: str):
    """What no database would take is refused as it came."""
    async with browser(desk) as client:
        body = json.dumps({"login": login, "password": login})
        headers = {"Content-Type": "application/json"}
        answer = await client.post("/api/session", content=body, headers=headers)
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == "invalid_request"


async def test_who_is_sent_away_by_a_crowd_has_not_failed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    """Or else a crowd could make others wait."""
    await joined(desk, "maria")
    with monkeypatch.context() as crowded:
        crowded.setattr("api.people.passwords.WAITING_AT_MOST", 0)
        async with browser(desk) as client:
            for _ in range(7):
                assert_refused(await sign_in(client, "maria"), 503, "unavailable")
    async with browser(desk) as client:
        assert (await sign_in(client, "maria")).status_code == 204


async def test_a_kind_of_pass_opens_its_own_door_only(desk: Desk):
    """A setup code takes no invitation, a reset makes nobody an administrator."""
    code = await setup_code(desk)
    async with browser(desk) as client:
        use = {"code": code, "password": PASSWORD, "login": "ana"}
        assert_refused(await client.post("/api/passes/use", json=use), 404, "pass_invalid")
        maria = await joined(desk, "maria")
        reset = await reset_code(desk, maria.user_id)
        assert_refused(await client.post("/api/setup", json=setup(reset)), 404, "pass_invalid")
    assert PassKind.RESET.value == "reset"
