"""The API keeps to its own document, whatever is sent and whoever sends it.

``AFINA_CONTRACT_EXAMPLES`` says how many requests of each kind for each route; by default one.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import chain

from consumers.retention import service as retention
from infra.settings import Settings
from infra.tasks import ended
from tests.access import paper, scene
from tests.access.askers import SPARE, Asker
from tests.access.contract import Contract
from tests.api import desk as desks
from tests.api.desk import Desk

RECORD = "AFINA_RECORD_CONTRACT"
"""Set by ``make contract``, which writes the figures into the paper."""
ROLES = (Asker.NOBODY, Asker.HOLDER, Asker.OWNER, Asker.ADMINISTRATOR)


async def test_no_made_up_request_breaks_the_contract(settings: Settings, projecting: None):
    """No 5xx, nothing that the document does not tell of, nothing wrong that is accepted."""
    async with desks.listening(settings) as (desk, address), _answering(settings, desk):
        told = await scene.set_up(desk)
        there = {
            "dataset_id": told.dataset_id,
            "run_id": str(scene.COMPLETED),
            "user_id": "bia",
            "grantee": "bia",
            "worker_id": SPARE,
        }
        contract = Contract(address, {role: told.tokens[role] for role in ROLES}, there)
        found = await asyncio.to_thread(contract.ask)

    if os.environ.get(RECORD):
        paper.write(paper.FIGURES, paper.figures(found))
    broken = sorted(set(chain.from_iterable(found.broken.values())))
    assert not broken, "\n".join(broken)


@asynccontextmanager
async def _answering(settings: Settings, desk: Desk) -> AsyncGenerator[None]:
    """Let consumers say what would go, and no stream wait for its client to leave."""
    services = desk.services
    keeper = retention.keeper(settings, services.log.client, services.engine)
    ending = asyncio.create_task(_end_streams(desk))
    async with retention.answering(services.log.client, keeper):
        yield
    await ended([ending])


async def _end_streams(desk: Desk) -> None:
    while True:
        for mailbox in desk.services.hub.mailboxes:
            mailbox.end()
        await asyncio.sleep(0.02)
