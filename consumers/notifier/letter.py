"""A notice as an e-mail and as a webhook's body. Pure."""

import base64
import hashlib
import hmac
import json
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from consumers.notifier.channel import Delivery, Wording

WEBHOOK_SECRET_PREFIX = "whsec_"  # noqa: S105 - the mark of a secret, not one
AUTO_SUBMITTED = "auto-generated"
"""RFC 3834: so that nobody's absence answers."""


def email(delivery: Delivery, wording: Wording, sender: str, link: str | None) -> EmailMessage:
    """Plain text and HTML; the message's id is the delivery's."""
    message = EmailMessage()
    message["Subject"] = " ".join(wording.subject.split())
    message["From"] = sender
    message["To"] = delivery.recipient
    message["Date"] = format_datetime(delivery.notice.happened_at)
    message["Message-ID"] = f"<{delivery.delivery_id}@{_domain(sender)}>"
    message["Auto-Submitted"] = AUTO_SUBMITTED
    paragraphs = [*wording.sentences, *([link] if link else [])]
    message.set_content("\n\n".join(paragraphs) + "\n")
    message.add_alternative(_html(wording, link), subtype="html")
    return message


def _domain(sender: str) -> str:
    return Address(addr_spec=sender.rsplit("<", 1)[-1].rstrip("> ")).domain


def _html(wording: Wording, link: str | None) -> str:
    told = "".join(f"<p>{escape(sentence)}</p>" for sentence in wording.sentences)
    way = f'<p><a href="{escape(link)}">{escape(link)}</a></p>' if link else ""
    return f"<!doctype html><html><body>{told}{way}</body></html>\n"


def webhook_body(delivery: Delivery, wording: Wording, link: str | None) -> bytes:
    """The codes for programs, and the words for people."""
    notice = delivery.notice
    body = {
        "type": notice.kind.value,
        "timestamp": notice.happened_at.isoformat(),
        "data": {
            **notice.model_dump(mode="json", exclude={"kind", "happened_at"}),
            "subject": wording.subject,
            "text": " ".join(wording.sentences),
            "link": link,
        },
    }
    return json.dumps(body, ensure_ascii=False).encode()


def webhook_headers(delivery: Delivery, body: bytes, secret: str) -> dict[str, str]:
    """As Standard Webhooks has them; unsigned where there is no secret.

    The signature is over identifier, second of this try and body, so that none can be exchanged.
    """
    identifier = str(delivery.delivery_id)
    second = str(int(delivery.tried_at.timestamp()))
    headers = {
        "Content-Type": "application/json",
        "webhook-id": identifier,
        "webhook-timestamp": second,
    }
    if not secret:
        return headers
    key = base64.b64decode(secret.removeprefix(WEBHOOK_SECRET_PREFIX))
    signed = f"{identifier}.{second}.".encode() + body
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return headers | {"webhook-signature": f"v1,{signature}"}
