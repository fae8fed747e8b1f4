"""A whole Afina trains one model while it is watched: its traces, its figures, its log."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
import stamina
from prometheus_client.parser import text_string_to_metric_families

from afina.embedded import secrets
from afina.stack import find
from schemas.trace import HEADER, Span
from tests.acceptance import running_stack
from tests.acceptance.running_stack import RunningStack
from tests.deploy import panels
from tests.infra.collector import Collector, Told, collecting

SERIES = 1_500
"""Of one process, with all that has ever been asked of it."""
SEEN_SECONDS = 30
"""OpenTelemetry sends its spans every five seconds."""
BEGINNING = Span(uuid4(), b"\1\2\3\4\5\6\7\10")
"""The trace that the request comes with."""
UNBORN = {
    "afina_connections_cut_total",
    "afina_dead_letters",
    "afina_notices_pending",
    "afina_notices_total",
    "afina_outbox_dropped",
    "afina_projection_reopens_total",
    "afina_runs",
    "afina_worker_predictions_total",
}
"""Shown as soon as there is one."""
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}|afn_")


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with collecting() as collector:
        yield collector


@pytest.fixture(scope="module")
def watched(
    tmp_path_factory: pytest.TempPathFactory, collector: Collector
) -> Iterator[RunningStack]:
    """A stack that tells everything it can, and one request that nobody answers well."""
    told = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address,
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "LOG_FORMAT": "json",
        "AFINA_LOG_LEVEL": "DEBUG",
        "METRICS_PORT": str(running_stack.free_port()),
    }
    data_dir = tmp_path_factory.mktemp("watched")
    with environment(told), running_stack.running(data_dir, running_stack.free_port()) as running:
        yield running


@contextmanager
def environment(told: dict[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in told.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="module")
def run_id(watched: RunningStack, spreadsheet: Path, base_model: str) -> str:
    """A run that was asked for within ``BEGINNING``, and has ended."""
    with watched.api as api:
        with spreadsheet.open("rb") as file:
            uploaded = api.post("/api/datasets/upload", files={"file": (spreadsheet.name, file)})
        body = {
            "dataset_id": uploaded.raise_for_status().json()["id"],
            "base_model": base_model,
            "preset": "rapido",
            "hyperparameters": {"epochs": 1, "batch_size": 8, "max_length": 32},
        }
        asked = api.post("/api/runs", json=body, headers={HEADER: BEGINNING.header})
        run_id = asked.raise_for_status().json()["id"]
        assert [name for name, _ in watched.events(run_id)][-1] == "completed"
        for _ in range(3):
            api.get(f"/api/runs/{uuid4()}")
            api.get("/api/runs", headers={"Authorization": "Bearer afn_nobody"})
    return run_id


def test_one_trace_holds_the_request_and_all_that_followed(
    collector: Collector, run_id: str, watched: RunningStack
):
    """With the right parents, though every process computed them by itself."""
    spans = {span.name: span for span in seen(collector)}

    post, decided = spans["POST /api/runs"], spans["decide run.requested.v1"]
    requested, claim = spans["append run.requested.v1"], spans["claim"]
    started, attempt = spans["append run.started.v1"], spans["attempt"]
    epoch, projected = spans["append run.epoch_completed.v1"], spans["project run.started.v1"]

    assert post.parent_id == BEGINNING.span_id.hex()
    assert decided.parent_id == post.span_id
    assert requested.parent_id == decided.span_id
    assert claim.parent_id == started.parent_id == requested.span_id
    assert attempt.parent_id == epoch.parent_id == projected.parent_id == started.span_id
    assert {span.service for span in spans.values()} == {
        "afina-api",
        "afina-worker",
        "afina-consumers",
    }
    assert not [span for span in spans.values() if span.error]


@stamina.retry(on=AssertionError, attempts=None, timeout=SEEN_SECONDS, wait_max=0.5)
def seen(collector: Collector) -> list[Told]:
    """The trace, once its last spans have come."""
    spans = collector.of(BEGINNING.trace_id.hex)
    names = {span.name for span in spans}
    assert {"attempt", "project run.completed.v1", "append run.completed.v1"} <= names
    return spans


def scraped(stack: RunningStack) -> dict[str, str]:
    """What each process shows, by its name."""
    found = find(stack.data_dir)
    assert found is not None
    return {
        name: httpx.get(f"http://127.0.0.1:{port}/metrics", trust_env=False, timeout=20).text
        for name, port in found.metrics.items()
    }


def test_no_label_holds_an_id_and_there_are_few_series(watched: RunningStack, run_id: str):
    for text in scraped(watched).values():
        samples = [
            sample for family in text_string_to_metric_families(text) for sample in family.samples
        ]
        labels = {value for sample in samples for value in sample.labels.values()}
        labels -= {value for value in labels if "+" in value}  # the version, and infinity
        assert not [value for value in labels if ID.search(value)]
        assert 50 < len(samples) < SERIES


def test_real_processes_show_what_dashboard_and_alerts_ask_for(watched: RunningStack, run_id: str):
    shown = {
        sample.name
        for text in scraped(watched).values()
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }
    assert panels.asked_for() - UNBORN <= shown


def test_figures_tell_what_happened(watched: RunningStack, run_id: str):
    shown = scraped(watched)
    assert 'afina_worker_attempts_total{ending="finished"} 1.0' in shown["local-1"]
    assert (
        'afina_log_appends_total{event_type="run.requested.v1",outcome="appended"} 1.0'
        in shown["api"]
    )
    assert (
        'afina_http_requests_total{method="GET",route="/api/runs/{run_id}",status="404"} 3.0'
        in shown["api"]
    )
    assert 'afina_projection_lag_messages{projection="training"} 0.0' in shown["consumers"]


def test_the_log_is_json_and_knows_the_run_but_no_secret(watched: RunningStack, run_id: str):
    text = (watched.data_dir / "log" / "afina.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]

    assert any(line["level"] == "debug" for line in lines)
    of_run = [line for line in lines if line.get("run_id") == run_id]
    assert {line["process"] for line in of_run} >= {"local-1"}
    assert {line["trace_id"] for line in of_run} == {BEGINNING.trace_id.hex}
    for secret in known_secrets(watched):
        assert secret not in text


def known_secrets(stack: RunningStack) -> set[str]:
    """Every token and password of the installation."""
    own = secrets.of(stack.data_dir)
    found = find(stack.data_dir)
    assert found is not None
    tokens = {found.token, stack.token, "afn_nobody"}
    passwords = {getattr(own, name) for name in own.__slots__}
    return tokens | passwords
