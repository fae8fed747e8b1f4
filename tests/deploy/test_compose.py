"""Compose runs what the embedded stack runs, with the same rights. Read, not run."""

import asyncio
import os
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from afina import tokens
from afina.commands import secrets
from afina.embedded import broker, port
from afina.embedded.broker import accounts
from afina.embedded.secrets import Secrets
from afina.journal import Journal
from afina.program import Program
from afina.supervisor import supervising
from afina.tokens import Grant, TokenKind
from infra import clock, streams
from infra.bus import EventLog, connected
from infra.settings import Settings
from infra.tokens import new_token
from tests.api.guarded import lets_in
from tests.infra import doorkeeping
from tests.schemas.examples import WORKER, worker_registered

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
BROKER = (ROOT / "deploy" / "nats" / "server.conf").read_text()
PROMETHEUS = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())


def test_accounts_share_the_same_as_in_the_embedded_stack():
    """What is exported, imported and mapped; passwords and keys come from elsewhere."""
    made = accounts(Secrets(*(6 * ["k1"])))
    control, workers = made["AFINA"], made["WORKERS"]
    shared = control["exports"] + control["imports"] + workers["imports"] + workers["exports"]
    subjects = [_shared(each) for each in shared]
    assert (
        re.findall(r'(service|stream): (?:\{ account: \w+, subject: )?"([^"]*)"', BROKER)
        == subjects
    )
    assert re.findall(r"response_type: (\w+)", BROKER) == [
        each["response_type"] for each in shared if "response_type" in each
    ]
    [(name, meant)] = made["AFINA"]["mappings"].items()
    assert f'mappings: {{ "{name}": "{meant}" }}' in BROKER
    assert f'to: "{name}"' in BROKER


def _shared(each: dict[str, Any]) -> tuple[str, str]:
    kind = "service" if "service" in each else "stream"
    told = each[kind]
    return kind, told if isinstance(told, str) else told["subject"]


async def test_the_broker_asks_in_sealed_letters(tmp_path: Path, database_url: str):
    """The file of compose, with what `afina secrets` prints, and the API that answers it."""
    made, chosen = secrets.made(), port.free()
    config = tmp_path / "server.conf"
    config.write_text(
        BROKER.replace("0.0.0.0:4222", f"127.0.0.1:{chosen}")
        .replace("127.0.0.1:8222", f"127.0.0.1:{port.free()}")
        .replace('"/data"', f'"{tmp_path / "store"}"')
    )
    program = Program(
        name="nats",
        command=(str(broker.find()), "-c", str(config)),
        environment={"PATH": os.defpath} | made,
    )
    log = Journal(tmp_path / "log", terminal=None)
    told = {
        "url": f"nats://afina:{made['AFINA_BROKER_PASSWORD']}@127.0.0.1:{chosen}",
        "callout": f"nats://callout:{made['AFINA_CALLOUT_PASSWORD']}@127.0.0.1:{chosen}",
    }
    with closing(log):
        async with supervising(log) as supervisor:
            await supervisor.start(program, lambda: _listens(chosen))
            async with connected(told["url"], "tests") as client:
                await streams.provision(client, pool="default", ack_wait_seconds=30)
                settings = Settings(
                    NATS_URL=told["url"],
                    callout_nats_url=told["callout"],
                    callout_issuer_seed=made["AFINA_CALLOUT_ISSUER_SEED"],
                    callout_xkey_seed=made["AFINA_CALLOUT_XKEY_SEED"],
                )
                async with doorkeeping.answering(settings, client, database_url):
                    await EventLog(client).append(worker_registered(), expected=0)
                    async with tokens.opened(database_url) as table:
                        grant = Grant(TokenKind.WORKER, WORKER, "box")
                        token = await table.create(grant, clock.now())
                    url = f"nats://127.0.0.1:{chosen}"
                    assert await lets_in(url, token)
                    assert not await lets_in(url, new_token())


async def _listens(chosen: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", chosen)
    except OSError:
        return False
    writer.close()
    return True


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
    assert "@" not in environment["NATS_URL"]
    assert not set(SERVICES["worker"]["networks"]) & set(SERVICES["postgres"]["networks"])


def test_every_secret_comes_from_the_environment_file():
    """None is written down, and those without which nothing works are asked for."""
    text = (ROOT / "compose.yaml").read_text()
    asked = set(re.findall(r"\$\{(\w+)", text))
    example = (ROOT / "deploy" / ".env.example").read_text()
    named = dict(re.findall(r"^(\w+)=(.*)$", example, re.MULTILINE))
    secret = "PASSWORD|TOKEN|SEED"
    assert {name for name in asked if re.search(secret, name)} <= set(named)
    assert not any(value for name, value in named.items() if re.search(secret, name))
    assert secrets.made().keys() <= named.keys()


def test_nothing_serves_before_database_and_streams_are_prepared():
    for name in ("api", "consumers"):
        depends = SERVICES[name]["depends_on"]["prepare"]
        assert depends == {"condition": "service_completed_successfully"}
    assert all(
        one["condition"] == "service_healthy" for one in SERVICES["prepare"]["depends_on"].values()
    )


@pytest.mark.parametrize("name", ["prepare", "api", "consumers", "worker"])
def test_our_containers_may_do_nothing_but_their_work(name: str):
    """An ordinary user by number, no capabilities, nothing writable but a volume and /tmp."""
    one = SERVICES[name]
    assert one["user"] == "10001:10001"
    assert one["read_only"] is True
    assert one["tmpfs"] == ["/tmp"]


def test_no_container_may_gain_rights():
    """The database's keeps those that its start needs, and nobody has the host's anything.

    None writes to its image or dumps its memory, and Compose asks each for its health.
    """
    for name, one in SERVICES.items():
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "network_mode", "pid", "ipc", "devices"} & set(one), name
        assert not any("docker.sock" in str(volume) for volume in one.get("volumes", [])), name
        assert name == "worker" or one["mem_limit"], name
        assert one["read_only"] is True, name
        assert one["ulimits"] == {"core": 0}, name
        assert one["pids_limit"], name
        assert ("healthcheck" in one) != (name == "prepare"), name
    assert [name for name, one in SERVICES.items() if "cap_add" in one] == ["postgres"]


def test_workers_are_answered_under_the_name_by_which_they_ask():
    asked = SERVICES["worker"]["environment"]["AFINA_API_URL"]
    allowed = SERVICES["api"]["environment"]["AFINA_ALLOWED_HOSTS"].split(",")
    assert asked == f"http://{allowed[0]}:8080"


def test_no_secret_gets_into_an_image():
    """Only named folders are copied, and what may hold secrets is never sent to the builder."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {"**/.env", "**/*.key", "**/*.pem", ".git", ".afina"} <= set(ignored)
    for path in (ROOT / "deploy").glob("*.Dockerfile"):
        text = path.read_text()
        assert not re.search(r"^COPY \.\s", text, re.MULTILINE)
        assert not re.search(r"(?i)^(ARG|ENV) .*(password|token|secret)", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["api.Dockerfile", "worker.Dockerfile"])
def test_images_run_as_nobody_special_with_pinned_packages(name):
    text = (ROOT / "deploy" / name).read_text()
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)
    assert "-c constraints.txt" in text
    bases = re.findall(r"^ARG \w+_IMAGE=(.*)$", text, re.MULTILINE)
    assert bases
    assert all(re.fullmatch(r"\w+:\d+[\d.]*-[\w-]+", base) for base in bases)
    assert set(re.findall(r"^FROM (\S+)", text, re.MULTILINE)) <= {
        "${NODE_IMAGE}",
        "${PYTHON_IMAGE}",
    }
    for source in re.findall(r"^COPY (?!--from)(.*) \S+$", text, re.MULTILINE):
        assert all((ROOT / path).exists() for path in source.split()), source


def test_the_control_plane_image_holds_no_torch_and_the_workers_no_driver():
    control, worker = (
        (ROOT / "deploy" / f"{name}.Dockerfile").read_text() for name in ("api", "worker")
    )
    assert "'.[api,consumers,tracing]'" in control
    assert "ARG EXTRAS=worker,export,tracing\n" in worker
