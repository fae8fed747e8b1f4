import asyncio
import re
import subprocess
import sys
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest

from afina import people, tokens
from afina.tokens import Grant, TokenKind
from api.people import accounts
from api.problems import RefusedError
from infra import clock
from infra.tokens import digest, new_token
from tests.infra.broker import until

NOW = clock.now()
GRANT = Grant(TokenKind.USER, "local", "test", timedelta(days=1))


def afina(*words: str, database_url: str, tmp_path) -> subprocess.CompletedProcess[str]:
    """The command, on a database that is already there."""
    return subprocess.run(
        [sys.executable, "-m", "afina", *words, "--data-dir", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env={"DATABASE_URL": database_url, "LANG": "en_US.UTF-8"},
    )


def test_tokens_have_one_form_and_are_never_the_same():
    first, second = new_token(), new_token()
    assert re.fullmatch(r"afn_[A-Za-z0-9_-]{43}", first)
    assert first != second
    assert len(digest(first)) == 32
    assert digest(first) != digest(second)


async def test_only_the_digest_is_stored(database_url):
    async with tokens.opened(database_url) as table:
        token = await table.create(GRANT, NOW)
    with psycopg.connect(database_url) as connection:
        [row] = connection.execute("SELECT t::text, token_sha256 FROM access.tokens t").fetchall()
    assert token not in row[0]
    assert row[1] == digest(token)


async def test_a_token_works_until_its_day_or_its_revocation(database_url):
    async with tokens.opened(database_url) as table:
        await table.create(GRANT, NOW)
        [made] = await table.all()
        assert made.works(NOW)
        assert not made.works(NOW + timedelta(days=2))
        async with people.changing(database_url) as tx:
            await people.take_token(tx, made.token_id)
        [revoked] = await table.all()
        assert not revoked.works(NOW)
        with pytest.raises(RefusedError):
            async with people.changing(database_url) as tx:
                await people.take_token(tx, made.token_id)


async def test_a_token_is_taken_when_its_person_is_free_and_the_log_hears_of_it(database_url):
    """Whoever changes the account at that moment is waited for, as everywhere."""
    async with people.changing(database_url) as tx:
        await people.give_token(tx, GRANT)
    async with tokens.opened(database_url) as table, people.changing(database_url) as holding:
        [made] = await table.all()
        await accounts.held(holding, "local")
        taking = asyncio.create_task(take(database_url, made.token_id))
        await until(lambda: waits(database_url))
        assert not taking.done()
        await holding.commit()
        await taking
    with psycopg.connect(database_url) as connection:
        told = connection.execute("SELECT event->>'type' FROM access.outbox ORDER BY 1").fetchall()
    assert told == [("user.token_made.v1",), ("user.token_revoked.v1",)]


async def take(database_url: str, token_id: UUID) -> None:
    async with people.changing(database_url) as tx:
        await people.take_token(tx, token_id)


def waits(database_url: str) -> bool:
    """Whether somebody waits for a row."""
    query = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with psycopg.connect(database_url) as connection:
        [waiting] = connection.execute(query).fetchone()
    return waiting > 0


async def test_a_new_start_forgets_the_old_workers(database_url):
    """Their processes are gone; people's own tokens stay."""
    worker = Grant(TokenKind.WORKER, "local-1", tokens.SIGN_IN_NAME)
    old = Grant(TokenKind.USER, "local", tokens.SIGN_IN_NAME, timedelta(seconds=-1))
    async with tokens.opened(database_url) as table:
        for grant in (worker, old, GRANT):
            await table.create(grant, NOW)
        await table.forget_old_starts(NOW)
        assert [token.name for token in await table.all()] == ["test"]


def test_the_command_prints_the_token_alone(database_url, tmp_path):
    """Scripts read it as it is."""
    done = afina("token", "create", database_url=database_url, tmp_path=tmp_path)
    assert re.fullmatch(r"afn_[A-Za-z0-9_-]{43}\n", done.stdout), done.stderr
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT kind, subject, token_sha256 FROM access.tokens").fetchone()
    assert row == ("user", "local", digest(done.stdout.strip()))


def test_a_worker_token_speaks_for_its_worker(database_url, tmp_path):
    words = ("token", "create", "--worker", "sala-2")
    afina(*words, database_url=database_url, tmp_path=tmp_path).check_returncode()
    with psycopg.connect(database_url) as connection:
        row = connection.execute("SELECT kind, subject FROM access.tokens").fetchone()
    assert row == ("worker", "sala-2")


async def test_a_listed_token_can_be_revoked(database_url, tmp_path):
    async with tokens.opened(database_url) as table:
        await table.create(GRANT, NOW)
        [made] = await table.all()
    listed = afina("token", "list", database_url=database_url, tmp_path=tmp_path)
    assert str(made.token_id) in listed.stdout
    words = ("token", "revoke", str(made.token_id))
    assert afina(*words, database_url=database_url, tmp_path=tmp_path).returncode == 0
    again = afina(*words, database_url=database_url, tmp_path=tmp_path)
    assert again.returncode == 1
    assert "no working access token" in again.stderr


@pytest.mark.parametrize("said", ["x", "1234"])
def test_what_is_no_identifier_is_refused(database_url, tmp_path, said):
    done = afina("token", "revoke", said, database_url=database_url, tmp_path=tmp_path)
    assert done.returncode == 1
    assert "does not identify an access token" in done.stderr
