"""Runs that are killed at random moments, and what the next attempt makes of them."""

import multiprocessing
import os
import random
import shutil
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from tests.worker.training import small
from tests.worker.training.small import Ear, never
from worker.messages import CheckpointDone, ChildMessage, Finished, Job, Logged, ProgressMade
from worker.training import checkpoint, session

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["worker.training.session"])

DEADLINE_SECONDS = 120


def job(folder: Path, base: Path) -> Job:
    """Four epochs of 24 steps, with a checkpoint after every fifth."""
    return small.job(
        folder, base, count=120, epochs=4, batch_size=4, checkpoint_steps=5, keep_best=2
    )


def attempt(job: Job, said: Connection) -> None:
    """What the process does that is going to be killed; each message is one step's at most."""
    done = session.run(job, lambda message: said.send(message.model_dump_json()), never, ticking())
    said.send(done.model_dump_json())


def ticking() -> Callable[[], float]:
    """A clock by which every step is worth telling of."""
    moments = iter(range(1_000_000))
    return lambda: float(next(moments))


def killed(job: Job, messages: int) -> bool:
    """Whether an attempt was killed after that many messages, instead of having come to its end."""
    ears, said = processes.Pipe(duplex=False)
    process = processes.Process(target=attempt, args=(job, said))
    process.start()
    said.close()
    try:
        for _ in range(messages):
            if not ears.poll(DEADLINE_SECONDS):
                raise TimeoutError("the attempt says nothing more")
            ears.recv()
    except EOFError:
        process.join(DEADLINE_SECONDS)
        return False
    else:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join(DEADLINE_SECONDS)
        return process.exitcode == -signal.SIGKILL
    finally:
        ears.close()


@pytest.fixture(scope="module")
def straight(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Finished:
    """The run that nothing interrupts."""
    done = session.run(job(tmp_path_factory.mktemp("straight"), base), Ear(), never)
    assert isinstance(done, Finished)
    return done


def test_killed_at_random_moments_a_run_ends_with_the_same_bits(
    straight: Finished, base: Path, tmp_path: Path
):
    """Within epochs, amid exams and while a checkpoint is written: weights, metrics, report."""
    moments = [random.randint(5, 60) for _ in range(4)]
    killings = [killed(job(tmp_path, base), messages) for messages in moments]
    ear = Ear()

    done = session.run(job(tmp_path, base), ear, never)

    assert any(killings)
    assert isinstance(done, Finished)
    assert done.model.weights_sha256 == straight.model.weights_sha256, moments
    assert untimed(done) == untimed(straight)
    assert any("Going on from the checkpoint" in line.text for line in ear.heard(Logged))


def test_what_a_killing_costs_is_at_most_the_steps_since_the_last_checkpoint(
    base: Path, tmp_path: Path
):
    """The next attempt begins where the last one told of a checkpoint, or later."""
    messages: list[ChildMessage] = []

    def hear(message: ChildMessage) -> None:
        messages.append(message)
        if isinstance(message, ProgressMade) and message.step >= 38:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        session.run(job(tmp_path, base), hear, never, ticking())
    last = [message for message in messages if isinstance(message, CheckpointDone)][-1]
    ear = Ear()
    session.run(job(tmp_path, base), ear, never, ticking())

    assert last.step == 34
    assert next(one.step for one in ear.heard(ProgressMade) if one.step) == 34


def test_a_run_whose_newest_checkpoint_is_ruined_ends_with_the_same_bits(
    straight: Finished, base: Path, tmp_path: Path
):
    """One wrong bit in any of its files: the one before is taken, and the log says so."""
    assert killed(job(tmp_path, base), 60)
    whole = shutil.copytree(tmp_path / "work", tmp_path / "whole")
    for name in (checkpoint.WEIGHTS, checkpoint.STATE, checkpoint.MANIFEST, checkpoint.SEAL):
        shutil.rmtree(tmp_path / "work")
        shutil.copytree(whole, tmp_path / "work")
        flip_a_bit(max((tmp_path / "work" / "checkpoints").glob("step-*-epoch-????")) / name)
        ear = Ear()
        session.run(job(tmp_path, base), ear, lambda: True)
        said = [line.text for line in ear.heard(Logged)]
        assert any("is damaged: it is not used" in text for text in said)
        assert any("Going on from the checkpoint" in text for text in said)

    done = session.run(job(tmp_path, base), Ear(), never)

    assert isinstance(done, Finished)
    assert done.model.weights_sha256 == straight.model.weights_sha256


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def untimed(done: Finished) -> dict[str, Any]:
    """The report without the time that it took."""
    return done.report.model_dump(exclude={"seconds"})
