"""E-mail, against a real server."""

import socket
from typing import Any

import pytest
from pydantic import SecretStr

from consumers.notifier.channel import RefusedError, UndeliveredError
from consumers.notifier.mail import Mail, Mailbox
from infra.settings import SmtpSecurity
from tests.consumers.notifier.receiving import Mailroom, delivery, english, knows, mail_server

MARIA = "maria@example.org"


def mail(room: Mailroom, **changes: Any) -> Mail:
    fields: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": room.port,
        "security": SmtpSecurity.NONE,
        "user": "",
        "password": SecretStr(""),
        "sender": "Afina <afina@example.org>",
        "timeout_seconds": 10,
    }
    return Mail(Mailbox(**(fields | changes)), [MARIA], english, "https://afina.example.org")


async def test_a_message_arrives_whole():
    told = delivery("email", MARIA)
    async with mail_server() as room:
        await mail(room).send(told)

    [message] = room.taken
    assert message["To"] == MARIA
    assert message["Message-ID"] == f"<{told.delivery_id}@example.org>"
    text = message.get_body(["plain"]).get_content()  # pyright: ignore[reportOptionalMemberAccess]
    assert "“Triagem de petições”" in text
    assert f"https://afina.example.org/treinos/{told.notice.run_id}" in text


async def test_a_server_may_want_a_password():
    options = {"authenticator": knows("afina", "segredo"), "auth_require_tls": False}
    async with mail_server(**options) as room:
        with pytest.raises(UndeliveredError) as refused:
            await mail(room, user="afina", password=SecretStr("outro")).send(
                delivery("email", MARIA)
            )
        await mail(room, user="afina", password=SecretStr("segredo")).send(delivery("email", MARIA))

    assert len(room.taken) == 1
    assert "outro" not in str(refused.value)


@pytest.mark.parametrize(
    ("answer", "kind"), [("451 later", UndeliveredError), ("550 unknown here", RefusedError)]
)
async def test_a_receiver_may_be_refused_for_now_or_for_ever(answer: str, kind: type[Exception]):
    async with mail_server() as room:
        room.answers[MARIA] = answer
        with pytest.raises(kind, match=answer):
            await mail(room).send(delivery("email", MARIA))


async def test_a_server_without_encryption_is_not_trusted_unless_told():
    """The default asks for STARTTLS."""
    async with mail_server() as room:
        with pytest.raises(UndeliveredError):
            await mail(room, security=SmtpSecurity.STARTTLS).send(delivery("email", MARIA))

    assert room.taken == []


async def test_a_server_that_is_away_may_come_back():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        room = Mailroom(port=taken.getsockname()[1])
    with pytest.raises(UndeliveredError):
        await mail(room).send(delivery("email", MARIA))
