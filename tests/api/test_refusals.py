"""Every error is a problem, in the language asked for, and none tells too much."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from api.queries import workers
from tests.api.desk import Desk, calling
from tests.schemas.examples import RUN, run_requested


@pytest.fixture
async def stranger(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(desk) as http:
        yield http


def assert_problem(answer: httpx.Response, status: int, code: str) -> dict[str, object]:
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"urn:afina:problem:{code}"
    assert problem["title"]
    assert problem["detail"]
    assert answer.headers["cache-control"] == "no-store"
    return problem


async def test_an_unknown_path_is_a_problem(http: httpx.AsyncClient):
    """Also one whose id is none."""
    assert_problem(await http.get("/api/trainings"), 404, "not_found")
    assert_problem(await http.get("/api/runs/17"), 404, "not_found")


async def test_a_wrong_method_is_a_problem_that_names_the_right_ones(http: httpx.AsyncClient):
    """As HTTP asks for."""
    answer = await http.put(f"/api/runs/{RUN}")

    assert_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["allow"]


async def test_what_a_newer_version_wrote_about_is_left_to_it(http: httpx.AsyncClient, desk: Desk):
    """Trying again would not help; updating does."""
    await desk.write(run_requested())
    newer = f"training.run.{RUN}.control.teleported"
    await desk.services.log.jetstream.publish(newer, b'{"type": "run.teleported.v1"}')

    answer = await http.post(f"/api/runs/{RUN}/cancel")

    assert_problem(answer, 503, "newer_version")


async def test_a_body_that_is_too_large_is_a_problem(http: httpx.AsyncClient):
    """JSON has its bound; only files are large."""
    answer = await http.post("/api/runs", content=b" " * 11_000_000)

    assert_problem(answer, 413, "too_large")


async def test_a_body_that_nests_too_deeply_is_a_problem(http: httpx.AsyncClient):
    """It is the sender's, not a fault of ours."""
    answer = await http.post("/api/runs", content=b'{"dataset_id":' + b"[" * 5000)

    assert_problem(answer, 400, "invalid_request")


async def test_a_bug_tells_only_where_to_look(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """The server's log has everything under the id that the answer gives."""

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("the secret is 42")

    monkeypatch.setattr(workers, "heartbeats", broken)

    answer = await http.get("/api/workers")

    problem = assert_problem(answer, 500, "internal")
    assert "secret" not in answer.text
    assert "ZeroDivision" not in answer.text
    assert len(str(problem["support_id"])) == 8


async def test_a_full_disk_is_told_as_one(http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    """Trying again would not help, and there is nothing to tell support; making room helps."""

    def written(*_: object) -> None:
        Path("/dev/full").write_bytes(b"rows")

    monkeypatch.setattr(workers, "heartbeats", written)

    problem = assert_problem(await http.get("/api/workers"), 507, "disk_full")
    assert "make room" in str(problem["detail"])
    assert "support_id" not in problem


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        (None, "pt-BR"),
        ("en-GB,en;q=0.9", "en"),
        ("pt", "pt-BR"),
        ("de", "pt-BR"),
        ("en;q=0.1,pt-BR;q=0.9", "pt-BR"),
    ],
)
async def test_problems_speak_the_language_asked_for(
    stranger: httpx.AsyncClient, asked: str | None, spoken: str
):
    """Portuguese unless English is liked better; caches are told."""
    del stranger.headers["accept-language"]
    answer = await stranger.get("/api/runs", headers={"Accept-Language": asked} if asked else {})

    assert_problem(answer, 401, "unauthenticated")
    assert answer.headers["content-language"] == spoken
    assert "accept-language" in answer.headers["vary"].lower()
