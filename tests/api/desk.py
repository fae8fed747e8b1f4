"""An API on real servers, and what tests do to it."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import uuid4

import httpx
from litestar import Litestar
from sqlalchemy.dialects.postgresql import Insert, insert

from api import app, connections, server, services
from api.access import CredentialKind
from api.server import Server
from api.services import Services
from infra import clock
from infra.settings import Settings
from infra.tokens import digest, new_token
from schemas import subjects, tables
from schemas.base import Event
from schemas.roles import Role, Scope
from schemas.telemetry import LogsReported, ProgressReported
from tests.schemas.examples import OWNER

PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Desk:
    """The application and its insides."""

    application: Litestar
    services: Services

    async def token(
        self,
        subject: str = OWNER,
        kind: CredentialKind = CredentialKind.USER,
        *,
        role: Role = Role.USER,
        scopes: list[Scope] | None = None,
        expires_at: datetime | None = None,
        revoked_at: datetime | None = None,
    ) -> str:
        """A new token for ``subject``, a person of that role or a worker."""
        token = new_token()
        row = {
            "token_id": uuid4(),
            "token_sha256": digest(token),
            "kind": kind,
            "subject": subject,
            "name": f"{subject}'s",
            "created_at": clock.now(),
            "expires_at": expires_at,
            "revoked_at": revoked_at,
            "scopes": scopes,
        }
        async with self.services.engine.begin() as tx:
            if kind is not CredentialKind.WORKER:
                await tx.execute(known(subject, role))
            await tx.execute(insert(tables.tokens).values(row))
        return token

    async def write(self, *events: Event) -> int:
        """Append ``events`` and wait until they can be read; the last one's sequence."""
        sequence = 0
        for event in events:
            aggregate = await self.services.log.history(subjects.guard(event))
            expected = aggregate[-1].sequence if aggregate else 0
            sequence = await self.services.log.append(event, expected=expected)
        await self.read_up_to(sequence)
        return sequence

    async def read_up_to(self, sequence: int) -> None:
        position = self.services.hub.training.position
        assert await position.reached(sequence, PATIENCE_SECONDS)

    async def tell(self, *reports: ProgressReported | LogsReported) -> int:
        """Publish telemetry and wait until it can be read; the last one's sequence."""
        sequence = 0
        for report in reports:
            of = subjects.progress if isinstance(report, ProgressReported) else subjects.logs
            ack = await self.services.log.jetstream.publish(
                of(report.run_id, report.worker_id), report.model_dump_json().encode()
            )
            sequence = ack.seq
        assert await self.services.hub.telemetry.position.reached(sequence, PATIENCE_SECONDS)
        return sequence


def known(user_id: str, role: Role = Role.USER) -> Insert:
    """Makes a person who has joined; nothing changes for one who is there."""
    person = {"user_id": user_id, "name": user_id.title(), "role": role}
    times = {"created_at": clock.now(), "joined_at": clock.now()}
    return insert(tables.users).values(person | times).on_conflict_do_nothing()


class Premises:
    """An application that is put together once, and opened for one test after another.

    Putting it together takes far longer than most tests; what one run of it knows is in its state,
    which each start sets anew.
    """

    _empty: ClassVar[list["Premises"]] = []

    def __init__(self) -> None:
        self.application = app.create(self)
        self._settings = Settings(nats_url="")
        self._open = AsyncExitStack()

    @classmethod
    @contextmanager
    def of(cls, settings: Settings) -> Generator["Premises"]:
        """Those that stand empty, or new ones; left to others only after an orderly end."""
        premises = cls._empty.pop() if cls._empty else cls()
        premises._settings = settings
        yield premises
        cls._empty.append(premises)

    async def __aenter__(self) -> Services:
        return await self._open.enter_async_context(services.opened(self._settings))

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()


@asynccontextmanager
async def at_work(settings: Settings) -> AsyncGenerator[Desk]:
    """The application, started in this process; nothing listens."""
    started, leave = asyncio.Event(), asyncio.Event()

    async def live(application: Litestar) -> None:
        """In a task of its own: a fixture's halves run in two."""
        async with application.lifespan():
            started.set()
            await leave.wait()

    with Premises.of(settings) as premises:
        application = premises.application
        task = asyncio.create_task(live(application))
        await started.wait()
        yield Desk(application, application.state.services)
        leave.set()
        await task


@asynccontextmanager
async def calling(
    desk: Desk, token: str | None = None, *, language: str = "en"
) -> AsyncGenerator[httpx.AsyncClient]:
    """A client that speaks to the application without a network."""
    headers = {"Accept-Language": language}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    transport = httpx.ASGITransport(desk.application)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost", headers=headers
    ) as client:
        yield client


class Listening(Server):
    """A server that says when it listens, and where."""

    def __init__(self, *arguments) -> None:
        super().__init__(*arguments)
        self.up = asyncio.Event()

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets)
        self.up.set()


@asynccontextmanager
async def listening(settings: Settings) -> AsyncGenerator[tuple[Desk, str]]:
    """The application behind a real port."""
    async with AsyncExitStack() as stack:
        application = stack.enter_context(Premises.of(settings)).application
        running = Listening(
            server.configuration(application, settings), connections.allowance(settings)
        )
        task = asyncio.create_task(running.serve())
        await running.up.wait()
        stack.push_async_callback(_stopped, running, application, task)
        yield Desk(application, application.state.services), running.address


async def _stopped(running: Listening, application: Litestar, task: asyncio.Task[None]) -> None:
    server.end(running, application)
    await task
