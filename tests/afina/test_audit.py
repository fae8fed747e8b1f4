"""``afina audit``, as an administrator runs it."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from nats.aio.client import Client

from afina import words
from afina.commands import audit, trail
from afina.words import CATALOGUES, Language
from consumers.notary.finding import Finding, Kind, Verdict
from infra.settings import Settings
from tests.consumers.notary.sealing import EVENTS, told_and_sealed
from tests.consumers.projecting import execute


@pytest.fixture
def sao_paulo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Sao_Paulo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.parametrize("language", Language)
def test_everything_that_can_be_found_has_its_words_and_what_to_do(language: Language):
    words = CATALOGUES[language].audit
    assert set(words.found) == set(words.remedies) == set(Kind)


def test_what_is_wrong_is_told_by_kind_with_its_places():
    """Ten of each; the others are counted."""
    verdict = Verdict(events=20, rows=20)
    verdict.add(Finding(Kind.CHANGED, 20, after=10))
    for sequence in range(1, 13):
        verdict.add(Finding(Kind.ROW_CHANGED, sequence, columns=("data", "actor_id")))

    lines = list(audit._told(verdict, words.ENGLISH, expected=False))

    assert lines[1:5] == [
        "Something was changed:",
        "\nThe log is not what was sealed.",
        "  event 20 · up to event 10 all is as it was",
        f"→ {words.ENGLISH.audit.remedies['changed']}",
    ]
    assert lines[6] == "  event 1 · differs in data, actor_id"
    assert lines[-2] == "  and 2 more"


@pytest.mark.usefixtures("sao_paulo")
def test_what_is_asked_for_is_in_this_computer_s_time():
    query = trail._query("maria", "run:7", None, datetime(2026, 3, 14), None, None)  # noqa: DTZ001 - as typed

    assert query == {
        "actor": "maria",
        "entity": "run",
        "entity_id": "7",
        "since": "2026-03-14T00:00:00-03:00",
    }


@pytest.mark.usefixtures("sao_paulo")
def test_a_line_says_when_from_where_and_what():
    line = {"sequence": 7, "at": "2026-03-14T12:40:00Z", "address": None, "sentence": "Foi isso."}

    assert trail._line(line) == "7 · 2026-03-14 09:40:00 · Foi isso."
    assert trail._line(line | {"address": "::1"}) == "7 · 2026-03-14 09:40:00 · ::1 · Foi isso."


async def run(settings: Settings, *arguments: str) -> tuple[int, str]:
    """The exit code, and what it prints."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "afina", "audit", *arguments, "--language", "en"),
        env={
            "NATS_URL": settings.nats_url,
            "DATABASE_URL": settings.database_url,
            "AFINA_DATA_DIR": str(settings.data_dir),
        },
        stdout=subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


async def test_a_log_is_sealed_and_verified_from_the_terminal(
    client: Client, nats_url: str, database_url: str, tmp_path: Path
):
    """What was changed ends with exit code 1, and says where."""
    settings = Settings(
        nats_url=nats_url, database_url=database_url, data_dir=tmp_path, seal_seconds=0
    )
    await told_and_sealed(client, settings)

    code, said = await run(settings, "seal")
    assert (code, said.split()[0]) == (0, "Seal:")
    seal = said.split()[1]
    assert seal.startswith(f"{EVENTS}:")
    code, said = await run(settings, "verify", "--expect", seal)
    assert (code, "The seal that you kept agrees." in said) == (0, True)

    await execute(database_url, "DELETE FROM audit WHERE sequence = 7")
    code, said = await run(settings, "verify")
    assert (code, "A line of the audit trail is missing.\n  event 7" in said) == (1, True)
