"""Whom an administrator wants to be told, and of what."""

from consumers.notifier.channel import Channel, Words
from consumers.notifier.mail import Mail, Mailbox
from consumers.notifier.outbox import Subscription
from consumers.notifier.webhook import Webhook
from infra.settings import Settings


def subscription(settings: Settings, words: Words) -> Subscription:
    """Nobody, where nobody was named."""
    channels: list[Channel] = []
    if settings.smtp_host and settings.notify_emails:
        channels.append(_mail(settings, words))
    if settings.webhook_urls:
        channels.append(_webhook(settings, words))
    return Subscription(channels, frozenset(settings.notify_kinds))


def _mail(settings: Settings, words: Words) -> Mail:
    mailbox = Mailbox(
        host=settings.smtp_host,
        port=settings.smtp_port,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
        sender=settings.smtp_from,
        timeout_seconds=settings.notify_timeout_seconds,
    )
    return Mail(mailbox, settings.notify_emails, words, settings.public_url)


def _webhook(settings: Settings, words: Words) -> Webhook:
    return Webhook(
        settings.webhook_urls,
        settings.webhook_secret,
        words,
        settings.public_url,
        anywhere=settings.webhook_anywhere,
        timeout_seconds=settings.notify_timeout_seconds,
    )
