import os
from collections.abc import AsyncGenerator
from contextlib import closing
from pathlib import Path

import pytest
from nats.aio.client import Client

from afina.checkup import door
from afina.checkup.finding import Code, Finding
from afina.embedded import broker as brokers
from afina.embedded import port
from afina.journal import Journal
from afina.program import Program
from afina.stack import port_free
from afina.supervisor import supervising
from infra.settings import Settings
from tests.infra import doorkeeping
from tests.stack import Stack


async def look(settings: Settings) -> dict[Code, Finding]:
    return {finding.code: finding async for finding in door.look(settings)}


async def test_a_door_that_is_kept_lets_no_stranger_in(
    servers: Stack, client: Client, database_url: str
):
    broker = servers.servers.broker
    async with doorkeeping.doorkeeper(broker, client, database_url):
        found = await look(doorkeeping.settings_of(broker))
    assert {*found} == {Code.DOOR_CLOSED, Code.ACCOUNTS_APART, Code.DOOR_KEPT}
    assert found[Code.ACCOUNTS_APART].params == {"accounts": "AFINA, AUTH, SYS, WORKERS"}
    assert found[Code.DOOR_KEPT].params == {"count": 1}


async def test_a_door_that_nobody_keeps_is_a_problem(servers: Stack):
    """It stays closed, to everybody."""
    found = await look(doorkeeping.settings_of(servers.servers.broker))
    assert {*found} == {Code.DOOR_CLOSED, Code.ACCOUNTS_APART, Code.DOOR_UNKEPT}


async def test_missing_accounts_are_named(servers: Stack, monkeypatch: pytest.MonkeyPatch):
    """So is the system's own, where its password does not count."""
    broker = servers.servers.broker
    monkeypatch.setattr(door, "ACCOUNTS", door.ACCOUNTS | {"MORE"})
    wrong = broker.system_url.replace(broker.secrets.system_password, "guess")
    for url, missing in ((broker.system_url, "MORE"), (wrong, "SYS")):
        told = {finding.code: finding async for finding in door._inside(url)}
        assert told[Code.ACCOUNTS_MISSING].params == {"accounts": missing}


@pytest.fixture
async def open_broker(tmp_path: Path) -> AsyncGenerator[str]:
    """A nats-server as it comes."""
    listening = port.free()
    program = Program(
        name="open",
        command=(str(brokers.find()), "-a", port.LOOPBACK, "-p", str(listening)),
        environment={"PATH": os.defpath},
    )

    async def answers() -> bool:
        return not port_free(port.LOOPBACK, listening)

    with closing(Journal(tmp_path / "log", terminal=None)) as journal:
        async with supervising(journal) as supervisor:
            await supervisor.start(program, answers)
            yield f"nats://{port.LOOPBACK}:{listening}"


async def test_a_broker_without_a_callout_is_open_to_anybody(open_broker: str):
    """As every nats-server is that nobody has configured."""
    assert {*await look(Settings.model_validate({"NATS_URL": open_broker}))} == {Code.DOOR_OPEN}
