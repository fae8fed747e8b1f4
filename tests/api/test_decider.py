"""Deciding on the real log."""

import pytest

from api.commands import runs
from api.commands.runs import Run
from api.decider import MAX_ROUNDS, Decider
from infra.bus import EventLog, UnavailableError, UnknownEventError
from schemas import subjects
from schemas.base import Event
from schemas.lifecycle import RunStatus
from tests.schemas import examples
from tests.schemas.examples import RUN

OF_RUN = subjects.run(RUN)


@pytest.fixture
def decider(log: EventLog) -> Decider[Run]:
    return Decider(log, runs.evolve)


async def test_what_is_not_there_has_no_state(decider: Decider[Run]):
    """An aggregate without events."""
    aggregate = await decider.load(OF_RUN)

    assert (aggregate.state, aggregate.first_sequence, aggregate.last_sequence) == (None, 0, 0)


async def test_a_decision_is_written_and_its_state_returned(decider: Decider[Run], log: EventLog):
    """The caller learns the sequences, so that it can wait for them."""
    written = await decider.carry_out(OF_RUN, lambda _: [examples.run_requested()])

    assert written.changed
    assert written.state.state.status is RunStatus.QUEUED
    [recorded] = await log.history(OF_RUN)
    assert recorded.sequence == written.first_sequence == written.last_sequence


async def test_a_decision_for_nothing_writes_nothing(decider: Decider[Run], log: EventLog):
    """Its answer still knows where the aggregate stands."""
    first = await log.append(examples.run_requested(), expected=0)
    last = await log.append(examples.run_started(), expected=first)

    written = await decider.carry_out(OF_RUN, lambda _: [])

    assert (written.first_sequence, written.last_sequence) == (first, last)
    assert not written.changed


async def test_a_decision_is_taken_again_when_somebody_was_faster(
    decider: Decider[Run], log: EventLog
):
    """The second time it sees what the other wrote."""
    first = await log.append(examples.run_requested(), expected=0)
    seen: list[RunStatus] = []

    class Racing(EventLog):
        """A worker starts between our look and our append."""

        async def append(self, event: Event, *, expected: int) -> int:
            if len(seen) == 1:
                await super().append(examples.run_started(), expected=first)
            return await super().append(event, expected=expected)

    def decide(run: Run | None) -> list[Event]:
        assert run is not None
        seen.append(run.state.status)
        return [examples.cancel_requested()]

    written = await Decider(Racing(log.client), runs.evolve).carry_out(OF_RUN, decide)

    assert seen == [RunStatus.QUEUED, RunStatus.RUNNING]
    assert written.state.state.cancel_requested
    assert written.state.state.status is RunStatus.RUNNING


async def test_nobody_decides_about_what_a_newer_version_wrote(
    decider: Decider[Run], log: EventLog
):
    """Whether it was there before the decision or came while it was taken."""
    first = await log.append(examples.run_requested(), expected=0)
    decisions = 0

    class Racing(EventLog):
        async def append(self, event: Event, *, expected: int) -> int:
            newer = f"training.run.{RUN}.control.teleported"
            await self.jetstream.publish(newer, b'{"type": "run.teleported.v1"}')
            return await super().append(event, expected=expected)

    def decide(_: Run | None) -> list[Event]:
        nonlocal decisions
        decisions += 1
        return [examples.cancel_requested()]

    for each in (Decider(Racing(log.client), runs.evolve), decider):
        with pytest.raises(UnknownEventError):
            await each.carry_out(OF_RUN, decide)
    assert decisions == 1
    assert await log.last_sequence() == first + 1


async def test_endless_company_ends_in_a_refusal(log: EventLog):
    """Somebody who always writes first makes the service unavailable, not the request endless."""
    rounds = 0

    class Crowded(EventLog):
        async def append(self, event: Event, *, expected: int) -> int:
            nonlocal rounds
            rounds += 1
            newest = (await self.history(OF_RUN))[-1].sequence
            await super().append(examples.alert_raised(), expected=newest)
            return await super().append(event, expected=expected)

    await log.append(examples.run_requested(), expected=0)

    with pytest.raises(UnavailableError):
        await Decider(Crowded(log.client), runs.evolve).carry_out(
            OF_RUN, lambda _: [examples.cancel_requested()]
        )
    assert rounds == MAX_ROUNDS


async def test_several_events_of_one_decision_follow_each_other(decider: Decider[Run]):
    """Each expects the one before it."""
    events = [examples.run_requested(), examples.cancel_requested()]

    written = await decider.carry_out(OF_RUN, lambda run: [] if run else events)

    assert written.state.state.status is RunStatus.CANCELLED
    assert written.last_sequence > written.first_sequence
