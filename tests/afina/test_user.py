"""People, from the command line of the computer that it all runs on."""

import json
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from infra.tokens import digest
from tests.afina.test_tokens import afina

LINK = r"http://127\.0\.0\.1:8080/#{kind}=([A-Za-z0-9_-]{{43}})\n"


@pytest.fixture
def run(database_url: str, tmp_path: Path):
    """The command ``afina user``."""

    def command(*words: str) -> subprocess.CompletedProcess[str]:
        return afina("user", *words, database_url=database_url, tmp_path=tmp_path)

    return command


def passes(database_url: str) -> dict[str, bytes]:
    """The digests that are still good, by the kind."""
    with psycopg.connect(database_url) as connection:
        rows = connection.execute(
            "SELECT kind, pass_sha256 FROM access.passes WHERE used_at IS NULL"
        )
        return dict(rows.fetchall())


def code_in(answer: subprocess.CompletedProcess[str], kind: str) -> bytes:
    found = re.fullmatch(LINK.format(kind=kind), answer.stdout)
    assert found, answer.stdout + answer.stderr
    return digest(found[1])


def test_the_setup_link_is_good_for_the_first_administrator(run, database_url):
    """Printed alone; only its digest is stored, and only the newest is good."""
    run("setup-code")
    newest = code_in(run("setup-code"), "setup")
    assert passes(database_url) == {"setup": newest}


def test_somebody_is_invited_listed_promoted_and_kept_out(run, database_url):
    """All by the login, and told of in the outbox of the log; no name is taken for markup."""
    invited = code_in(run("invite", "[/] João", "--login", "Joao"), "invitation")
    assert passes(database_url) == {"invitation": invited}
    assert "Done: [/] João." in run("role", "joao", "admin").stdout
    assert "Done: [/] João." in run("disable", "joao").stdout
    listed = run("list").stdout
    assert "kept out" in listed
    assert "[/]" in listed
    again = run("invite", "Joana", "--login", "joao")
    assert again.returncode == 2
    assert "somebody else's" in again.stderr
    with psycopg.connect(database_url) as connection:
        rows = connection.execute("SELECT event->>'type' FROM access.outbox ORDER BY position")
        assert [row[0] for row in rows] == [
            "user.invited.v1",
            "user.role_changed.v1",
            "user.disabled.v1",
        ]


def test_the_owner_gets_back_in_by_a_reset(run, database_url):
    """By the id that a stack of one person has."""
    reset = code_in(run("reset", "local"), "reset")
    assert passes(database_url) == {"reset": reset}
    unknown = run("reset", "ninguem")
    assert unknown.returncode == 2
    assert "could not find this person" in unknown.stderr


def test_a_scope_that_there_is_not_is_refused(database_url, tmp_path):
    words = ("token", "create", "--scope", "everything")
    done = afina(*words, database_url=database_url, tmp_path=tmp_path)
    assert done.returncode == 1
    assert "no scope" in done.stderr


def test_a_token_needs_an_owner_that_there_is(database_url, tmp_path):
    """And can be scoped and of limited life."""
    words = ("token", "create", "--owner", "ninguem")
    refused = afina(*words, database_url=database_url, tmp_path=tmp_path)
    assert refused.returncode == 1
    assert "no person “ninguem”" in refused.stderr
    words = ("token", "create", "--scope", "read", "--expires", "30")
    afina(*words, database_url=database_url, tmp_path=tmp_path).check_returncode()
    with psycopg.connect(database_url) as connection:
        [row] = connection.execute(
            "SELECT scopes, expires_at - created_at FROM access.tokens"
        ).fetchall()
    assert row[0] == ["read"]
    assert row[1].days == 30


def test_everything_of_a_person_is_written_into_a_file_of_ones_own(
    run: Callable[..., subprocess.CompletedProcess[str]], database_url: str, tmp_path: Path
):
    """Once: a file that is there stays as it is. The log is told of it."""
    place = tmp_path / "local.zip"

    answer = run("export", "local", str(place))

    assert answer.returncode == 0, answer.stderr
    assert place.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(place) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("account.jsonl"))["user_id"] == "local"
    with psycopg.connect(database_url) as connection:
        told = connection.execute("SELECT event->>'type' FROM access.outbox").fetchall()
    assert told == [("user.exported.v1",)]
    assert run("export", "local", str(place)).returncode == 2
    assert run("export", "nobody", str(tmp_path / "other.zip")).returncode == 2
