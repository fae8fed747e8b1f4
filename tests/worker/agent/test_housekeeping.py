"""What goes from a worker's disk, and what never does."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
from nats.aio.client import Client

from infra import clock
from infra.bus import EventLog
from infra.settings import Settings
from tests.consumers.projecting import publish_events
from tests.schemas.examples import RUN, cancel_requested, run_abandoned, run_requested, run_started
from worker.agent import outbox
from worker.agent.housekeeping import DAY_SECONDS, Housekeeping
from worker.agent.outbox import Holding
from worker.agent.workplace import Workplace

OTHER = UUID(int=77)


@pytest.fixture
async def house(client: Client, nats_url: str, tmp_path: Path) -> AsyncIterator[Housekeeping]:
    settings = Settings(nats_url=nats_url, data_dir=tmp_path)
    workplace = Workplace.prepare(settings)
    async with outbox.opened(workplace.outbox) as box:
        yield Housekeeping(settings, workplace, EventLog(client), box)


def aged(path: Path, days: float) -> Path:
    """A file that was last changed so many days ago, in a folder as old."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("Joana da Silva")
    moment = clock.now().timestamp() - days * DAY_SECONDS
    for each in (path, path.parent, path.parent.parent):
        os.utime(each, (moment, moment))
    return path


async def test_texts_go_a_day_after_their_last_use(house: Housekeeping):
    """Examples and what was made of them; base models stay."""
    old = [
        aged(house.workplace.examples / "a.parquet", 1.1),
        aged(house.workplace.cache / "tokens" / "a" / "b.bin", 1.1),
    ]
    young = aged(house.workplace.examples / "c.parquet", 0.9)
    base = aged(house.workplace.cache / "hub" / "model.safetensors", 400)

    assert await house.tidy() == 2

    assert [path.exists() for path in (*old, young, base)] == [False, False, True, True]


async def test_checkpoints_go_once_their_run_has_ended(client: Client, house: Housekeeping):
    """One that may still go on keeps them, however old, and so does one that nobody knows."""
    ended = aged(house.workplace.run(RUN) / "checkpoints" / "weights", 15)
    unknown = aged(house.workplace.run(OTHER) / "checkpoints" / "weights", 15)
    model = aged(house.workplace.model(RUN) / "model.safetensors", 400)
    await publish_events(client, [run_requested(), run_started()])

    assert await house.tidy() == 0

    await publish_events(client, [run_abandoned()])
    assert await house.tidy() == 1
    assert [path.exists() for path in (ended, unknown, model)] == [False, True, True]


async def test_young_checkpoints_stay(client: Client, house: Housekeeping):
    young = aged(house.workplace.run(RUN) / "checkpoints" / "weights", 13)
    await publish_events(client, [run_requested(), cancel_requested()])

    assert await house.tidy() == 0
    assert young.exists()


async def test_nothing_goes_of_the_run_that_is_held(client: Client, house: Housekeeping):
    """Its texts are being read this moment."""
    texts = aged(house.workplace.examples / "a.parquet", 30)
    weights = aged(house.workplace.run(RUN) / "checkpoints" / "weights", 30)
    await publish_events(client, [run_requested(), cancel_requested()])
    await house.outbox.hold(Holding(RUN, attempt=1, last_sequence=2, reply="reply"))

    assert await house.tidy() == 0
    assert texts.exists()
    assert weights.exists()


async def test_nought_days_are_for_ever(house: Housekeeping):
    settings = house.settings.model_copy(update={"keep_examples_days": 0.0})
    kept = Housekeeping(settings, house.workplace, house.event_log, house.outbox)
    texts = aged(house.workplace.examples / "a.parquet", 4000)

    assert await kept.tidy() == 0
    assert texts.exists()
