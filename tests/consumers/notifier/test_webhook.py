"""Webhooks, against a real server."""

import asyncio
import json
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

import pytest
from pydantic import SecretStr

from consumers.notifier.channel import RefusedError, UndeliveredError
from consumers.notifier.webhook import Webhook
from infra.addresses import is_delicate
from tests.consumers.notifier.receiving import delivery, english, web_server


def webhook(url: str, **changes: Any) -> Webhook:
    options = {"timeout_seconds": 10} | changes
    return Webhook([url], SecretStr("whsec_c2VncmVkbw=="), english, "", **options)


async def test_a_notice_is_posted_and_signed():
    async with web_server() as site:
        told = delivery("webhook", f"{site.url}/afina?room=1")
        await webhook(told.recipient).send(told)

    [(headers, body)] = site.posted
    assert headers["host"] == site.url.removeprefix("http://")
    assert headers["webhook-id"] == str(told.delivery_id)
    assert headers["webhook-signature"].startswith("v1,")
    assert json.loads(body)["type"] == "run_failed"


@pytest.mark.parametrize("status", [302, 404, 500])
async def test_whoever_does_not_say_yes_is_asked_again(status: int):
    """A redirect is not followed: it may lead anywhere."""
    async with web_server() as site:
        site.answers = [status]
        with pytest.raises(UndeliveredError, match=str(status)):
            await webhook(site.url).send(delivery("webhook", site.url))

    assert len(site.posted) == 1


async def test_whoever_is_gone_is_not_asked_again():
    async with web_server() as site:
        site.answers = [410]
        with pytest.raises(RefusedError):
            await webhook(site.url).send(delivery("webhook", site.url))


async def test_an_answer_without_an_end_is_not_read():
    """The status is all that is wanted of it; the rest would fill the memory."""
    closed = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 -\r\n\r\n")
        with suppress(ConnectionError):
            while True:
                writer.write(b"x" * 65536)
                await writer.drain()
        writer.close()
        closed.set()

    async with await asyncio.start_server(answer, "127.0.0.1") as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        await webhook(url, timeout_seconds=2).send(delivery("webhook", url))
        async with asyncio.timeout(2):
            await closed.wait()


async def test_a_receiver_that_says_nothing_is_not_waited_for():
    async with web_server() as site:
        site.answers = [None]
        with pytest.raises(UndeliveredError):
            await webhook(site.url, timeout_seconds=0.2).send(delivery("webhook", site.url))


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fe80::1]/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::169.254.169.254]/",
        "http://[64:ff9b::169.254.169.254]/",
        "http://[64:ff9b:1::169.254.169.254]/",
        "http://[::ffff:0:169.254.169.254]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://192.0.0.192/opc/v2/",
        "http://168.63.129.16/machine",
        "http://[::ffff:168.63.129.16]/machine",
        "http://2852039166/",
        "http://0xa9fea9fe/",
        "http://[fd00:ec2::254]/",
        "http://0.0.0.0/",
    ],
)
async def test_a_machines_own_secrets_are_out_of_reach(url: str):
    """Wherever a name points."""
    with pytest.raises(UndeliveredError, match="may be posted"):
        await webhook(url).send(delivery("webhook", url))


def test_an_institutions_own_network_is_not_delicate():
    for address in ("10.1.2.3", "192.168.0.9", "127.0.0.1", "::1", "2001:db8::1"):
        assert not is_delicate(ip_address(address))


async def test_a_name_that_nobody_knows_may_be_known_later():
    with pytest.raises(UndeliveredError):
        await webhook("http://nobody.invalid/").send(delivery("webhook", "http://nobody.invalid/"))
