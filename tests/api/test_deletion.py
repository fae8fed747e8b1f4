"""Deleting: the event stays, the bytes go, from everywhere."""

import json
from pathlib import Path

import httpx
import pytest
from psycopg import sql

from infra.blobs import upload_key
from schemas.roles import Role
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.api.routes.spreadsheets import ROWS, csv, stored, upload
from tests.stack import Stack

SECRET = "Joana Quitéria de Albuquerque Sertaneja"


async def test_an_administrator_deletes_with_all_bytes_what_a_training_learned_from(
    desk: Desk, http: httpx.AsyncClient
):
    """Whatever its owner may not; the examples go too, for nothing needs them any more."""
    made = (await upload(http)).json()
    run = (await http.post("/api/runs", json={"dataset_id": made["id"]})).json()
    async with desks.calling(desk, await desk.token("local", role=Role.ADMIN)) as admin:
        address = f"/api/datasets/{made['id']}"
        refused = await admin.delete(address)
        await http.post(f"/api/runs/{run['id']}/cancel")
        assert (await http.delete(address)).json()["code"] == "dataset_in_use"
        answer = await admin.delete(address)

    assert (refused.status_code, refused.json()["code"]) == (409, "dataset_in_training")
    assert answer.status_code == 200
    assert await desk.services.blobs.sizes() == {}


async def test_two_owners_of_the_same_file_do_not_see_each_other(
    desk: Desk, http: httpx.AsyncClient
):
    """Not by what an upload answers, nor by what a deletion leaves."""
    first = await upload(http)
    async with desks.calling(desk, await desk.token("joana")) as other:
        second = await upload(other)
        assert second.status_code == first.status_code == 201
        assert first.json()["id"] != second.json()["id"]
        assert (await other.get(f"/api/datasets/{first.json()['id']}")).status_code == 404

        mine = await http.delete(f"/api/datasets/{first.json()['id']}")
        key = upload_key(first.json()["file_sha256"])
        assert await stored(desk, key) is not None
        theirs = await other.delete(f"/api/datasets/{second.json()['id']}")

    assert mine.json().keys() == theirs.json().keys()
    assert await desk.services.blobs.sizes() == {}


async def test_a_store_that_fails_leaves_the_bytes_to_the_sweep_and_the_dataset_deleted(
    desk: Desk, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    made = (await upload(http)).json()

    async def failing(key: str) -> None:
        raise PermissionError(key)

    monkeypatch.setattr(desk.services.blobs, "delete", failing)

    assert (await http.delete(f"/api/datasets/{made['id']}")).status_code == 200
    assert (await http.get(f"/api/datasets/{made['id']}")).status_code == 404
    assert await stored(desk, upload_key(made["file_sha256"])) is not None


async def test_no_text_of_a_deleted_spreadsheet_is_left_anywhere(
    desk: Desk, http: httpx.AsyncClient, servers: Stack, tmp_path: Path
):
    """Not in the store, the log, the telemetry, the database's pages and journal, on the way in.

    It was in the store alone, so the search does find what is there.
    """
    rows = [(f"{text}, {SECRET}", label) for text, label in ROWS]
    made = (await upload(http, csv(rows))).json()
    address = f"/api/datasets/{made['id']}"
    for part in ("", "/report", "/examples", "/preview"):
        await http.get(f"{address}{part}")
    await http.post(f"{address}/versions", json={"recipe": [{"op": "drop_duplicates"}]})
    assert {path.relative_to(tmp_path).parts[1] for path in places(tmp_path)} == {"blobs"}

    assert (await http.delete(address)).status_code == 200

    servers.databases.administer(sql.SQL("CHECKPOINT"))
    assert places(tmp_path) == places(servers.data_dir) == []
    assert await desk.services.blobs.sizes() == {}


def places(folder: Path) -> list[Path]:
    """The files that hold the name, in any of its spellings."""
    written = (SECRET.encode(), json.dumps(SECRET)[1:-1].encode(), SECRET.encode("utf-16-le"))
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in written)
    ]
