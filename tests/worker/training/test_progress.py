import pytest

from schemas.telemetry import Phase
from worker.messages import ProgressMade
from worker.training.progress import IDLE, Meter, Reading

READING = Reading(epoch=1, step=3, train_loss=0.5, learning_rate=1e-3, examples_per_second=9.0)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Told:
    """A meter of 1,000 units of work, its clock and its messages."""

    def __init__(self, total: float = 1000.0, done: float = 0.0) -> None:
        self.clock = Clock()
        self.messages: list[ProgressMade] = []
        self.meter = Meter(self.messages.append, self.clock, epochs=9)
        self.meter.enter(Phase.PREPARING)
        self.meter.plan(total, done, steps=40, epochs=3)
        self.meter.enter(Phase.TRAINING, IDLE)

    def work(self, amount: float, seconds: float) -> None:
        self.clock.now += seconds
        self.meter.work(amount)
        self.meter.report(READING)


def test_a_message_holds_what_is_known():
    """The reading, the plan and the phase."""
    told = Told()

    told.work(10, seconds=2)

    message = told.messages[-1]
    assert (message.phase, message.epoch, message.epochs) == (Phase.TRAINING, 1, 3)
    assert (message.step, message.steps, message.train_loss) == (3, 40, 0.5)


def test_at_most_one_message_a_second():
    """A hundred steps in ten seconds are ten or eleven messages."""
    told = Told()
    before = len(told.messages)

    for _ in range(100):
        told.work(1, seconds=0.1)

    assert 9 <= len(told.messages) - before <= 11


def test_a_new_phase_is_told_at_once():
    """People see what is being done now."""
    told = Told()

    told.meter.enter(Phase.EVALUATING, READING)
    told.meter.enter(Phase.SAVING, READING)

    assert [message.phase for message in told.messages] == [
        Phase.PREPARING,
        Phase.TRAINING,
        Phase.EVALUATING,
        Phase.SAVING,
    ]


def test_phases_that_alternate_quickly_are_not_told_each_time():
    """A hundred tiny epochs in ten seconds are still about one message a second."""
    told = Told()
    for _ in range(100):
        told.clock.now += 0.1
        told.meter.enter(Phase.EVALUATING, READING)
        told.meter.enter(Phase.TRAINING, READING)

    assert len(told.messages) <= 14


def test_the_fraction_never_falls_and_ends_below_one():
    """Through phases that alternate, work that overshoots, and the saving."""
    told = Told()
    for phase in (Phase.EVALUATING, Phase.TRAINING, Phase.EVALUATING):
        told.work(400, seconds=5)
        told.meter.enter(phase, READING)
    told.meter.enter(Phase.SAVING, READING)

    fractions = [message.fraction for message in told.messages]

    assert fractions == sorted(fractions)
    assert fractions[0] == 0
    assert fractions[-1] == 0.98


def test_a_resumed_run_begins_where_it_was():
    """Half of the work was done by an earlier attempt."""
    told = Told(done=500)

    assert told.messages[-1].fraction == pytest.approx(0.5)


def test_the_time_left_is_not_guessed_at_first():
    """Neither 3 % nor 30 seconds have gone by."""
    told = Told()

    told.work(5, seconds=2)

    assert told.messages[-1].seconds_left is None


def test_the_time_left_follows_from_the_speed():
    """200 of 1,000 units in 20 seconds: 80 seconds more."""
    told = Told()

    for _ in range(10):
        told.work(20, seconds=2)

    assert told.messages[-1].seconds_left == pytest.approx(80)


def test_the_time_left_follows_a_change_of_speed():
    """After some half-lives at half the speed, the old speed is nearly forgotten."""
    told = Told(total=10_000)
    for _ in range(10):
        told.work(100, seconds=2)

    for _ in range(50):
        told.work(50, seconds=2)

    left = told.messages[-1].seconds_left
    assert left == pytest.approx((10_000 - 1000 - 2500) / 25, rel=0.05)


def test_after_half_a_minute_a_slow_run_says_so():
    """Under 3 %, but 30 seconds are enough to know the speed."""
    told = Told(total=100_000)

    told.work(10, seconds=31)

    assert told.messages[-1].seconds_left == pytest.approx(99_990 * 31 / 10)
