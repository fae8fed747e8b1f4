"""``afina token``: access tokens of a stack, running or not."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import spoken
from afina.usage import Commands
from afina.words import Words

if TYPE_CHECKING:
    from afina.tokens import Grant, StoredToken, Tokens

UUID_WIDTH = 36
TABLE_WIDTH = 130
SCOPES = frozenset({"read", "write", "admin"})
"""The values of ``Scope``: the contracts load too slowly for ``--help``."""

app = Commands(no_args_is_help=True)


@app.command("create", help=HELP.token_create)
def create(  # noqa: PLR0913 (one parameter for each option)
    data_dir: DataDir,
    owner: Annotated[str, typer.Option("--owner", help=HELP.owner)] = "local",
    name: Annotated[str, typer.Option("--name", help=HELP.token_name)] = "afina token create",
    worker: Annotated[str | None, typer.Option("--worker", help=HELP.token_worker)] = None,
    scope: Annotated[list[str] | None, typer.Option("--scope", help=HELP.token_scope)] = None,
    expires: Annotated[
        int | None, typer.Option("--expires", min=1, help=HELP.token_expires)
    ] = None,
    language: ChosenLanguage = None,
) -> None:
    """Print a new token, alone on standard output."""
    from afina.tokens import Grant, TokenKind
    from api.problems import RefusedError

    say = words.of(language, os.environ)
    if wrong := set(scope or ()) - SCOPES:
        sys.exit(say.token.not_a_scope(", ".join(sorted(wrong))))
    kind, subject = (TokenKind.USER, owner) if worker is None else (TokenKind.WORKER, worker)
    life = None if expires is None else timedelta(days=expires)
    grant = Grant(kind, subject, name, life, None if scope is None else tuple(scope))
    try:
        with spoken(say.stack):
            print(asyncio.run(_create(data_dir, grant)))
    except RefusedError:
        sys.exit(say.people.no_owner(owner))


@app.command("list", help=HELP.token_list)
def show(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print a table of tokens."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    say = words.of(language, os.environ)
    identifier, *others = say.token.columns
    table = Table(Column(identifier, no_wrap=True, min_width=UUID_WIDTH), *others, box=None)
    with spoken(say.stack):
        tokens = asyncio.run(_all(data_dir))
    for token in tokens:
        table.add_row(*map(Text, _row(token, say)))
    Console(width=max(Console().width, TABLE_WIDTH)).print(table)


@app.command("revoke", help=HELP.token_revoke)
def revoke(
    token_id: Annotated[str, typer.Argument(help=HELP.token_id)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Make a token useless at once."""
    say = words.of(language, os.environ)
    try:
        identifier = UUID(token_id)
    except ValueError:
        sys.exit(say.token.not_an_id(token_id))
    from api.problems import RefusedError

    try:
        with spoken(say.stack):
            asyncio.run(_revoke(data_dir, identifier))
    except RefusedError:
        sys.exit(say.token.unknown(token_id))
    print(say.token.now_revoked(token_id))


async def _create(data_dir: Path, grant: "Grant") -> str:
    from afina import people
    from afina.tokens import TokenKind
    from infra import clock

    if grant.kind is TokenKind.USER:
        async with people.visiting(data_dir) as tx:
            return await people.give_token(tx, grant)
    async with _tokens(data_dir) as tokens:
        return await tokens.create(grant, clock.now())


async def _all(data_dir: Path) -> "list[StoredToken]":
    async with _tokens(data_dir) as tokens:
        return await tokens.all()


async def _revoke(data_dir: Path, token_id: UUID) -> None:
    from afina import people

    async with people.visiting(data_dir) as tx:
        await people.take_token(tx, token_id)


@asynccontextmanager
async def _tokens(data_dir: Path) -> "AsyncGenerator[Tokens]":
    """The tokens of the running stack; else of its database, started for the moment."""
    from afina import tokens
    from afina.visit import visiting_database

    async with visiting_database(data_dir, new=True) as url, tokens.opened(url) as table:
        yield table


def _row(token: "StoredToken", say: Words) -> tuple[str, str, str, str, str, str]:
    from afina.tokens import TokenKind
    from infra import clock

    whose = {TokenKind.USER: say.token.user, TokenKind.WORKER: say.token.worker}[token.kind]
    revoked = token.revoked_at is not None
    unusable = say.token.revoked if revoked else say.token.expired
    return (
        str(token.token_id),
        whose(token.subject),
        token.name,
        f"{token.created_at:%Y-%m-%d %H:%M}",
        f"{token.last_used_at:%Y-%m-%d %H:%M}" if token.last_used_at else say.token.never,
        say.token.works if token.works(clock.now()) else unusable,
    )
