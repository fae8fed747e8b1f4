"""Compose runs what the embedded stack runs, with the same rights. Read, not run."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from afina.embedded import broker

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BROKER = (ROOT / "deploy" / "nats" / "server.conf").read_text()
PROMETHEUS = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())
SECRET = "k123"


def test_the_brokers_configuration_is_valid():
    done = subprocess.run(
        [broker.find(), "-t", "-c", ROOT / "deploy" / "nats" / "server.conf"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"AFINA_BROKER_PASSWORD": SECRET, "AFINA_WORKER_BROKER_PASSWORD": SECRET},
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("section", "subjects"),
    [("publish", broker.worker_publishes()), ("subscribe", list(broker.WORKER_SUBSCRIBES))],
)
def test_workers_may_do_the_same_as_in_the_embedded_stack(section, subjects):
    allowed = re.search(rf"{section} {{\s*allow: \[([^\]]*)\]", BROKER)
    assert re.findall(r'"(.*)"', allowed.group(1)) == subjects


@pytest.mark.parametrize("setting", ["sync_interval: always", "js_ack_fc_v2: false"])
def test_the_broker_is_as_durable_and_as_readable_as_the_embedded_one(setting):
    assert setting in BROKER


def test_only_page_and_dashboard_are_published_and_only_on_this_computer():
    published = {name: one["ports"] for name, one in SERVICES.items() if "ports" in one}
    assert list(published) == ["api", "grafana"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_who_looks_at_the_dashboard_can_change_nothing():
    """It has no password, so it has no account either."""
    told = SERVICES["grafana"]["environment"]
    assert told["GF_AUTH_ANONYMOUS_ENABLED"] == "true"
    assert "GF_AUTH_ANONYMOUS_ORG_ROLE" not in told
    assert told["GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION"] == "true"
    assert (told["GF_AUTH_BASIC_ENABLED"], told["GF_AUTH_DISABLE_LOGIN_FORM"]) == ("false", "true")


@pytest.mark.parametrize("name", ["api", "consumers", "worker"])
def test_every_process_is_watched_over(name: str):
    """Compose asks for its health, Prometheus for its figures."""
    scraped = {job["job_name"] for job in PROMETHEUS["scrape_configs"]}
    assert "/health/ready" in SERVICES[name]["healthcheck"]["test"][-1]
    assert SERVICES[name]["environment"]["METRICS_PORT"] == "9464"
    assert name in scraped


def test_a_worker_has_neither_database_nor_blobs():
    environment = SERVICES["worker"]["environment"]
    assert not {"DATABASE_URL", "BLOB_URL"} & set(environment)
    assert environment["NATS_URL"].startswith("nats://worker:")


def test_every_secret_comes_from_the_environment_file():
    """None is written down, and those without which nothing works are asked for."""
    text = (ROOT / "compose.yaml").read_text()
    asked = set(re.findall(r"\$\{(\w+)", text))
    example = (ROOT / "deploy" / ".env.example").read_text()
    named = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    assert {name for name in asked if re.search("PASSWORD|TOKEN", name)} <= set(named)
    assert not any(value for name, value in named.items() if re.search("PASSWORD|TOKEN", name))


def test_nothing_serves_before_database_and_streams_are_prepared():
    for name in ("api", "consumers"):
        depends = SERVICES[name]["depends_on"]["prepare"]
        assert depends == {"condition": "service_completed_successfully"}
    assert all(
        one["condition"] == "service_healthy" for one in SERVICES["prepare"]["depends_on"].values()
    )


@pytest.mark.parametrize("name", ["api.Dockerfile", "worker.Dockerfile"])
def test_images_run_as_nobody_special_with_pinned_packages(name):
    text = (ROOT / "deploy" / name).read_text()
    assert re.search(r"^USER 10001$", text, re.MULTILINE)
    assert "-c constraints.txt" in text
    for source in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE):
        assert all((ROOT / path).exists() for path in source.split()), source


def test_the_control_plane_image_holds_no_torch_and_the_workers_no_driver():
    control, worker = (
        (ROOT / "deploy" / f"{name}.Dockerfile").read_text() for name in ("api", "worker")
    )
    assert "'.[api,consumers,tracing]'" in control
    assert "ARG EXTRAS=worker,export,tracing\n" in worker
