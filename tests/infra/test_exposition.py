import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from socket import socket
from typing import Any

import httpx
import pytest
from prometheus_client import Gauge
from structlog.testing import capture_logs

from afina.embedded import port
from infra import exposition
from infra.exposition import Insight
from infra.settings import Settings

LOOKS = Gauge("afina_test_looks", "Times that this test's process looked at itself")


def settings(metrics_port: int) -> Settings:
    return Settings(nats_url="nats://nowhere", METRICS_PORT=metrics_port)


async def nothing() -> list[str]:
    return []


@asynccontextmanager
async def exposed(**insight: Any) -> AsyncGenerator[httpx.AsyncClient]:
    chosen = port.free()
    own = Insight(**({"missing": nothing} | insight))
    async with (
        exposition.exposed(settings(chosen), own),
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{chosen}", trust_env=False) as client,
    ):
        yield client


async def test_gauges_are_brought_up_to_date_before_they_are_read():
    async def look() -> None:
        LOOKS.inc()

    async with exposed(look=look) as client:
        for times in (1, 2):
            answer = await client.get("/metrics")
            assert f"afina_test_looks {times}.0" in answer.text
    assert 'afina_build_info{version="' in answer.text
    assert "text/plain" in answer.headers["content-type"]


async def test_figures_are_shown_even_if_some_cannot_be_had():
    async def look() -> None:
        raise ConnectionError("the database is away")

    with capture_logs() as said:
        async with exposed(look=look) as client:
            answer = await client.get("/metrics")

    assert answer.status_code == 200
    assert "afina_log_publish_retries_total" in answer.text
    assert said[-1]["error"] == "the database is away"


async def test_health_tells_life_from_readiness():
    missing = ["log"]

    async def look() -> list[str]:
        return missing

    async with exposed(missing=look) as client:
        assert (await client.get("/health/live")).status_code == 200
        unready = await client.get("/health/ready")
        missing.clear()
        ready = await client.get("/health/ready")
        nowhere = await client.get("/else")

    assert (unready.status_code, unready.json()) == (503, {"ready": False, "missing": ["log"]})
    assert (ready.status_code, ready.json()) == (200, {"ready": True, "missing": []})
    assert nowhere.status_code == 404


async def test_a_look_that_takes_too_long_is_no_readiness_but_no_death(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(exposition, "ANSWER_SECONDS", 0.05)
    stuck = asyncio.Event()

    async def look() -> list[str]:
        await stuck.wait()
        return []

    async with exposed(missing=look) as client:
        assert (await client.get("/health/ready")).status_code == 503
        assert (await client.get("/health/live")).status_code == 200


async def test_a_port_that_is_taken_is_told_and_nothing_else_happens():
    with socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with capture_logs() as said:
            async with exposition.exposed(settings(other.getsockname()[1]), Insight(nothing)):
                pass
    assert said[0]["event"] == "metrics are not served"


async def test_nothing_listens_unless_it_is_asked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(exposition, "_Server")
    async with exposition.exposed(settings(0), Insight(nothing)):
        pass
