"""People who asked for e-mail of what is theirs, on the real servers."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from nats.aio.client import Client
from sqlalchemy import insert, update

from consumers.notifier.outbox import Subscription
from consumers.notifier.people import WITHDRAWN, People
from consumers.notifier.receivers import subscription
from schemas import tables
from schemas.events.classification import ClassificationCompleted, ClassificationFailed
from schemas.events.worker import WorkerLost
from schemas.notices import NoticeKind
from schemas.roles import Role
from tests.consumers.notifier.receiving import DAWN, Mailroom, english, mail_server, notice
from tests.consumers.notifier.test_notifier import NOWHERE, Post, posting, settings
from tests.schemas.examples import (
    OWNER,
    alert_raised,
    classification_requested,
    classification_told,
    epoch_completed,
    run_completed,
    run_requested,
    run_started,
    worker_event,
    worker_registered,
)

RUN_ENDS = (run_requested(), run_started(), epoch_completed(), run_completed())
SHEET = "petições.xlsx"


def person(user_id: str = OWNER, **changes: Any) -> dict[str, object]:
    """Somebody who hears of everything by e-mail."""
    values = {
        "user_id": user_id,
        "name": user_id.title(),
        "email": f"{user_id}@example.org",
        "role": Role.USER,
        "language": "en",
        "email_kinds": list(NoticeKind),
        "created_at": DAWN,
        "joined_at": DAWN,
        "disabled_at": None,
    }
    return values | changes


@asynccontextmanager
async def household(
    client: Client, url: str, *people: dict[str, object]
) -> AsyncGenerator[tuple[Post, Mailroom]]:
    """Notices of what happens, to these people alone."""
    async with posting(client, url) as post, mail_server() as room:
        mail = settings(SMTP_HOST="127.0.0.1", SMTP_PORT=room.port, SMTP_SECURITY="none")
        told = subscription(mail, english, post.engine)
        assert isinstance(told.people, People)
        post.notifier._told = Subscription([], frozenset(), told.people)
        post.channels = [told.people]
        async with post.engine.begin() as tx:
            await tx.execute(insert(tables.users), list(people))
        await post.begin()
        yield post, room


def addressed(room: Mailroom) -> dict[str, list[str]]:
    """The subjects, by whom they were sent to."""
    found: dict[str, list[str]] = {}
    for letter in room.taken:
        found.setdefault(letter["To"], []).append(letter["Subject"].partition(":")[0])
    return found


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return part.get_content()


async def test_everybody_hears_of_what_is_theirs_and_administrators_of_machines(
    client: Client, database_url: str
):
    """Another person's training is not told, and no machine to whom it does not concern."""
    people = [person(), person("joana"), person("root", role=Role.ADMIN)]
    async with household(client, database_url, *people) as (post, room):
        await post.happen(*RUN_ENDS, worker_registered(), worker_event(WorkerLost))
        await post.deliver()

    assert addressed(room) == {
        f"{OWNER}@example.org": ["Training completed"],
        "root@example.org": ["Training machine not answering"],
    }


async def test_only_what_was_asked_for_comes(client: Client, database_url: str):
    """The administrator's choice of kinds is not the person's."""
    chosen = person(email_kinds=[NoticeKind.ALERT_RAISED])
    async with household(client, database_url, chosen) as (post, room):
        await post.happen(*RUN_ENDS[:3], alert_raised(code="no_progress"), run_completed())
        await post.deliver()

    assert addressed(room) == {f"{OWNER}@example.org": ["Attention"]}


@pytest.mark.parametrize(
    "state",
    [{"email": None}, {"email_kinds": []}, {"joined_at": None}, {"disabled_at": DAWN}],
)
async def test_nobody_is_told_who_cannot_or_will_not_hear(
    client: Client, database_url: str, state: dict[str, Any]
):
    """No address, no wish, never come, or kept out."""
    async with household(client, database_url, person(**state)) as (post, _):
        await post.happen(*RUN_ENDS)
        assert await post.rows() == []


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        (ClassificationCompleted, f"Spreadsheet classified: {SHEET}"),
        (ClassificationFailed, f"Spreadsheet not classified: {SHEET}"),
    ],
)
async def test_a_sheet_that_was_classified_is_told_to_whose_it_is(
    client: Client,
    database_url: str,
    kind: type[ClassificationCompleted] | type[ClassificationFailed],
    subject: str,
):
    """Once, under the file's name."""
    asked = classification_requested(owner_id="joana", filename=SHEET)
    more = {"code": "crashed"} if kind is ClassificationFailed else {}
    ended = classification_told(kind, owner_id="joana", **more)
    async with household(client, database_url, person(), person("joana")) as (post, room):
        await post.happen(*RUN_ENDS[:3], asked, ended)
        await post.happen(classification_told(kind, owner_id="joana", **more))
        await post.deliver()

    [letter] = room.taken
    assert (letter["To"], letter["Subject"]) == ("joana@example.org", subject)


async def test_the_letter_speaks_the_persons_language_and_says_how_to_end_it(
    client: Client, database_url: str
):
    """Whatever the installation speaks to the administrator's receivers."""
    people = [person("ana", language="pt-BR"), person("ben", language=None)]
    async with household(client, database_url, *people) as (post, room):
        for user_id in ("ana", "ben"):
            told = notice(owner_id=user_id)
            row = {
                "cause_id": told.cause_id,
                "channel": People.name,
                "recipient": user_id,
                "notice": told.model_dump(mode="json"),
                "created_at": DAWN,
                "due_at": DAWN,
                "tries": 0,
            }
            async with post.engine.begin() as tx:
                await tx.execute(insert(tables.outbox).values(row))
        await post.deliver()

    texts = {letter["To"]: text_of(letter) for letter in room.taken}
    assert "Você pediu este aviso" in texts["ana@example.org"]
    assert "You asked for this notice" in texts["ben@example.org"]


@pytest.mark.parametrize(
    "change",
    [{"email_kinds": []}, {"email": None}, {"disabled_at": DAWN}, {"user_id": "gone"}],
)
async def test_what_was_withdrawn_meanwhile_is_not_sent(
    client: Client, database_url: str, change: dict[str, object]
):
    """A row waits for hours where the mail server is away; nobody gets what they ended."""
    async with household(client, database_url, person()) as (post, room):
        await post.happen(*RUN_ENDS)
        own = tables.users.c.user_id == OWNER
        async with post.engine.begin() as tx:
            await tx.execute(update(tables.users).where(own).values(change))
        await post.deliver(after=timedelta(hours=1))
        [row] = await post.rows()

    assert room.taken == []
    assert (row.recipient, row.error) == (OWNER, WITHDRAWN)
    assert row.given_up_at is not None


async def test_the_row_holds_no_address(client: Client, database_url: str):
    """A changed one counts for what still waits, and an erased one is nowhere."""
    async with household(client, database_url, person()) as (post, room):
        await post.happen(*RUN_ENDS)
        [row] = await post.rows()
        assert "@" not in f"{row.recipient} {row.notice}"
        async with post.engine.begin() as tx:
            await tx.execute(update(tables.users).values(email="maria@home.example.org"))
        await post.deliver()

    assert list(addressed(room)) == ["maria@home.example.org"]


def test_without_a_mail_server_nobody_is_reached():
    assert subscription(settings(), english, NOWHERE).people is None
    assert subscription(settings(SMTP_HOST="mail"), english, NOWHERE).people is not None
