import pytest

from schemas.telemetry import Phase
from worker.messages import ProgressMade
from worker.training.progress import IDLE, Meter, Reading
from worker.training.speeds import Rates
from worker.training.work import Work

READING = Reading(epoch=1, step=3, train_loss=0.5, learning_rate=1e-3, examples_per_second=9.0)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Told:
    """A meter of 1,000 units of work, its clock and its messages."""

    def __init__(
        self, total: float = 1000.0, done: float = 0.0, remembered: Rates | None = None
    ) -> None:
        self.clock = Clock()
        self.messages: list[ProgressMade] = []
        self.meter = Meter(self.messages.append, self.clock, epochs=9)
        self.meter.enter(Phase.PREPARING)
        self.meter.plan(
            Work(learned=total), Work(learned=done), steps=40, epochs=3, remembered=remembered
        )
        self.meter.enter(Phase.TRAINING, IDLE)

    def work(self, amount: int, seconds: float) -> None:
        self.clock.now += seconds
        self.meter.learned(amount)
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


def test_a_resumed_run_is_not_sure_at_once():
    """What an earlier attempt did says nothing of this one's speed: only its own 3 % do."""
    told = Told(done=500)

    told.work(5, seconds=2)
    unsure = told.messages[-1]
    told.work(45, seconds=18)

    assert unsure.seconds_left is None
    assert told.messages[-1].seconds_left == pytest.approx(450 * 0.4)


def test_the_speed_of_earlier_runs_is_told_from_the_first_second():
    """Marked as a guess until 3 % are done; then this run's own speed counts."""
    told = Told(remembered=Rates(learned=10))

    first = told.messages[-1]
    told.work(20, seconds=1)
    told.work(20, seconds=1)
    later = told.messages[-1]

    assert (first.phase, first.seconds_left, first.is_guess) == (Phase.TRAINING, 100, True)
    assert (later.seconds_left, later.is_guess) == (pytest.approx(960 / 20), False)


def test_what_went_by_before_the_plan_is_no_part_of_the_speed():
    """Half a minute of preparing makes nobody sure of how fast the steps are."""
    told = Told()
    told.clock.now += 40
    told.meter.plan(Work(learned=1000), Work(), steps=40, epochs=3)

    told.work(5, seconds=2)

    assert told.messages[-1].seconds_left is None


def test_one_slow_first_step_is_soon_outweighed():
    """Work and seconds are summed, so a step of 2 s among hundreds of 10 ms weighs 2 s."""
    told = Told(total=10_000)
    told.work(10, seconds=2)

    for _ in range(400):
        told.work(10, seconds=0.01)

    assert told.messages[-1].seconds_left == pytest.approx(6_000 * 6 / 4_000, rel=0.1)


def test_reading_has_a_speed_of_its_own():
    """An exam that reads twice as fast as theory has it does not make the training seem fast."""
    told = Told()
    told.meter.plan(Work(learned=1000, read=600), Work(), steps=40, epochs=2)
    told.work(500, seconds=50)
    by_theory = told.messages[-1].seconds_left
    told.clock.now += 5
    told.meter.read(300)
    told.meter.report(READING)

    assert by_theory == pytest.approx(50 + 600 / 30)
    assert told.messages[-1].seconds_left == pytest.approx(50 + 300 / 60)


def test_the_rates_are_those_of_both_kinds_of_work():
    """None before the first step; before the first exam, in the proportion that is remembered."""
    told = Told(remembered=Rates(learned=1, read=5))
    assert told.meter.rates is None

    told.work(20, seconds=2)

    assert told.meter.rates == Rates(learned=10, read=50)
