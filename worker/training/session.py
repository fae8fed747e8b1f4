"""One job from its first to its last message: runs the loop, saves and tells what comes of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import assert_never

import torch

from schemas.metrics import EpochMetrics
from schemas.telemetry import LogLevel, Phase
from worker.messages import (
    CheckpointDone,
    ChildMessage,
    EpochDone,
    Finished,
    Job,
    Logged,
    Measured,
    MemoryCut,
    Stopped,
)
from worker.training import (
    allowance,
    checkpoint,
    conclusion,
    device,
    durable,
    early_stopping,
    experience,
    headroom,
    libraries,
    precision,
    preflight,
    record,
    seeds,
    speeds,
    work,
)
from worker.training.batches import Plan
from worker.training.cadence import Cadence
from worker.training.checkpoint import Checkpoint, Manifest, Shelf, Tally
from worker.training.experience import Experience
from worker.training.loop import (
    Answers,
    ExamAdvanced,
    Examined,
    Loop,
    MemoryHalved,
    Position,
    Progress,
    StepDone,
)
from worker.training.memory import TokenBudget
from worker.training.optimizer import Updater
from worker.training.preflight import Pace, Preflight
from worker.training.progress import IDLE, Clock, Meter, Reading
from worker.training.record import RunningSums
from worker.training.speeds import Rates, Speeds
from worker.training.tasks import catalogue
from worker.training.tasks.lesson import Lesson, Outcome
from worker.training.team import ALONE, Team
from worker.training.work import Work

Tell = Callable[[ChildMessage], None]
Asked = Callable[[], bool]
"""Whether the agent has given an order."""


class StopHeardError(Exception):
    """The agent asked to stop, and what there is to keep is kept."""


def never() -> bool:
    """An order that is not given."""
    return False


def run(
    job: Job,
    tell: Tell,
    stop_asked: Asked,
    clock: Clock = time.perf_counter,
    team: Team = ALONE,
    keep_asked: Asked = never,
) -> Finished | Stopped:
    """Train as ``job`` says, going on where an earlier attempt was interrupted.

    The members of a team do so side by side; only its leader finishes. Stopped, it leaves a model
    where ``keep_asked`` says so.

    Raises:
        TrainingError: for a foreseen reason it cannot go on.
    """
    libraries.quieten()
    meter = Meter(tell, clock, job.hyperparameters.epochs)
    with team.after_leader():
        session = prepare(job, tell, stop_asked, meter, clock, team)
        session.resume()
    session.agree()
    try:
        session.train()
        best, answers = session.take_best()
        if team.leads:
            return session.finish(best, answers)
    except StopHeardError:
        return session.stopped(keep_asked)
    return Stopped(epochs_completed=len(session.history))


def prepare(
    job: Job, tell: Tell, stop_asked: Asked, meter: Meter, clock: Clock, team: Team = ALONE
) -> "Session":
    """Load the examples and the base model, and plan the steps.

    Raises:
        TrainingError: the examples, the base model or the disk cannot be used.
    """
    log = _logger(tell, LogLevel.INFO)
    processors = device.use_processors(team.size)
    place = device.find()
    name = device.describe().name
    devices = name if team.size == 1 else f"{team.size} × {name}"
    log(f"Training on {devices}: {place.type}, {processors} processors")
    meter.enter(Phase.PREPARING)
    whole = catalogue.prepare(job, place, log)
    finished_bytes = checkpoint.weights_bytes(whole.model)
    lesson = whole.narrowed()
    keep_best = job.hyperparameters.keep_best
    identity = checkpoint.identify(job, durable.digest(job.examples))
    shelf = Shelf(job.work_dir, identity, keep_best)
    checkpoint.require_room(job.work_dir, lesson.model, keep_best, finished_bytes)
    return Session(
        job=job,
        loop=replace(make_loop(job, lesson, place, log), team=team),
        shelf=shelf,
        cadence=Cadence.of(job.hyperparameters),
        meter=meter,
        preflight=Preflight(clock),
        speeds=speeds.of(job, devices),
        experience=experience.of(job, name, lesson.max_length),
        sums=RunningSums(place, Tally()),
        tell=tell,
        stop_asked=stop_asked,
        clock=clock,
    )


def make_loop(
    job: Job, lesson: Lesson, place: torch.device, log: Callable[[str], None]
) -> Loop[Lesson]:
    """The loop that ``job`` asks for, as if memory had no end."""
    chosen = job.hyperparameters
    number_format = precision.choose(chosen.precision, place)
    plan = Plan(
        lengths=lesson.training_lengths,
        examples_per_step=chosen.batch_size * chosen.gradient_accumulation,
        epochs=chosen.epochs,
        seed=chosen.seed,
        max_steps=chosen.max_steps,
    )
    log(
        f"{plan.total_steps} steps of {plan.examples_per_step} examples in at most "
        f"{plan.last_epoch} epochs, in {number_format}"
    )
    updater = Updater(lesson.model, chosen, total_steps=plan.total_steps, precision=number_format)
    return Loop(
        unit=lesson,
        plan=plan,
        updater=updater,
        precision=number_format,
        device=place,
        budget=TokenBudget(plan.examples_per_step * int(lesson.training_lengths.max())),
    )


@dataclass(slots=True, kw_only=True)
class Session:
    """A job that is prepared: what it has measured, and where it stands."""

    job: Job
    loop: Loop[Lesson]
    shelf: Shelf
    cadence: Cadence
    meter: Meter
    preflight: Preflight
    speeds: Speeds
    experience: Experience
    sums: RunningSums
    tell: Tell
    stop_asked: Asked
    clock: Clock
    position: Position = field(default_factory=Position)
    kept: Position = field(default_factory=Position)
    """The position of the latest checkpoint; nothing need be kept of a run's beginning."""
    kept_at: float = 0.0
    history: list[EpochMetrics] = field(default_factory=list)
    best_answers: Answers | None = None
    """Of the best epoch, if this process examined it."""
    shown: Reading = IDLE
    """The latest figures of the progress messages."""
    reported: Tally = field(default_factory=Tally)
    """The sums at that time."""
    earlier_seconds: float = 0.0
    """Spent by earlier attempts, up to where this one goes on."""
    began: float = 0.0
    lap_began: float = 0.0
    exam_seconds: float = 0.0

    @property
    def lesson(self) -> Lesson:
        """As the loop teaches it: its rows become shorter where memory demands it."""
        return self.loop.unit

    def resume(self) -> None:
        """Go on from the latest good checkpoint, if there is one, and tell its history again."""
        found = self.shelf.latest(_logger(self.tell, LogLevel.WARNING))
        if found is not None:
            self._take_up(found)
        self.loop.updater.allocate()
        if found is None:
            first = self.job.token_budget or allowance.first_budget(self.loop, self.experience)
            self.loop.budget.tokens = first
        self._log(f"Micro-batches of at most {self.loop.budget.tokens:,} tokens")
        plan = self.loop.plan
        self.meter.plan(
            work.whole(self.lesson, plan),
            self._done_work(),
            steps=plan.total_steps,
            epochs=plan.last_epoch,
            remembered=self.speeds.recall(),
        )

    def agree(self) -> None:
        """Let the whole team begin with the leader's weights and with the smallest budget."""
        team, budget = self.loop.team, self.loop.budget
        team.align(self.lesson.model)
        budget.tokens = min(team.gather(budget.tokens))

    def train(self) -> None:
        """Take steps until they end or bring nothing more.

        Raises:
            StopHeardError: the agent asked to stop.
        """
        self.began = self.lap_began = self.kept_at = self.clock()
        self.preflight.begin()
        if self._is_over():
            return
        self._heed_stop()
        self.shown = replace(self.shown, epoch=self.position.epoch, step=self.position.step)
        self.meter.enter(Phase.TRAINING, self.shown)
        for progress in self.loop.run(self.position):
            self._handle(progress)
            if self._is_over():
                return
            self._heed_stop()

    def take_best(self) -> tuple[EpochMetrics, Answers]:
        """Go back to the best epoch's weights; that epoch, and how they answer.

        Raises:
            StopHeardError: the agent asked to stop meanwhile.
        """
        team, model = self.loop.team, self.lesson.model
        best = team.led(lambda: self.shelf.restore_best(self.history, model))
        team.align(model)
        return best, self.best_answers or self._examine_again()

    def stopped(self, keep_asked: Asked) -> Stopped:
        """How a stop left the run: with the best epoch's model, if that is to stay and is there."""
        epochs = len(self.history)
        [keeps] = self.loop.team.any([keep_asked()])
        if not keeps or not epochs:
            return Stopped(epochs_completed=epochs)
        self.stop_asked = never
        best, answers = self.take_best()
        done = self.finish(best, answers, cut_short=True) if self.loop.team.leads else None
        return Stopped(epochs_completed=epochs, model=done.model if done else None)

    def finish(self, best: EpochMetrics, answers: Answers, *, cut_short: bool = False) -> Finished:
        """Save the model, and say how it did; cut short, it is not written as anything else."""
        self.meter.enter(Phase.SAVING, self.shown)
        outcome = Outcome(
            best=best,
            epochs_run=len(self.history),
            stopped_early=len(self.history) < self.loop.plan.last_epoch,
            seconds=self._seconds(),
        )
        report = self.lesson.report(answers, outcome)
        files = conclusion.keep(
            self.job.model_copy(update={"exports": ()}) if cut_short else self.job,
            report,
            save=lambda folder: self.lesson.save(folder, answers),
            log=self._log,
            pause=lambda: self.meter.enter(Phase.SAVING, self.shown),
            cut_short=cut_short,
        )
        return Finished(report=report, model=files)

    def _take_up(self, found: Checkpoint) -> None:
        manifest = found.manifest
        state = found.load(self.lesson.model)
        self.loop.updater.load_state_dict(state["updater"])
        seeds.restore(state["randomness"])
        self.loop.budget.tokens = manifest.token_budget
        for max_length in manifest.max_lengths:
            self.loop.shorten(max_length)
        self.sums = RunningSums(self.loop.device, manifest.tally)
        self.reported = manifest.tally
        self.position = Position(manifest.epoch, manifest.taken, manifest.step)
        self.kept = self.position
        self.earlier_seconds = manifest.seconds
        self.history = list(manifest.history)
        self._log(f"Going on from the checkpoint at step {manifest.step}, epoch {manifest.epoch}")
        for metrics in self.history:
            self.tell(EpochDone(metrics=metrics))

    def _handle(self, progress: Progress) -> None:
        match progress:
            case StepDone():
                self._count_step(progress)
            case MemoryHalved():
                self._tell_memory(progress)
            case ExamAdvanced():
                self._count_exam(progress)
            case Examined():
                self._end_epoch(progress)
            case _:
                assert_never(progress)

    def _count_step(self, step: StepDone) -> None:
        self.position = step.position
        self.sums.add(step)
        ends_epoch = self._ends_epoch(step.position)
        if is_told := ends_epoch or self.meter.is_due:
            self.sums.wait()
        self.sums.add_seconds(self._lap())
        self.meter.learned(step.tokens)
        if pace := self.preflight.count(step.tokens, self.sums.wait, is_last=ends_epoch):
            self._tell_pace(pace)
        if is_told:
            self.shown = self._reading(self.sums.read())
            self.meter.report(self.shown)
        if ends_epoch:
            self.meter.enter(Phase.EVALUATING, self.shown)
        elif self.cadence.is_due(step.position.step - self.kept.step, self.clock() - self.kept_at):
            self._keep()
            self._lap()

    def _ends_epoch(self, position: Position) -> bool:
        plan = self.loop.plan
        return position.step in {position.epoch * plan.steps_per_epoch, plan.total_steps}

    def _count_exam(self, advanced: ExamAdvanced) -> None:
        self.exam_seconds += self._lap()
        self.meter.read(advanced.tokens)
        self.meter.report(self.shown)

    def _tell_memory(self, halved: MemoryHalved) -> None:
        self.tell(
            MemoryCut(
                step=halved.step, token_budget=halved.token_budget, max_length=halved.max_length
            )
        )
        if halved.max_length is not None:
            self.best_answers = None
        elif self.loop.team.leads:
            free_bytes = headroom.free_bytes(self.loop.device)
            self.experience.failed(2 * halved.token_budget, free_bytes)
        self._log(record.describe_cut(halved), LogLevel.WARNING)

    def _end_epoch(self, examined: Examined) -> None:
        metrics = record.conclude(
            self.history,
            self.sums.read(),
            examined.exam,
            step=examined.position.step,
            learning_rate=self.loop.updater.learning_rate(examined.position.step),
            exam_seconds=self.exam_seconds + self._lap(),
        )
        self.history.append(metrics)
        if metrics.is_best:
            self.best_answers = examined.answers
        self._log(record.describe(metrics, self.loop.plan.last_epoch))
        self.tell(EpochDone(metrics=metrics))
        if self.loop.team.leads and (rates := self.meter.rates):
            self.speeds.remember(rates)
        if self.loop.team.leads and not self.loop.max_lengths:
            wanted = allowance.wanted_tokens(self.loop)
            self.experience.worked(self.loop.budget.tokens, wanted)
        self._begin_epoch(examined.position)

    def _begin_epoch(self, position: Position) -> None:
        """Forget the old epoch's sums, and keep a checkpoint before the new one's first step."""
        self.position = position
        self.sums = RunningSums(self.loop.device, Tally())
        self.reported = Tally()
        self.exam_seconds = 0.0
        self._keep()
        self.shown = replace(self.shown, epoch=min(position.epoch, self.loop.plan.last_epoch))
        if not self._is_over():
            self.meter.enter(Phase.TRAINING, self.shown)
        self._lap()

    def _keep(self) -> None:
        """Let the leader save a checkpoint, unless the latest one is of this very position."""
        if self.position == self.kept or not self.loop.team.leads:
            return
        manifest = Manifest(
            belongs_to=self.shelf.belongs_to,
            epoch=self.position.epoch,
            taken=self.position.taken,
            step=self.position.step,
            history=tuple(self.history),
            tally=self.sums.read(),
            token_budget=self.loop.budget.tokens,
            max_lengths=tuple(self.loop.max_lengths),
            seconds=self._seconds(),
        )
        state = {"updater": self.loop.updater.state_dict(), "randomness": seeds.capture()}
        size = self.shelf.save(manifest, self.lesson.model, state)
        self.kept, self.kept_at = self.position, self.clock()
        self.tell(CheckpointDone(epoch=len(self.history), step=self.position.step, size_bytes=size))

    def _heed_stop(self) -> None:
        [is_asked] = self.loop.team.any([self.stop_asked()])
        if is_asked:
            self._keep()
            raise StopHeardError

    def _is_over(self) -> bool:
        """Whether all epochs are done, or more of them would be wasted."""
        chosen = self.job.hyperparameters
        scores = [metrics.score for metrics in self.history]
        return self.position.epoch > self.loop.plan.last_epoch or early_stopping.is_due(
            scores, chosen.early_stopping_patience, chosen.early_stopping_min_delta
        )

    def _examine_again(self) -> Answers:
        """The best model's answers, when they were given in an earlier attempt."""
        self.meter.enter(Phase.EVALUATING, self.shown)
        for progress in self.loop.examine(self.position):
            match progress:
                case Examined():
                    return progress.answers
                case MemoryHalved():
                    self._tell_memory(progress)
                case StepDone() | ExamAdvanced():
                    self._heed_stop()
        raise AssertionError("an exam ends with Examined")

    def _reading(self, tally: Tally) -> Reading:
        """What is to be shown, with the loss and the speed since the last time."""
        since, self.reported = self.reported, tally
        seconds = tally.seconds - since.seconds
        return Reading(
            epoch=self.position.epoch,
            step=self.position.step,
            train_loss=(tally.loss - since.loss) / (tally.weight - since.weight),
            learning_rate=self.loop.updater.learning_rate(self.position.step),
            examples_per_second=(tally.examples - since.examples) / seconds if seconds else None,
        )

    def _tell_pace(self, pace: Pace) -> None:
        """The whole run's time by the pace of its first steps, told before its first epoch ends."""
        left = work.whole(self.lesson, self.loop.plan) - self._done_work()
        known = self.speeds.recall() or Rates(learned=pace.tokens_per_second)
        seconds = self._seconds() + known.at(pace.tokens_per_second).seconds(left)
        forecast = preflight.forecast(self.loop, pace, seconds)
        self.tell(Measured(forecast=forecast))
        self._log(preflight.describe(forecast))

    def _done_work(self) -> Work:
        return work.done(self.lesson, self.loop.plan, self.position, len(self.history))

    def _seconds(self) -> float:
        return self.earlier_seconds + self.clock() - self.began

    def _lap(self) -> float:
        """Seconds since the last call."""
        now = self.clock()
        seconds, self.lap_began = now - self.lap_began, now
        return seconds

    def _log(self, text: str, level: LogLevel = LogLevel.INFO) -> None:
        self.tell(Logged(level=level, text=text))


def _logger(tell: Tell, level: LogLevel) -> Callable[[str], None]:
    return lambda text: tell(Logged(level=level, text=text))
