"""Receivers of notices: a channel in memory, a mail server, a web server."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from api.sentences import Language, Wording, wording
from consumers.notifier.channel import Delivery
from schemas.notices import Notice, NoticeKind
from tests.schemas.examples import CAUSE, OWNER, RUN, WORKER

DAWN = datetime(2026, 1, 1, tzinfo=UTC)


def notice(**changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "kind": NoticeKind.RUN_FAILED,
        "cause_id": CAUSE,
        "sequence": 7,
        "happened_at": DAWN,
        "code": "out_of_memory",
        "params": {"step": 17},
        "run_id": RUN,
        "run_name": "Triagem de petições",
        "owner_id": OWNER,
        "worker_id": WORKER,
    }
    return Notice(**(fields | changes))


def delivery(channel: str, recipient: str, **changes: Any) -> Delivery:
    return Delivery(channel, recipient, notice(**changes), DAWN)


def english(told: Notice, *, hearer: str | None = None) -> Wording:
    return wording(told, Language.EN, hearer)


@dataclass
class Mailroom:
    """What a mail server took, and what it answers."""

    taken: list[EmailMessage] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """To a recipient, instead of yes."""
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - so the library calls it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = message_from_bytes(envelope.content or b"", policy=policy.default)  # pyright: ignore[reportArgumentType]
        self.taken.append(message)  # pyright: ignore[reportArgumentType]
        return "250 OK"


@asynccontextmanager
async def mail_server(**options: Any) -> AsyncGenerator[Mailroom]:
    """A real server on a free port."""
    room = Mailroom()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(room, loop=loop, **options), "127.0.0.1", 0)
    room.port = server.sockets[0].getsockname()[1]
    try:
        yield room
    finally:
        server.close()


def knows(user: str, password: str) -> Any:
    """An authenticator that lets one user in."""

    def authenticate(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, told: LoginPassword
    ) -> AuthResult:
        known = (told.login, told.password) == (user.encode(), password.encode())
        return AuthResult(success=known, handled=False)

    return authenticate


@dataclass
class Site:
    """What a web server was posted, and what it answers."""

    url: str = ""
    answers: list[int | None] = field(default_factory=list)
    """The next statuses; None takes the request and never answers; then 204."""
    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    visits: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def ids(self) -> list[UUID]:
        return [UUID(headers["webhook-id"]) for headers, _ in self.posted]

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits.append(asyncio.create_task(self._answer(reader, writer)))

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        pairs = (line.split(": ", 1) for line in lines[1:] if line)
        headers = {name.lower(): value for name, value in pairs}
        self.posted.append((headers, await reader.readexactly(int(headers["content-length"]))))
        status = self.answers.pop(0) if self.answers else 204
        if status is None:
            await reader.read()
        else:
            location = f"Location: {self.url}/elsewhere\r\n"
            writer.write(f"HTTP/1.1 {status} -\r\n{location}Content-Length: 0\r\n\r\n".encode())
        writer.close()
        await writer.wait_closed()


@asynccontextmanager
async def web_server() -> AsyncGenerator[Site]:
    site = Site()
    server = await asyncio.start_server(site.serve, "127.0.0.1")
    site.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield site
    finally:
        server.close()
        await asyncio.gather(*site.visits)
