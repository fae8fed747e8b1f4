"""``afina doctor log`` on a data directory, as an administrator runs it."""

import asyncio
import json
import subprocess
import sys
from typing import get_args

import pytest
from nats.aio.client import Client

from afina.words import CATALOGUES, Language
from consumers.diagnosis.violation import Figure, Rule
from infra.bus import EventLog
from schemas.lifecycle import RunStatus
from tests.consumers.diagnosis.stories import history
from tests.consumers.projecting import projecting, publish, publish_events, reached
from tests.schemas.examples import run_requested


@pytest.mark.parametrize("language", Language)
def test_every_rule_has_its_words_and_what_to_do(language: Language):
    """So has every status of an open run, and every figure that a violation may tell."""
    words = CATALOGUES[language].diagnosis
    assert set(words.rules) == set(words.remedies) == set(Rule)
    assert set(words.statuses) == set(RunStatus)
    assert set(words.figures) == set(get_args(Figure))


async def doctor(nats_url: str, database_url: str, *options: str) -> tuple[int, str]:
    """The exit code, and what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "afina", "doctor", "log", "--language", "en", *options),
        env={"NATS_URL": nats_url, "DATABASE_URL": database_url, "AFINA_DATA_DIR": "/nowhere"},
        stdout=subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_a_sound_log_is_called_sound_and_its_open_run_named(
    client: Client, log: EventLog, nats_url: str, database_url: str
):
    """Until all are said to have ended."""
    request = run_requested()
    async with projecting(client, database_url):
        await publish_events(client, [*history(7), request])
        await reached(database_url, await log.last_sequence())
        code, said = await doctor(nats_url, database_url, "--tables")
        assert code == 0
        assert "The log is sound" in said
        assert str(request.run_id) in said
        code, said = await doctor(nats_url, database_url, "--all-ended", "--json")
    assert code == 1
    assert json.loads(said)["broken"] == {"all_ended": 1}


async def test_a_broken_log_is_told_with_what_to_do(
    client: Client, log: EventLog, nats_url: str, database_url: str
):
    """The rule, the message, and the remedy; dead letters count too."""
    async with projecting(client, database_url):
        await publish(client, [("training.run.x.control.nonsense", b"nonsense")])
        await reached(database_url, 1)
        code, said = await doctor(nats_url, database_url)
    words = CATALOGUES[Language.ENGLISH].diagnosis
    assert code == 1
    assert words.rules["readable"] in said
    assert "messages 1" in said
    assert words.remedies["readable"] in said
    assert words.rules["projected"] in said
