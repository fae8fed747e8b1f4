"""Whatever was ever shipped is understood today as it was understood when it was recorded."""

import difflib
import os

import httpx

from tests.api import golden
from tests.api.desk import Desk
from tests.consumers.projecting import publish

RECORD = "AFINA_RECORD_GOLDEN"
ON_PURPOSE = "The read model or the API sees recorded events otherwise. On purpose? make golden\n"


async def test_every_event_ever_shipped_is_seen_as_it_always_was(
    desk: Desk, http: httpx.AsyncClient, database_url: str
):
    """Through the projector into the tables, and through the queries into the API's answers."""
    log = golden.log()
    await publish(desk.services.log.client, log)
    await desk.read_up_to(len(log))

    made = await golden.made(http, database_url)

    if os.environ.get(RECORD):
        golden.GOLDEN.write_text("\n".join(made) + "\n", encoding="utf-8")
    known = golden.GOLDEN.read_text(encoding="utf-8").splitlines()
    changes = difflib.unified_diff(known, made, "golden", "made", n=0, lineterm="")
    assert made == known, ON_PURPOSE + "\n".join(line[:300] for line in changes)
