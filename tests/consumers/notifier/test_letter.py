import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta

from consumers.notifier import letter
from tests.consumers.notifier.receiving import DAWN, delivery, english, notice
from tests.schemas.examples import CAUSE, RUN

MARIA = delivery("email", "maria@example.org")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
SENDER = "Afina <afina@example.org>"


def test_an_email_says_what_happened_and_what_to_do_in_text_and_in_html():
    message = letter.email(MARIA, english(MARIA.notice), SENDER, "https://afina/runs/1?a=1&b=2")

    assert message["Subject"] == "Training failed: Triagem de petições"
    assert (message["From"], message["To"]) == (SENDER, "maria@example.org")
    text, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))  # pyright: ignore[reportOptionalMemberAccess]
    assert "Train again with shorter texts" in text
    assert "https://afina/runs/1?a=1&b=2" in text
    assert '<a href="https://afina/runs/1?a=1&amp;b=2">' in html
    assert "<p>The training “Triagem de petições” failed.</p>" in html


def test_a_message_keeps_its_id_at_every_try():
    """And nobody else's has it."""
    again = replace(MARIA, tried_at=DAWN + timedelta(hours=1))
    other = delivery("email", "joão@example.org")
    first, second, third = (
        letter.email(each, english(each.notice), SENDER, None)["Message-ID"]
        for each in (MARIA, again, other)
    )

    assert first == second == f"<{MARIA.delivery_id}@example.org>"
    assert third != first


def test_nobodys_absence_answers():
    assert letter.email(MARIA, english(MARIA.notice), SENDER, None)["Auto-Submitted"]


def test_a_name_cannot_forge_a_header_or_markup():
    """People choose names."""
    forged = delivery("email", "maria@example.org", run_name="x\r\nBcc: all@example.org <b>")
    message = letter.email(forged, english(forged.notice), SENDER, None)

    assert message["Bcc"] is None
    assert message["Subject"] == "Training failed: x Bcc: all@example.org <b>"
    assert "<b>" not in message.get_body(["html"]).get_content()  # pyright: ignore[reportOptionalMemberAccess]


def test_a_webhook_gets_codes_for_programs_and_words_for_people():
    hook = delivery("webhook", "https://example.org")
    body = json.loads(letter.webhook_body(hook, english(hook.notice), None))

    assert (body["type"], body["timestamp"]) == ("run_failed", "2026-01-01T00:00:00+00:00")
    data = body["data"]
    assert (data["code"], data["run_id"], data["cause_id"]) == (
        "out_of_memory",
        str(RUN),
        str(CAUSE),
    )
    assert data["subject"] == "Training failed: Triagem de petições"
    assert data["text"].startswith("The training")


def test_a_post_is_signed_as_standard_webhooks_has_it():
    """Over identifier, second and body."""
    hook = delivery("webhook", "https://example.org")
    headers = letter.webhook_headers(hook, b'{"test": 1}', SECRET)

    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    signed = f"{hook.delivery_id}.{int(DAWN.timestamp())}.".encode() + b'{"test": 1}'
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == str(hook.delivery_id)


def test_without_a_secret_nothing_is_signed():
    hook = delivery("webhook", "https://example.org")

    assert "webhook-signature" not in letter.webhook_headers(hook, b"", "")


def test_a_link_needs_a_page_and_a_run():
    assert notice().link("https://afina.example.org/") == f"https://afina.example.org/treinos/{RUN}"
    assert notice().link("") is None
    assert notice(run_id=None).link("https://afina.example.org") is None
