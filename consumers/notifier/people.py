"""E-mail to people who asked for it themselves, each in their own language."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.notifier import hearers, letter, mail
from consumers.notifier.channel import Delivery, RefusedError, Words
from consumers.notifier.mail import Mailbox

WITHDRAWN = "the person hears of it by e-mail no more"


class People:
    """One message a person, whose address is looked up when it is due: no row holds it."""

    name: ClassVar = "person"
    recipients: Sequence[str] = ()

    def __init__(self, mailbox: Mailbox, engine: AsyncEngine, words: Words, page: str) -> None:
        self._mailbox = mailbox
        self._engine = engine
        self._words = words
        self._page = page

    async def send(self, delivery: Delivery) -> None:
        """Hand the message to the server, if the person still wants it.

        Raises:
            UndeliveredError: see ``mail.hand_in``.
            RefusedError: the same; or the person is gone, or has thought otherwise.
        """
        notice = delivery.notice
        async with self._engine.connect() as tx:
            hearer = await hearers.one(tx, delivery.recipient)
        if hearer is None or not hearer.wants(notice):
            raise RefusedError(WITHDRAWN)
        words = self._words(notice, hearer=hearer.language or "")
        addressed = replace(delivery, recipient=hearer.email)
        link = notice.link(self._page)
        await mail.hand_in(
            self._mailbox, letter.email(addressed, words, self._mailbox.sender, link)
        )
