"""What the log has of settings, the table has too, whoever dies or hurries."""

import asyncio

from api import enactment
from infra import policies
from infra.settings import Settings
from schemas import subjects
from schemas.events.setting import SettingChanged
from schemas.limits import LIMITS
from tests.api import desk as desks
from tests.api.desk import Desk
from tests.infra.broker import until
from tests.schemas import examples


async def kept(desk: Desk) -> dict[str, int] | None:
    async with desk.services.engine.connect() as tx:
        return (await policies.values(tx, [LIMITS])).get(LIMITS)


async def test_what_a_process_left_behind_is_caught_up_with_by_the_next(
    settings: Settings, desk: Desk
):
    """It died after the log had the change, and before the table had it."""
    changed = examples.setting_changed({"epochs": 7}, setting=LIMITS)
    await desk.services.log.append(changed, expected=0)
    assert await kept(desk) is None

    async with desks.at_work(settings) as started:
        await until(lambda: kept(started))
        assert (await started.services.standing.rules()).limits.epochs == 7


async def test_changes_at_once_are_all_kept_and_the_log_has_the_last_word(
    settings: Settings, desk: Desk
):
    """Of two processes, each of another field."""
    fields = [f"field_{number}" for number in range(6)]
    async with desks.at_work(settings) as other:
        await asyncio.gather(
            *(
                enactment.enact(
                    each.services, LIMITS, lambda value, name=name: value | {name: 1}, examples.USER
                )
                for name, each in zip(fields, 3 * [desk, other], strict=True)
            )
        )
    history = await desk.services.log.history(subjects.setting(LIMITS))
    last = history[-1].event
    assert isinstance(last, SettingChanged)
    assert last.value == await kept(desk) == dict.fromkeys(fields, 1)
