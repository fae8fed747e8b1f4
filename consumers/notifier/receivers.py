"""Whom an administrator wants to be told, and of what; and the way to people who ask."""

from sqlalchemy.ext.asyncio import AsyncEngine

from consumers.notifier.channel import Channel, Words
from consumers.notifier.mail import Mail, Mailbox
from consumers.notifier.outbox import Subscription
from consumers.notifier.people import People
from consumers.notifier.webhook import Webhook
from infra.settings import Settings


def subscription(settings: Settings, words: Words, engine: AsyncEngine) -> Subscription:
    """Nobody, where nobody was named; people for themselves, where there is a mail server."""
    channels: list[Channel] = []
    people: People | None = None
    if settings.smtp_host:
        mailbox, page = _mailbox(settings), settings.public_url
        people = People(mailbox, engine, words, page)
        if settings.notify_emails:
            channels.append(Mail(mailbox, settings.notify_emails, words, page))
    if settings.webhook_urls:
        channels.append(_webhook(settings, words))
    return Subscription(channels, frozenset(settings.notify_kinds), people)


def _mailbox(settings: Settings) -> Mailbox:
    return Mailbox(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.smtp_from,
        timeout_seconds=settings.notify_timeout_seconds,
    )


def _webhook(settings: Settings, words: Words) -> Webhook:
    return Webhook(
        settings.webhook_urls,
        settings.webhook_secret,
        words,
        settings.public_url,
        anywhere=settings.webhook_anywhere,
        timeout_seconds=settings.notify_timeout_seconds,
    )
