import subprocess
import sys
from pathlib import Path

import pytest
import torch

from schemas.hyperparameters import Precision
from schemas.telemetry import Phase
from tests.worker.training import small
from tests.worker.training.small import Ear, never
from tests.worker.training.test_progress import Clock
from worker.messages import EpochDone, Finished, Logged, Measured, ProgressMade, Stopped
from worker.training import checkpoint, preflight, session
from worker.training.checkpoint import Manifest
from worker.training.preflight import SECONDS, STEPS, WARM_UP_STEPS, Pace, Preflight


class Steps:
    """Steps of 100 tokens; how often the device was waited for."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.waited = 0
        self.preflight = Preflight(self.clock)
        self.preflight.begin()

    def take(self, count: int, seconds: float, *, is_last: bool = False) -> list[Pace]:
        """The paces that came of ``count`` steps, the last of which may be the epoch's."""
        found = []
        for number in range(1, count + 1):
            self.clock.now += seconds
            ends = is_last and number == count
            found.append(self.preflight.count(100, self._wait, is_last=ends))
        return [pace for pace in found if pace is not None]

    def _wait(self) -> None:
        self.waited += 1


def test_the_warm_up_is_left_out():
    """Two slow steps, then some dozens whose pace is told once."""
    steps = Steps()

    assert steps.take(WARM_UP_STEPS, seconds=3) == []
    [pace] = steps.take(3 * STEPS, seconds=0.1)

    assert (pace.steps, pace.tokens) == (STEPS, 100 * STEPS)
    assert pace.tokens_per_second == pytest.approx(1000)
    assert steps.waited == 2, "once when it is warm, once at the end: not after every step"


def test_slow_steps_are_not_waited_for():
    """Some seconds are enough, whatever the number of steps."""
    [pace] = Steps().take(12, seconds=SECONDS / 4)

    assert pace.steps == 4 - WARM_UP_STEPS + 2
    assert pace.tokens_per_second == pytest.approx(100 / (SECONDS / 4))


def test_a_step_that_takes_longer_than_all_is_enough():
    """A large model on a slow computer: better a rough answer now than a good one in an hour."""
    [pace] = Steps().take(3, seconds=60)

    assert (pace.steps, pace.seconds) == (1, 60)


@pytest.mark.parametrize("count", [1, 2, 5])
def test_the_epochs_last_step_ends_it(count: int):
    """Tiny examples: the warm-up counts where there is nothing else."""
    [pace] = Steps().take(count, seconds=1, is_last=True)

    assert pace.steps == (count if count <= WARM_UP_STEPS else count - WARM_UP_STEPS)
    assert pace.tokens_per_second == pytest.approx(100)


def test_a_run_tells_its_forecast_once_before_its_first_epoch_is_over(base: Path, tmp_path: Path):
    """With all epochs, of which early stopping may spare some."""
    ear = Ear()
    done = session.run(small.job(tmp_path, base, epochs=3), ear, never)

    assert isinstance(done, Finished)
    [measured] = ear.heard(Measured)
    forecast = measured.forecast
    assert ear.messages.index(measured) < ear.messages.index(ear.heard(EpochDone)[0])
    assert (forecast.epochs, forecast.precision) == (3, Precision.FP32)
    assert (forecast.token_budget, forecast.threads) == (8 * 14, torch.get_num_threads())
    assert forecast.steps == 6 - WARM_UP_STEPS
    assert forecast.peak_memory_bytes > 1 << 26
    assert forecast.tokens_per_second > 0
    assert any("steps were timed" in line.text for line in ear.heard(Logged))


def test_a_forecast_is_of_the_whole_run_wherever_the_attempt_begins(base: Path, tmp_path: Path):
    """A second attempt adds what is left to what the first has spent."""
    job = small.job(tmp_path, base, epochs=3)
    first, second = Ear(), Ear()
    questions = iter([False] * 9 + [True] * 99)
    stopped = session.run(job, first, lambda: next(questions))
    for kept in (job.work_dir / "checkpoints").iterdir():
        manifest = Manifest.model_validate_json((kept / checkpoint.MANIFEST).read_bytes())
        checkpoint.seal(kept, manifest.model_copy(update={"seconds": 5000.0}))

    session.run(job, second, never)

    assert isinstance(stopped, Stopped)
    [forecast] = [message.forecast for message in second.heard(Measured)]
    assert 5000 < forecast.expected_seconds < 5100


def test_the_second_run_has_a_time_left_from_its_first_message_of_training(
    base: Path, tmp_path: Path
):
    """By the speed of the run before, and it says that this is a guess."""

    def first_of_training(name: str) -> ProgressMade:
        ear = Ear()
        job = small.job(tmp_path / name, base).model_copy(update={"cache_dir": tmp_path / "cache"})
        session.run(job, ear, never)
        told = ear.heard(ProgressMade)
        return next(message for message in told if message.phase is Phase.TRAINING)

    first, second = first_of_training("first"), first_of_training("second")

    assert first.seconds_left is None
    assert second.seconds_left
    assert second.is_guess


def test_the_peak_of_memory_is_what_the_process_held():
    """In bytes: 300 MB more after holding 300 MB, and no less once they are gone."""
    program = """
import torch
from worker.training import preflight
peak = lambda: preflight.peak_memory_bytes(torch.device("cpu"))
before = peak()
held = bytearray(300 << 20)
held[:] = bytes(len(held))
after = peak()
del held
assert after - before > 250 << 20, (before, after)
assert peak() >= after
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=120)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_the_peak_of_a_gpu_is_what_was_allocated_on_it():
    """Even after it is freed."""
    place = torch.device("cuda")
    held = torch.empty(64 << 20, dtype=torch.uint8, device=place)
    del held

    assert preflight.peak_memory_bytes(place) >= 64 << 20
