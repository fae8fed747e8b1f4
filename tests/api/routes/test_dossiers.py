"""Everything of one person: handed out whole, and erased."""

import io
import json
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.people import dossier
from schemas import tables
from schemas.roles import Role
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.api.people.household import PASSWORD, Person, browser, joined, sign_in, told
from tests.api.routes.spreadsheets import GOOD, NAME, csv, upload
from tests.schemas.examples import log_lines, run_requested


@pytest.fixture
async def maria(desk: Desk) -> Person:
    return await joined(desk, "maria")


@pytest.fixture
async def her(desk: Desk, maria: Person) -> AsyncIterator[httpx.AsyncClient]:
    """Maria's browser, signed in."""
    async with browser(desk) as client:
        assert (await sign_in(client, maria.login)).is_success
        yield client


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    boss = await joined(desk, "chefe", Role.ADMIN)
    async with desks.calling(desk, await desk.token(boss.user_id, role=Role.ADMIN)) as http:
        yield http


def opened(answer: httpx.Response) -> dict[str, bytes]:
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def lines(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


async def test_a_person_is_handed_everything_of_theirs_and_no_secrets(
    desk: Desk, her: httpx.AsyncClient, maria: Person, monkeypatch: pytest.MonkeyPatch
):
    """Read in portions, each of which is followed by the next."""
    monkeypatch.setattr(dossier, "FETCHED_ROWS", 2)
    made = (await upload(her)).json()
    gone = await upload(her, csv([("O autor pede", "cível")] * 3 + [("O réu foge", "penal")] * 3))
    await her.delete(f"/api/datasets/{gone.json()['id']}")
    await desk.write(run_requested(owner_id=maria.user_id))
    await desk.tell(log_lines(*(f"line {number}" for number in range(5))))

    held = opened(await her.get("/api/me/export"))

    assert held[f"datasets/{made['id']}/{NAME}"] == GOOD
    assert len([name for name in held if name.startswith("datasets/")]) == 1
    assert len(lines(held["datasets.jsonl"])) == 2
    assert [line["text"] for line in lines(held["logs.jsonl"])] == [f"line {n}" for n in range(5)]
    assert [account["login"] for account in lines(held["account.jsonl"])] == ["maria"]
    assert b"about you" in held["README.txt"]
    assert {"dataset.uploaded.v2", "dataset.deleted.v1"} <= {
        line.get("type") for line in lines(held["audit.jsonl"])
    }
    whole = b"".join(held.values())
    assert not any(word in whole for word in (b"argon2", b"password_hash", b"token_sha256"))


async def test_nothing_of_anybody_else_is_handed_out(desk: Desk, her: httpx.AsyncClient):
    async with desks.calling(desk, await desk.token("joana")) as other:
        await upload(other)

    held = opened(await her.get("/api/me/export"))

    assert held["datasets.jsonl"] == held["runs.jsonl"] == b""
    assert b"joana" not in b"".join(held.values())


async def test_an_administrator_hands_out_what_the_person_would_be_handed(
    desk: Desk, admin: httpx.AsyncClient, her: httpx.AsyncClient, maria: Person
):
    """And the log tells who did."""
    await upload(her)

    theirs = opened(await her.get("/api/me/export"))
    held = opened(await admin.get(f"/api/users/{maria.user_id}/export"))

    assert held.keys() == theirs.keys()
    assert held["datasets.jsonl"] == theirs["datasets.jsonl"]
    exports = [event for event in await told(desk) if event.type == "user.exported.v1"]
    assert [event.user_id for event in exports] == [maria.user_id] * 2
    assert len({event.actor.id for event in exports}) == 2
    assert (await her.get(f"/api/users/{maria.user_id}/export")).json()["code"] == "forbidden"


async def test_an_erased_person_is_nowhere_but_in_the_ids_of_the_log(
    desk: Desk, admin: httpx.AsyncClient, her: httpx.AsyncClient, maria: Person
):
    """Their files are gone, their sessions and tokens ended, their login free for another."""
    made = (await upload(her)).json()
    await desk.write(run_requested(owner_id=maria.user_id, dataset_id=made["id"]))
    running = await admin.post(f"/api/users/{maria.user_id}/erase")
    assert running.json()["code"] == "dataset_in_training"
    [run] = (await her.get("/api/runs")).json()["items"]
    await her.post(f"/api/runs/{run['id']}/cancel")

    answer = await admin.post(f"/api/users/{maria.user_id}/erase")

    assert answer.status_code == 204, answer.text
    assert await desk.services.blobs.sizes() == {}
    assert (await her.get("/api/datasets")).status_code == 401
    for address in (f"/api/users/{maria.user_id}", f"/api/users/{maria.user_id}/export"):
        assert (await admin.get(address)).json()["code"] == "user_not_found"
    users = tables.users
    async with desk.services.engine.connect() as tx:
        row = (await tx.execute(select(users).where(users.c.user_id == maria.user_id))).one()
        tokens = await tx.execute(
            select(tables.tokens).where(tables.tokens.c.subject == maria.user_id)
        )
        assert tokens.all() == []
    assert (row.login, row.email, row.password_hash, row.name) == (None, None, None, "—")
    assert [event.type for event in await told(desk)][-1] == "user.erased.v1"
    again = await joined(desk, "maria")
    assert again.user_id != maria.user_id
    async with browser(desk) as client:
        assert (await sign_in(client, "maria", PASSWORD)).is_success


async def test_an_erasure_that_was_interrupted_is_begun_anew(
    desk: Desk,
    admin: httpx.AsyncClient,
    her: httpx.AsyncClient,
    maria: Person,
    monkeypatch: pytest.MonkeyPatch,
):
    """Until the last step the person is still there, kept out."""
    await upload(her)
    erase = f"/api/users/{maria.user_id}/erase"
    with monkeypatch.context() as broken:
        broken.setattr("api.people.erasure._forget", failing)
        assert (await admin.post(erase)).status_code == 500
    assert (await her.get("/api/datasets")).status_code == 401
    assert (await admin.get(f"/api/users/{maria.user_id}")).status_code == 200

    assert (await admin.post(erase)).status_code == 204


async def failing(*_: object) -> None:
    raise ZeroDivisionError


async def test_the_last_administrator_cannot_be_erased(admin: httpx.AsyncClient, desk: Desk):
    boss = (await admin.get("/api/session")).json()["owner_id"]

    answer = await admin.post(f"/api/users/{boss}/erase")

    assert answer.json()["code"] == "last_administrator"
