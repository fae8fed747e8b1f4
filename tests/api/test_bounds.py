"""How large a request may be."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

import httpx
import pytest

from api import documents
from api.bounds import ADDRESS_BYTES, BODY_BYTES, HEADERS
from schemas.roles import Role
from tests.api.desk import Desk, calling


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/api/runs?status=" + "x" * ADDRESS_BYTES, {}, 414, "address_too_long"),
        ("/api/runs", {"X-Long": "x" * 40_000}, 431, "head_too_large"),
        ("/api/runs", {f"X-{n}": "1" for n in range(HEADERS)}, 431, "head_too_large"),
        ("/health/live", {"X-Long": "x" * 40_000}, 431, "head_too_large"),
    ],
)
async def test_a_head_that_is_too_large_is_refused(
    http: httpx.AsyncClient, path: str, headers: dict[str, str], status: int, code: str
):
    """As a problem, by its own status."""
    answer = await http.get(path, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("announced", [True, False])
async def test_json_that_is_too_large_is_refused(http: httpx.AsyncClient, announced: bool):
    """Before it is read, where its length is told; else as soon as too much has come."""
    body = b'{"name": "' + b"x" * BODY_BYTES + b'"}'

    async def in_pieces() -> AsyncIterator[bytes]:
        yield body

    headers = {"Content-Type": "application/json"}
    answer = await http.post(
        "/api/runs", content=body if announced else in_pieces(), headers=headers
    )

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_json_that_nests_too_deeply_is_refused(http: httpx.AsyncClient):
    """Whatever there is in it."""
    body = b"[" * 100_000 + b"]" * 100_000

    answer = await http.post(
        "/api/runs", content=body, headers={"Content-Type": "application/json"}
    )

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


async def test_a_text_that_no_table_can_hold_is_no_fault(desk: Desk):
    """Whatever takes a text in its address says that there is no such thing, or refuses it."""
    paths = cast("dict[str, Any]", documents.openapi_document(desk.application)["paths"])
    token = await desk.token("root", role=Role.ADMIN)
    async with calling(desk, token) as http:
        for address in _addresses_with_nul(paths):
            answer = await http.get(address)
            assert answer.status_code < 500, f"{address}: {answer.text}"
        new = {"name": "a\0"}
        assert (await http.post("/api/workers/register", json=new)).status_code == 422


def _addresses_with_nul(paths: dict[str, Any]) -> Iterator[str]:
    """Every address that is asked for, with one of its texts at a time holding the sign."""
    for path, methods in paths.items():
        for parameter in methods.get("get", {}).get("parameters", []):
            name, text = parameter["name"], '"type": "string"' in json.dumps(parameter["schema"])
            if parameter["in"] == "path" and "format" not in parameter["schema"]:
                yield path.replace(f"{{{name}}}", "%00")
            if parameter["in"] == "query" and text and "{" not in path and path != "/api/events":
                yield f"{path}?{name}=%00"


async def test_an_upload_that_announces_far_too_much_is_not_received(http: httpx.AsyncClient):
    """Nothing of it is read."""
    headers = {
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(300 << 20),
    }

    async def nothing() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    answer = await http.post("/api/datasets/validate", content=nothing(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
