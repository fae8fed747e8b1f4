"""How the installation fares, as administrators are told."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from nats.aio.msg import Msg

from schemas import subjects
from schemas.events.setting import READ_MODEL, ReplayRequested
from schemas.installation import (
    ConsumersTold,
    Installation,
    ReplayAction,
    ReplayAnswer,
    ReplayTold,
    ReplayWish,
)
from schemas.roles import Role
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import OWNER


@pytest.fixture
async def admin(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """An administrator, asking in English."""
    async with desks.calling(desk, await desk.token(OWNER, role=Role.ADMIN)) as http:
        yield http


async def consumers(desk: Desk, *, begun: bool = True, **changes: Any) -> list[ReplayWish]:
    """Somebody who answers for the consumers; what was wished of them."""
    fields = {"version": "9", "read_models": [], "replaying": False, "replay": None}
    known = ConsumersTold.model_validate(fields | {"backups": None} | changes)
    wishes: list[ReplayWish] = []

    async def tell(message: Msg) -> None:
        await message.respond(Installation(told=known).model_dump_json().encode())

    async def begin(message: Msg) -> None:
        wishes.append(ReplayWish.model_validate_json(message.data))
        await message.respond(ReplayAnswer(begun=begun).model_dump_json().encode())

    await desk.services.log.client.subscribe(subjects.INSTALLATION, cb=tell)
    await desk.services.log.client.subscribe(subjects.REPLAY_BEGIN, cb=begin)
    return wishes


async def test_every_part_tells_of_itself(desk: Desk, admin: httpx.AsyncClient):
    """Versions, storage, how far the tables are; the consumers in their own words."""
    sequence = await desk.write(examples.worker_registered())
    told = {"replay_id": examples.RUN, "action": "prove", "requested_by": OWNER}
    told |= {"began_at": datetime(2026, 1, 1, tzinfo=UTC), "ended_at": None, "outcome": None}
    told |= {"refusal": None, "params": {}, "differences": [], "messages": 0}
    await consumers(desk, replay=ReplayTold.model_validate(told))

    shown = (await admin.get("/api/system")).json()

    assert shown["missing"] == []
    log, *_ = shown["broker"]["streams"]
    assert (log["name"], log["last_sequence"]) == (subjects.TRAINING, sequence)
    assert shown["database"]["behind"] == 0
    assert shown["database"]["size_bytes"] > 0
    assert shown["disk"]["total_bytes"] >= shown["disk"]["free_bytes"] > 0
    assert shown["workers"] == {"online": 0, "paused": 0, "total": 1}
    assert shown["consumers"]["version"] == "9"
    assert shown["consumers"]["replay"]["requested_by_name"] == OWNER.title()


async def test_who_does_not_answer_is_shown_as_away(admin: httpx.AsyncClient):
    """And nobody could build tables."""
    shown = (await admin.get("/api/system")).json()
    begun = await admin.post("/api/system/replays", json={"action": "prove"})

    assert shown["consumers"] is None
    assert begun.json()["code"] == "unavailable"


async def test_a_wish_for_a_replay_is_in_the_log_before_it_begins(
    desk: Desk, admin: httpx.AsyncClient
):
    wishes = await consumers(desk)

    begun = await admin.post("/api/system/replays", json={"action": "switch"})

    [wish] = wishes
    [recorded] = await desk.services.log.history(subjects.setting(READ_MODEL))
    assert isinstance(recorded.event, ReplayRequested)
    assert (begun.status_code, begun.json()["id"]) == (202, str(wish.replay_id))
    assert recorded.event.replay_id == wish.replay_id
    assert (wish.action, wish.requested_by) == (ReplayAction.SWITCH, OWNER)


@pytest.mark.parametrize("state", [{"replaying": True}, {"begun": False}])
async def test_only_one_replay_is_at_work(
    desk: Desk, admin: httpx.AsyncClient, state: dict[str, bool]
):
    """Whether that is known before, or only by who should begin it."""
    await consumers(desk, **state)

    begun = await admin.post("/api/system/replays", json={"action": "prove"})

    assert (begun.status_code, begun.json()["code"]) == (409, "replay_running")
