"""Names under which the API is asked for."""

import socket

import httpx
import pytest

from api import hosts
from api.hosts import Hosts
from infra.settings import Settings
from tests.api.desk import Desk

KNOWN = Hosts.of(
    Settings(
        nats_url="",
        public_url="https://Afina.example.org:8443/page",
        allowed_hosts=("api", "*.Lab.example"),
    )
)


@pytest.mark.parametrize(
    "stated",
    [
        "localhost",
        "LOCALHOST:8080",
        "localhost.",
        "afina.localhost:80",
        "127.0.0.1:8080",
        "192.168.0.7",
        "[::1]:8080",
        "[fe80::1]",
        "afina.example.org",
        "api:8080",
        "gpu.lab.example",
        socket.gethostname(),
    ],
)
def test_addresses_and_names_of_ours_are_known(stated: str):
    """Nobody can point a name at an address and have a browser call it the address."""
    assert KNOWN.know(hosts.bare(stated))


@pytest.mark.parametrize(
    "stated",
    [
        "",
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "afina.example.org.evil.example",
        "lab.example",
        "2130706433",
        "0x7f.1",
        "[::1",
        "evil.example]",
        "evil.example\tlocalhost",
    ],
)
def test_no_other_name_is(stated: str):
    """Whatever it begins, ends or is dressed up with."""
    assert not KNOWN.know(hosts.bare(stated))


@pytest.mark.parametrize("stated", ["localhost:80;ls", "localhost:65536", "localhost:1:2"])
async def test_a_host_of_which_no_address_can_be_made_is_refused(desk: Desk, stated: str):
    """Before anything that needs the address stumbles over it."""
    transport = httpx.ASGITransport(desk.application)
    own = {"X-Afina-Request": "1", "Host": stated}
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as http:
        wish = {"login": "ana", "password": "wrong"}
        answer = await http.post("/api/session", json=wish, headers=own)
    assert (answer.status_code, answer.json()["code"]) == (421, "host_unknown")


@pytest.mark.parametrize("path", ["/", "/api/runs", "/health/ready", "/schema"])
async def test_a_request_meant_for_another_name_is_refused(desk: Desk, token: str, path: str):
    """A page that has its own name point here reads nothing, not even with a good token."""
    transport = httpx.ASGITransport(desk.application)
    headers = {"Authorization": f"Bearer {token}", "Accept-Language": "en"}
    async with httpx.AsyncClient(transport=transport, headers=headers) as http:
        answer = await http.get(f"http://rebound.example{path}")

    assert (answer.status_code, answer.json()["code"]) == (421, "host_unknown")
    assert answer.json()["params"] == {"host": "rebound.example"}


async def test_what_the_api_answers_is_kept_nowhere(http: httpx.AsyncClient):
    """Lists of runs and people would lie in a shared computer's cache."""
    assert (await http.get("/api/runs")).headers["cache-control"] == "no-store"
