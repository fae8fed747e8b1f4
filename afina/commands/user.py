"""``afina user``: people of a stack, running or not."""

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from afina import words
from afina.options import HELP, ChosenLanguage, DataDir
from afina.refusals import refuse, spoken
from afina.usage import Commands
from afina.words import Words

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

    from api.people.accounts import Account

Answer = TypeVar("Answer")
Work = Callable[["AsyncConnection"], Awaitable[Answer]]

app = Commands(no_args_is_help=True)

Who = Annotated[str, typer.Argument(help=HELP.user_who, show_default=False)]
RoleName = Annotated[str, typer.Option("--role", help=HELP.user_role_name)]
ID_WIDTH = 32


@app.command("list", help=HELP.user_list)
def show(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print a table of people."""
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    from api.people import accounts

    say = words.of(language, os.environ)
    identifier, *others = say.people.columns
    table = Table(Column(identifier, no_wrap=True, min_width=ID_WIDTH), *others, box=None)
    for account in _done(data_dir, say, accounts.every):
        table.add_row(*map(Text, _row(account, say)))
    Console().print(table)


@app.command("invite", help=HELP.user_invite)
def invite(
    name: Annotated[str, typer.Argument(help=HELP.user_name, show_default=False)],
    data_dir: DataDir,
    role: RoleName = "user",
    login: Annotated[str | None, typer.Option("--login", help=HELP.user_login)] = None,
    email: Annotated[str | None, typer.Option("--email", help=HELP.user_email)] = None,
    language: ChosenLanguage = None,
) -> None:
    """Print the link of a new account, alone on standard output."""
    from api.people import accounts, passes
    from api.people.accounts import Newcomer
    from api.people.outbox import HOST
    from infra import clock
    from schemas.roles import PassKind, Role

    say = words.of(language, os.environ)
    newcomer = Newcomer(name, Role(_role(role, say)), login, email)

    async def work(tx: "AsyncConnection") -> str:
        now = clock.now()
        user_id = await accounts.invite(tx, newcomer, HOST, now)
        made = await passes.issue(tx, PassKind.INVITATION, user_id, HOST, now)
        return made.link(_page(data_dir))

    print(_done(data_dir, say, work))


@app.command("reset", help=HELP.user_reset)
def reset(who: Who, data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print the link for a new password, alone on standard output."""
    from afina import people
    from api.people import passes
    from api.people.outbox import HOST
    from infra import clock

    async def work(tx: "AsyncConnection") -> str:
        account = await people.found(tx, who)
        made = await passes.issue_reset(tx, account.user_id, HOST, clock.now())
        return made.link(_page(data_dir))

    print(_done(data_dir, words.of(language, os.environ), work))


@app.command("disable", help=HELP.user_disable)
def disable(who: Who, data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Let a person in no more."""
    _change(who, data_dir, words.of(language, os.environ), disabled=True)


@app.command("enable", help=HELP.user_enable)
def enable(who: Who, data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Let a person in again."""
    _change(who, data_dir, words.of(language, os.environ), disabled=False)


@app.command("role", help=HELP.user_role)
def role(
    who: Who,
    name: Annotated[str, typer.Argument(help=HELP.user_role_name, show_default=False)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Let a person do more, or less."""
    say = words.of(language, os.environ)
    _change(who, data_dir, say, role=_role(name, say))


@app.command("export", help=HELP.user_export)
def export(
    who: Who,
    place: Annotated[Path, typer.Argument(help=HELP.user_export_file, show_default=False)],
    data_dir: DataDir,
    language: ChosenLanguage = None,
) -> None:
    """Write everything of a person into a new file, for its owner alone to read."""
    from afina import people
    from api.sentences import Language

    say = words.of(language, os.environ)

    with spoken(say.stack), _refused(say):
        try:
            folder = data_dir.expanduser().absolute()
            asyncio.run(people.hand_out(folder, who, place, Language(say.people.language)))
        except FileExistsError:
            refuse(say.people.file_exists(str(place)))
    print(say.people.exported(str(place)))


@app.command("setup-code", help=HELP.user_setup_code)
def setup_code(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Print the link for the first administrator; the ones before are worthless then."""
    from api.people import passes
    from api.people.outbox import HOST
    from infra import clock

    say = words.of(language, os.environ)
    made = _done(data_dir, say, lambda tx: passes.issue_setup(tx, HOST, clock.now()))
    if made is None:
        refuse(say.people.set_up)
    print(made.link(_page(data_dir)))


def _change(
    who: str, data_dir: Path, say: Words, *, role: str | None = None, disabled: bool | None = None
) -> None:
    from afina import people
    from api.people import accounts
    from api.people.outbox import HOST
    from infra import clock
    from schemas.roles import Role

    async def work(tx: "AsyncConnection") -> str:
        account = await people.found(tx, who)
        wanted = None if role is None else Role(role)
        await accounts.change(tx, account.user_id, wanted, disabled, HOST, clock.now())
        return account.name

    print(say.people.changed(_done(data_dir, say, work)))


def _done(data_dir: Path, say: Words, work: "Work[Answer]") -> Answer:
    """What ``work`` answers in a transaction of its own."""
    from afina import people

    async def run() -> Answer:
        async with people.visiting(data_dir) as tx:
            return await work(tx)

    with spoken(say.stack), _refused(say):
        return asyncio.run(run())


@contextmanager
def _refused(say: Words) -> Generator[None]:
    """The API's own sentence, where it says no."""
    from api.problems import RefusedError
    from api.sentences import Language, sentence

    try:
        yield
    except RefusedError as refused:
        refuse(sentence(refused.code, Language(say.people.language), refused.params))


def _page(data_dir: Path) -> str:
    from afina import people

    return people.page(data_dir)


def _role(name: str, say: Words) -> str:
    if name not in say.people.roles:
        sys.exit(say.people.not_a_role(name))
    return name


def _row(account: "Account", say: Words) -> tuple[str, str, str, str, str]:
    joined = say.people.joined if account.joined_at else say.people.invited
    state = say.people.disabled if account.disabled_at else joined
    role = say.people.roles[account.role]
    return account.user_id, account.login or "", account.name, role, state
