"""E-mail through the administrator's own server."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import ClassVar

import aiosmtplib
from aiosmtplib import SMTPException, SMTPRecipientsRefused
from pydantic import SecretStr

from consumers.notifier import letter
from consumers.notifier.channel import Delivery, RefusedError, UndeliveredError, Words
from infra.settings import SmtpSecurity

PERMANENT = 500
"""RFC 5321: from here on a server will not change its mind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """Where mail is handed in, and as whom."""

    host: str
    port: int
    security: SmtpSecurity
    user: str
    password: SecretStr
    sender: str
    timeout_seconds: float


class Mail:
    """One message a receiver."""

    name: ClassVar = "email"

    def __init__(
        self, mailbox: Mailbox, recipients: Sequence[str], words: Words, page: str
    ) -> None:
        self._mailbox = mailbox
        self._words = words
        self._page = page
        self.recipients = tuple(recipients)

    async def send(self, delivery: Delivery) -> None:
        """Hand the message to the server.

        Raises:
            UndeliveredError: see ``hand_in``.
            RefusedError: the same.
        """
        mailbox, notice = self._mailbox, delivery.notice
        link = notice.link(self._page)
        message = letter.email(delivery, self._words(notice), mailbox.sender, link)
        await hand_in(mailbox, message)


async def hand_in(mailbox: Mailbox, message: EmailMessage) -> None:
    """Give the message for one receiver to the server.

    Raises:
        UndeliveredError: the server is away, or has refused for now, or refuses us.
        RefusedError: it will never take mail for this receiver.
    """
    try:
        await aiosmtplib.send(
            message,
            hostname=mailbox.host,
            port=mailbox.port,
            username=mailbox.user or None,
            password=mailbox.password.get_secret_value() or None,
            use_tls=mailbox.security is SmtpSecurity.TLS,
            start_tls=mailbox.security is SmtpSecurity.STARTTLS,
            timeout=mailbox.timeout_seconds,
        )
    except SMTPRecipientsRefused as error:
        [refusal] = error.recipients
        kind = RefusedError if refusal.code >= PERMANENT else UndeliveredError
        raise kind(f"{refusal.code} {refusal.message}") from error
    except (SMTPException, OSError) as error:
        raise UndeliveredError(str(error)) from error
