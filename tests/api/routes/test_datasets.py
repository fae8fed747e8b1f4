"""Datasets over HTTP: listed, looked at, downloaded, removed."""

import asyncio

import httpx

from infra.blobs import upload_key
from tests.api.desk import Desk
from tests.api.routes.spreadsheets import GOOD, ROWS, csv, stored, upload


async def test_the_original_bytes_come_back_under_their_name(http: httpx.AsyncClient):
    """Whatever characters it has."""
    made = (await upload(http)).json()

    answer = await http.get(f"/api/datasets/{made['id']}/download")

    assert answer.content == GOOD
    assert answer.headers["content-length"] == str(len(GOOD))
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''peti%C3%A7%C3%B5es%20do%20m%C3%AAs.csv"
    )


async def test_datasets_are_listed_newest_first(http: httpx.AsyncClient):
    """In pages, with the number of all of them, deleted ones left out."""
    ids = [(await upload(http, csv(ROWS[: 10 - n]))).json()["id"] for n in range(3)]
    await http.delete(f"/api/datasets/{ids[0]}")

    page = (await http.get("/api/datasets", params={"limit": 1})).json()

    assert ([dataset["id"] for dataset in page["items"]], page["total"]) == ([ids[2]], 2)


async def test_a_dataset_is_deleted_with_its_bytes(desk: Desk, http: httpx.AsyncClient):
    """It is gone for every question; the same file may come again later."""
    made = (await upload(http)).json()

    answer = await http.delete(f"/api/datasets/{made['id']}")

    assert answer.status_code == 200, answer.text
    assert answer.json()["sequence"] > made["sequence"]
    for gone in (f"/api/datasets/{made['id']}", f"/api/datasets/{made['id']}/download"):
        assert (await http.get(gone)).json()["code"] == "dataset_not_found"
    assert (await http.delete(f"/api/datasets/{made['id']}")).status_code == 404
    assert await stored(desk, upload_key(made["file_sha256"])) is None

    again = await upload(http)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    assert (await http.get(f"/api/datasets/{made['id']}/download")).content == GOOD


async def test_a_dataset_that_a_run_uses_stays(desk: Desk, http: httpx.AsyncClient):
    """Even once the run has ended: it could not be repeated without it."""
    made = (await upload(http)).json()
    run = (await http.post("/api/runs", json={"dataset_id": made["id"]})).json()
    await http.post(f"/api/runs/{run['id']}/cancel")

    answer = await http.delete(f"/api/datasets/{made['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "dataset_in_use")
    assert answer.json()["params"] == {"runs": 1}
    assert await stored(desk, upload_key(made["file_sha256"])) == GOOD


async def test_bytes_that_are_lost_are_not_promised(desk: Desk, http: httpx.AsyncClient):
    """404 before the first byte, not a broken download."""
    made = (await upload(http)).json()
    await desk.services.blobs.delete(upload_key(made["file_sha256"]))

    answer = await http.get(f"/api/datasets/{made['id']}/download")

    assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")


async def test_more_deletions_at_once_than_connections_are_all_answered(http: httpx.AsyncClient):
    """Those who wait for a lock never keep its holder from asking the database."""
    made = (await upload(http)).json()
    address = f"/api/datasets/{made['id']}"

    async with asyncio.timeout(20):
        answers = await asyncio.gather(*(http.delete(address) for _ in range(30)))

    assert sorted(answer.status_code for answer in answers) == [200, *[404] * 29]


async def test_a_page_beyond_all_counting_is_refused(http: httpx.AsyncClient):
    """Not passed on to a database that cannot count so far."""
    answer = await http.get("/api/datasets", params={"offset": 10**20})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
