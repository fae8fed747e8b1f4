"""People as tests need them: an administrator, others, and browsers of theirs."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import select

from api.access import CHANGE_HEADER
from api.people import accounts, outbox, passes
from api.people.accounts import Newcomer
from api.people.entrance import Choice
from api.people.visitor import Visitor
from infra import clock
from schemas.events import catalogue
from schemas.roles import PassKind, Role
from schemas.tables import user_outbox
from tests.api.desk import Desk

PASSWORD = "o processo foi arquivado ontem"
OTHER_PASSWORD = "a pauta de amanhã ficou vazia"
VISITOR = Visitor("203.0.113.9", "a test", secure=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Who has an account."""

    user_id: str
    login: str


async def joined(desk: Desk, login: str, role: Role = Role.USER) -> Person:
    """A person who has come, by the way that people come."""
    newcomer, now = Newcomer(login.title(), role, login), clock.now()
    async with desk.services.engine.begin() as tx:
        user_id = await accounts.invite(tx, newcomer, outbox.HOST, now)
        made = await passes.issue(tx, PassKind.INVITATION, user_id, outbox.HOST, now)
    kinds = {PassKind.INVITATION}
    await desk.services.entrance.by_pass(made.code, kinds, Choice(PASSWORD), VISITOR, now)
    return Person(user_id, login)


@asynccontextmanager
async def browser(
    desk: Desk, *, address: str = "203.0.113.9", site: str = "http://localhost"
) -> AsyncGenerator[httpx.AsyncClient]:
    """A browser with Afina's page open, in which nobody has signed in."""
    transport = httpx.ASGITransport(desk.application, client=(address, 50000))
    headers = {CHANGE_HEADER: "1", "Accept-Language": "en", "User-Agent": "Firefox"}
    async with httpx.AsyncClient(transport=transport, base_url=site, headers=headers) as client:
        yield client


async def sign_in(
    client: httpx.AsyncClient, login: str, password: str = PASSWORD
) -> httpx.Response:
    return await client.post("/api/session", json={"login": login, "password": password})


async def told(desk: Desk) -> list[Any]:
    """The events that wait for the log, oldest first."""
    async with desk.services.engine.connect() as tx:
        rows = await tx.scalars(select(user_outbox.c.event).order_by(user_outbox.c.position))
    return [catalogue.recorded_events.validate_python(row) for row in rows]


async def told_types(desk: Desk) -> list[str]:
    return [event.type for event in await told(desk)]
