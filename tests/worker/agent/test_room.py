from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.events.run import EpochCompleted
from tests.worker.agent.measurements import LOGS, PROGRESS, logs, progress, steps_of, texts_of
from tests.worker.agent.stories import epoch
from tests.worker.agent.test_outbox import HOLDING, told_numbers
from worker.agent import outbox

LIMIT_BYTES = 200_000
"""Some 400 messages."""


async def everything(box: outbox.Outbox) -> list[outbox.Measured]:
    return await box.next_measured(1_000_000)


async def test_progress_is_thinned_before_a_single_log_line_goes(tmp_path):
    """What is old becomes coarse, but is not gone."""
    async with outbox.opened(tmp_path / "outbox", LIMIT_BYTES) as box:
        for step in range(1000):
            await box.measure(PROGRESS, progress(step))
            if step % 20 == 0:
                await box.measure(LOGS, logs(f"line {step}"))
        kept = await everything(box)

    steps = steps_of(kept)
    assert texts_of(kept) == [f"line {step}" for step in range(0, 1000, 20)]
    assert steps == sorted(steps)
    assert steps[0] < 100
    assert steps[-1] == 999
    assert steps[1] - steps[0] >= 4


async def test_without_progress_the_oldest_log_lines_go(tmp_path):
    """In the end only the newest are left."""
    async with outbox.opened(tmp_path / "outbox", LIMIT_BYTES) as box:
        for number in range(1000):
            await box.measure(LOGS, logs(f"line {number}"))
        texts = texts_of(await everything(box))

    assert texts == [f"line {number}" for number in range(1000 - len(texts), 1000)]
    assert 50 < len(texts) < 1000


async def test_events_never_give_way(tmp_path):
    """Even where they alone are more than all may take."""
    path = tmp_path / "outbox"
    async with outbox.opened(path, 20_000) as box:
        await box.hold(HOLDING)
        await box.measure(LOGS, logs("a line"))
        for number in range(1, 101):
            await box.put(epoch(number))
        assert await everything(box) == []
    assert await told_numbers(path) == list(range(1, 101))


async def test_what_was_dropped_is_said_once_the_link_is_back(tmp_path):
    """A line of the run's own log, with counts; after that there is nothing left to say."""
    async with outbox.opened(tmp_path / "outbox", LIMIT_BYTES) as box:
        for step in range(600):
            await box.measure(PROGRESS, progress(step))
        for number in range(600):
            await box.measure(LOGS, logs(f"line {number}", "and another"))
        kept = await everything(box)
        await box.measured_told(kept[-1].number)
        said = texts_of(await everything(box))
        await box.measured_told(1_000_000)
        assert await everything(box) == []

    reports, lines = 600 - len(steps_of(kept)), 1200 - len(texts_of(kept))
    assert reports > 400
    assert lines > 300
    [text] = said
    assert f"{reports:,} progress reports and {lines:,} log lines were dropped" in text


async def test_the_file_stays_within_its_bounds(tmp_path):
    """With all that SQLite adds, and across a restart of the agent."""
    path = tmp_path / "outbox"
    limit = 500_000
    for _ in range(2):
        async with outbox.opened(path, limit) as box:
            for step in range(600):
                await box.measure(PROGRESS, progress(step))
                await box.measure(LOGS, logs("x" * 500))
    assert path.stat().st_size < 1.05 * limit


MOVES = st.lists(st.sampled_from(["event", "told", "progress", "logs", "sent"]), max_size=150)


@settings(max_examples=8, deadline=None)
@given(MOVES)
async def test_whatever_comes_and_goes_nothing_leaves_out_of_order_or_twice(
    tmp_path_factory, moves
):
    """Events one by one and all of them; telemetry with gaps where room was short."""
    path = tmp_path_factory.mktemp("box") / "outbox"
    events: list[int] = []
    told: list[int] = []
    sent: list[outbox.Measured] = []
    async with outbox.opened(path, 60_000) as box:
        await box.hold(HOLDING)
        for number, move in enumerate(moves):
            await _make(box, move, number, events, told, sent)
        sent += await everything(box)
        told += await _told(box)

    assert told == events
    assert steps_of(sent) == sorted(set(steps_of(sent)))
    lines = [int(text[:3]) for text in texts_of(sent) if text[:3].isdigit()]
    assert lines == sorted(set(lines))


async def _make(
    box: outbox.Outbox,
    move: str,
    number: int,
    events: list[int],
    told: list[int],
    sent: list[outbox.Measured],
) -> None:
    if move == "event":
        events.append(number)
        await box.put(epoch(number))
    elif move == "told":
        told += await _told(box, 1)
    elif move == "progress":
        await box.measure(PROGRESS, progress(number))
    elif move == "logs":
        await box.measure(LOGS, logs(f"{number:03d}" + "x" * 2000))
    elif kept := await box.next_measured(2):
        sent += kept
        await box.measured_told(kept[-1].number)


async def _told(box: outbox.Outbox, count: int = 1_000_000) -> list[int]:
    numbers: list[int] = []
    while len(numbers) < count and (outgoing := await box.next_event()) is not None:
        assert isinstance(outgoing.event, EpochCompleted)
        numbers.append(outgoing.event.metrics.epoch)
        await box.told(outgoing, 1)
    return numbers
