"""The broker's door: are the accounts kept apart, and does the API say who comes in?"""

import json
from collections.abc import AsyncGenerator
from typing import Any

from nats.aio.client import Client
from nats.errors import Error as NatsError

from afina.checkup.finding import Code, Finding, found
from afina.embedded.broker import APPLICATION, AUTHENTICATION, SYSTEM
from infra.settings import Settings
from infra.tokens import new_token
from schemas import subjects

CONNECT_SECONDS = 3
ACCOUNTS = frozenset({APPLICATION, AUTHENTICATION, SYSTEM, subjects.WORKERS_ACCOUNT})
QUESTIONS = "$SYS.REQ.USER.AUTH"
"""What the doorkeeper hears."""


async def look(settings: Settings) -> AsyncGenerator[Finding]:
    """What can be seen of it: of a broker elsewhere only whether it opens to anybody."""
    yield await _unknown_token(settings.nats_url)
    if settings.system_nats_url:
        async for finding in _inside(settings.system_nats_url):
            yield finding


async def _unknown_token(nats_url: str) -> Finding:
    scheme, _, rest = nats_url.partition("://")
    try:
        stranger = await _connected(f"{scheme}://{rest.rpartition('@')[2]}", token=new_token())
    except (NatsError, OSError, TimeoutError):
        return found(Code.DOOR_CLOSED)
    await stranger.close()
    return found(Code.DOOR_OPEN)


async def _inside(system_url: str) -> AsyncGenerator[Finding]:
    """As the broker itself tells of its accounts, and of who listens in them."""
    try:
        client = await _connected(system_url)
    except (NatsError, OSError, TimeoutError):
        yield found(Code.ACCOUNTS_MISSING, accounts=SYSTEM)
        return
    try:
        told = await _told(client, "ACCOUNTZ", {})
        missing = sorted(ACCOUNTS - {*told["accounts"]})
        listed = ", ".join(missing or sorted(ACCOUNTS))
        yield found(Code.ACCOUNTS_MISSING if missing else Code.ACCOUNTS_APART, accounts=listed)
        told = await _told(client, "CONNZ", {"acc": AUTHENTICATION, "subscriptions": True})
        keepers = [QUESTIONS in one.get("subscriptions_list", ()) for one in told["connections"]]
        yield found(Code.DOOR_KEPT if any(keepers) else Code.DOOR_UNKEPT, count=sum(keepers))
    finally:
        await client.close()


async def _told(client: Client, what: str, about: dict[str, Any]) -> dict[str, Any]:
    question = f"$SYS.REQ.SERVER.PING.{what}"
    answer = await client.request(question, json.dumps(about).encode(), timeout=CONNECT_SECONDS)
    return json.loads(answer.data)["data"]


async def _connected(url: str, token: str | None = None) -> Client:
    client = Client()
    try:
        await client.connect(
            url,
            token=token,
            allow_reconnect=False,
            max_reconnect_attempts=1,
            reconnect_time_wait=0,
            connect_timeout=CONNECT_SECONDS,
            error_cb=_ignore,
        )
    except (NatsError, OSError, TimeoutError):
        await client.close()
        raise
    return client


async def _ignore(_: Exception) -> None:
    """What matters is raised to whoever asked."""
