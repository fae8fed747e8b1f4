import asyncio
from functools import partial
from uuid import UUID, uuid4

import httpx
import structlog
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from api.mailbox import Follower
from api.server import insight
from api.sight import Sight
from infra.exposition import Insight
from schemas import subjects
from schemas.trace import HEADER, Span
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.infra.broker import until
from tests.schemas.examples import OWNER, dataset_uploaded, run_requested

SPAN = Span(uuid4(), b"12345678")


def requests(method: str, route: str, status: int) -> float:
    labels = {"method": method, "route": route, "status": str(status)}
    return REGISTRY.get_sample_value("afina_http_requests_total", labels) or 0.0


async def test_requests_are_counted_by_the_template_of_their_route(http: httpx.AsyncClient):
    before = requests("GET", "/api/runs/{run_id}", 404)

    for _ in range(2):
        await http.get(f"/api/runs/{uuid4()}")

    assert requests("GET", "/api/runs/{run_id}", 404) == before + 2
    labels = {"method": "GET", "route": "/api/runs/{run_id}"}
    assert REGISTRY.get_sample_value("afina_http_request_seconds_count", labels) >= 2


async def test_whatever_is_asked_for_makes_no_new_series(http: httpx.AsyncClient):
    """Who scans the server for weaknesses must not fill Prometheus."""
    await ask_for_nonsense(http)
    series = {sample.name + str(sample.labels) for sample in samples("afina_http")}

    for _ in range(3):
        await ask_for_nonsense(http)

    assert {sample.name + str(sample.labels) for sample in samples("afina_http")} == series


async def ask_for_nonsense(http: httpx.AsyncClient) -> None:
    await http.get(f"/api/{uuid4()}")
    await http.get(f"/{uuid4()}/{uuid4()}")
    await http.request(f"BREW{uuid4().hex[:5].upper()}", "/api/runs")


def samples(prefix: str):
    return [
        sample
        for family in REGISTRY.collect()
        if family.name.startswith(prefix)
        for sample in family.samples
    ]


async def test_a_problem_names_the_request_as_the_answers_header_and_the_log_do(
    http: httpx.AsyncClient,
):
    answer = await http.get(f"/api/runs/{uuid4()}")
    other = await http.get(f"/api/runs/{uuid4()}")

    assert answer.json()["trace_id"] == answer.headers["X-Request-Id"]
    assert UUID(answer.headers["X-Request-Id"]) != UUID(other.headers["X-Request-Id"])


async def test_an_address_that_leads_nowhere_has_a_name_too(http: httpx.AsyncClient):
    answer = await http.get("/api/nowhere", headers={HEADER: SPAN.header})
    assert answer.json()["trace_id"] == SPAN.trace_id.hex == answer.headers["X-Request-Id"]


async def test_the_events_of_a_request_belong_to_the_trace_that_it_came_with(
    http: httpx.AsyncClient, desk: Desk
):
    dataset = dataset_uploaded()
    await desk.write(dataset)
    body = {"dataset_id": str(dataset.dataset_id), "base_model": "xlm-roberta-base"}

    answer = await http.post("/api/runs", json=body, headers={HEADER: SPAN.header})

    run_id = UUID(answer.json()["id"])
    [requested] = await desk.services.log.history(subjects.run(run_id))
    assert requested.event.correlation_id == SPAN.trace_id


async def test_lines_of_the_log_name_their_request(http: httpx.AsyncClient):
    """Requests that are answered at the same time keep their own names."""
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as said:
        answers = await asyncio.gather(*(http.get("/api/runs") for _ in range(5)))

    named = {line["trace_id"] for line in said if line["event"] == "answered"}
    assert named == {answer.headers["X-Request-Id"] for answer in answers}
    assert len(named) == 5


async def test_a_write_that_is_long_in_coming_is_counted(desk: Desk, monkeypatch):
    monkeypatch.setattr("api.services.READ_YOUR_WRITES_SECONDS", 0.01)
    late = "afina_read_your_writes_late_total"
    before = REGISTRY.get_sample_value(late)

    assert not await desk.services.can_be_read(10**9)
    sequence = await desk.write(run_requested())
    assert await desk.services.can_be_read(sequence)

    assert REGISTRY.get_sample_value(late) == before + 1


async def test_the_process_shows_its_open_streams(settings, projecting):
    async with desks.listening(settings) as (desk, _):
        known = insight(desk.application)
        with desk.services.hub.subscribed([], Follower(Sight(OWNER), uuid4())):
            await known.look()
            assert REGISTRY.get_sample_value("afina_sse_streams_open") == 1
        await known.look()
        assert REGISTRY.get_sample_value("afina_sse_streams_open") == 0
        await until(partial(nothing_is_missing, known))


async def nothing_is_missing(known: Insight) -> bool:
    return not await known.missing()
