"""How often somebody may ask."""

from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.access import CredentialKind
from api.mailbox import Follower
from api.rates import Rate, Rates
from api.sight import Sight
from infra.settings import Settings
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.schemas.examples import OWNER

BURST = 5
RATE = Rate(per_second=2.0, burst=BURST)


@dataclass
class Clock:
    """Shows what it is set to."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_after_a_burst_one_waits_for_the_next_token():
    """As long as is said, and no longer."""
    clock = Clock()
    rates = Rates(RATE, clock)

    assert [rates.take("ana").remaining for _ in range(BURST)] == [4, 3, 2, 1, 0]
    assert rates.take("ana").wait_seconds == 0.5
    clock.now += 0.5
    assert rates.take("ana").wait_seconds == 0


def test_everybody_has_a_bucket_of_their_own():
    """Nobody slows others down."""
    rates = Rates(RATE, Clock())
    for _ in range(2 * BURST):
        rates.take("ana")

    assert rates.take("bia").wait_seconds == 0


def test_what_costs_more_than_a_bucket_holds_costs_all_of_it():
    """And is not refused for ever."""
    rates = Rates(RATE, Clock())

    assert rates.take("ana", cost=100).wait_seconds == 0
    assert rates.take("ana").wait_seconds == 0.5


@given(
    st.lists(st.tuples(st.floats(0, 3), st.integers(1, BURST)), max_size=80),
)
def test_no_more_is_taken_than_burst_and_rate_allow(asked: list[tuple[float, int]]):
    """Over any time, however it is asked."""
    clock, taken = Clock(), 0
    rates = Rates(RATE, clock)
    for pause, cost in asked:
        clock.now += pause
        taken += cost if not rates.take("ana", cost).wait_seconds else 0

    assert taken <= BURST + RATE.per_second * clock.now + 1e-6


def test_full_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch):
    """So that addresses without end fill no memory; those that wait are remembered."""
    monkeypatch.setattr("api.rates.MOST_BUCKETS", 10)
    clock = Clock()
    rates = Rates(RATE, clock)
    for number in range(11):
        clock.now += 1
        rates.take(number, cost=BURST)

    assert rates.take(10).wait_seconds > 0
    clock.now += 60
    for number in range(100):
        rates.take(f"new {number}")
        clock.now += 60
    assert len(rates._buckets) <= 11


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Of a server that lets few requests through."""
    few = {"rate_burst": BURST, "rate_per_second": 0.01, "streams_per_user": 1}
    few |= {"stranger_rate_burst": BURST, "stranger_rate_per_second": 0.01}
    return settings.model_copy(update=few)


async def statuses(http: httpx.AsyncClient, times: int = BURST + 1) -> list[int]:
    return [(await http.get("/api/runs")).status_code for _ in range(times)]


async def test_a_person_who_asks_too_often_is_told_when_to_come_back(
    desk: Desk, http: httpx.AsyncClient
):
    """Whatever tokens they use; others are served, and every answer says what is left."""
    first = await http.get("/api/runs")
    assert first.headers["RateLimit-Policy"] == '"default";q=5;w=500'
    assert first.headers["RateLimit"] == '"default";r=4;t=0'
    async with desks.calling(desk, await desk.token()) as again:
        assert await statuses(again, BURST - 1) == [200] * (BURST - 1)

    refused = await http.get("/api/runs")

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 100
    async with desks.calling(desk, await desk.token("bia")) as other:
        assert await statuses(other, 1) == [200]


async def test_workers_are_not_counted(desk: Desk):
    """They are few, and their work does not wait."""
    async with desks.calling(desk, await desk.token("gpu-1", CredentialKind.WORKER)) as worker:
        assert set(await statuses(worker, 3 * BURST)) == {403}


@pytest.mark.parametrize("token", [None, "afn_invented"])
async def test_strangers_share_what_their_address_may(desk: Desk, token: str | None):
    """People at the same address are not slowed down by them."""
    async with desks.calling(desk, token) as stranger:
        assert await statuses(stranger) == [401] * BURST + [429]
    async with desks.calling(desk, await desk.token()) as http:
        assert await statuses(http, 1) == [200]


async def test_one_upload_counts_as_several_requests(desk: Desk, http: httpx.AsyncClient):
    """It costs us more."""
    files = {"file": ("a.csv", b"text;label\na;b")}

    tried = await http.post("/api/datasets/validate", files=files)

    assert tried.headers["RateLimit"] == '"default";r=0;t=0'


async def test_a_person_follows_only_so_many_streams(desk: Desk, http: httpx.AsyncClient):
    """429 says how many; what is open goes on."""
    with desk.services.hub.subscribed([], Follower(Sight(OWNER), uuid4())):
        refused = await http.get("/api/events", params={"topics": "runs"})

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_streams")
    assert refused.json()["params"] == {"limit": 1}
