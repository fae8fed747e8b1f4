import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from schemas.events.run import FailureCode
from tests.worker.training import small
from tests.worker.training.small import Ear, never
from worker.messages import (
    KEEP,
    STOP,
    CheckpointDone,
    ChildMessage,
    EpochDone,
    Failed,
    Finished,
    Job,
    ProgressMade,
    Stopped,
    child_messages,
)
from worker.training import child, session

DEADLINE_SECONDS = 120


class Process:
    """A real training child."""

    def __init__(self, job: Job, folder: Path) -> None:
        path = folder / "job.json"
        path.write_text(job.model_dump_json())
        self.process = subprocess.Popen(
            [sys.executable, "-m", "worker.training", "--data-dir", str(folder), str(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def messages(self) -> Iterator[ChildMessage]:
        """Every line of its standard output, which holds nothing else."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield child_messages.validate_json(line)

    def order(self, order: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(order)
        self.process.stdin.flush()

    def abandon(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def ended(self) -> int:
        return self.process.wait(DEADLINE_SECONDS)


@contextmanager
def started(job: Job, folder: Path) -> Generator[Process]:
    running = Process(job, folder)
    try:
        yield running
    finally:
        running.process.kill()
        running.process.wait()
        for stream in (running.process.stdin, running.process.stdout, running.process.stderr):
            assert stream is not None
            stream.close()


def long_job(folder: Path, base: Path) -> Job:
    """Some seconds of steps."""
    return small.job(folder, base, count=400, epochs=6, batch_size=4, early_stopping_patience=None)


def is_stepping(message: ChildMessage) -> bool:
    return isinstance(message, ProgressMade) and message.step > 0


def run_to_the_end(job: Job, folder: Path) -> list[ChildMessage]:
    with started(job, folder) as running:
        messages = list(running.messages())
        assert running.ended() == 0
    return messages


@pytest.fixture(scope="module")
def straight(base: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The weights' hash of the long job, when nothing interrupts it."""
    done = session.run(long_job(tmp_path_factory.mktemp("straight"), base), Ear(), never)
    assert isinstance(done, Finished)
    return done.model.weights_sha256


def test_a_job_is_done_in_a_process_of_its_own(base: Path, tmp_path: Path):
    """Relative folders are the worker's; an interrupt from the keyboard is the agent's affair."""
    job = small.job(tmp_path, base)
    places = {name: Path(getattr(job, name).name) for name in ("examples", "work_dir", "model_dir")}
    with started(job.model_copy(update=places), tmp_path) as running:
        messages: list[ChildMessage] = []
        for message in running.messages():
            if not messages:
                running.process.send_signal(signal.SIGINT)
            messages.append(message)
        status = running.ended()

    last = messages[-1]
    assert status == 0
    assert isinstance(last, Finished)
    assert last.model.path == str(tmp_path / "model")
    assert [m.metrics.epoch for m in messages if isinstance(m, EpochDone)] == [1, 2]


def test_stopped_in_the_middle_it_resumes_to_the_same_bits(
    straight: str, base: Path, tmp_path: Path
):
    """STOP on its input: it ends well, with a checkpoint, and the next child goes on from it."""
    job = long_job(tmp_path, base)
    with started(job, tmp_path) as running:
        messages = running.messages()
        next(message for message in messages if is_stepping(message))
        running.order(STOP)
        *_, kept, stopped = list(messages)
        assert running.ended() == 0
    assert isinstance(kept, CheckpointDone)
    assert isinstance(stopped, Stopped)

    *_, last = run_to_the_end(job, tmp_path)

    assert isinstance(last, Finished)
    assert last.model.weights_sha256 == straight


def test_told_to_keep_it_stops_and_leaves_the_model_learned_so_far(base: Path, tmp_path: Path):
    """KEEP on its input, after an epoch: a whole model folder, and an orderly end."""
    with started(long_job(tmp_path, base), tmp_path) as running:
        messages = running.messages()
        next(message for message in messages if isinstance(message, EpochDone))
        running.order(KEEP)
        *_, stopped = list(messages)
        assert running.ended() == 0

    assert isinstance(stopped, Stopped)
    assert stopped.model is not None
    assert stopped.epochs_completed < 6
    assert Path(stopped.model.path, "model.safetensors").exists()


def test_killed_after_an_epoch_it_resumes_to_the_same_bits(
    straight: str, base: Path, tmp_path: Path
):
    """The next child tells the past epochs again and begins after the last checkpoint."""
    job = long_job(tmp_path, base)
    with started(job, tmp_path) as running:
        kept = next(m for m in running.messages() if isinstance(m, CheckpointDone))
        running.process.kill()
        assert running.ended() == -signal.SIGKILL

    messages = run_to_the_end(job, tmp_path)

    last = messages[-1]
    epochs = [m.metrics.epoch for m in messages if isinstance(m, EpochDone)]
    first_kept = next(m for m in messages if isinstance(m, CheckpointDone))
    assert isinstance(last, Finished)
    assert last.model.weights_sha256 == straight
    assert epochs == [1, 2, 3, 4, 5, 6]
    assert kept.epoch == 1
    assert first_kept.epoch > kept.epoch


def test_it_ends_at_once_when_its_agent_is_gone(base: Path, tmp_path: Path):
    """Its input closes: no last words, no model."""
    job = long_job(tmp_path, base)
    with started(job, tmp_path) as running:
        messages = running.messages()
        next(message for message in messages if is_stepping(message))
        running.abandon()
        rest = list(messages)

        assert running.ended() == child.ORPHANED
    assert not [m for m in rest if isinstance(m, Finished | Stopped | Failed)]
    assert not job.model_dir.exists()


def test_a_failure_is_told_before_it_ends(base: Path, tmp_path: Path):
    """With its code, and with a status that is not 0."""
    job = small.job(tmp_path, base).model_copy(update={"base_model": str(tmp_path / "nowhere")})
    with started(job, tmp_path) as running:
        *_, last = list(running.messages())
        status = running.ended()

    assert isinstance(last, Failed)
    assert last.code is FailureCode.BASE_MODEL_UNAVAILABLE
    assert not last.retryable
    assert status == 1


def test_what_nobody_foresaw_is_a_failure_too(base: Path, tmp_path: Path):
    """Whatever goes wrong is told; here the cache is no folder."""
    job = small.job(tmp_path, base)
    job.work_dir.parent.joinpath("cache").write_text("a file where a folder should be")
    packaged = job.model_copy(update={"base_model": "e5-small-en-pt"})
    with started(packaged, tmp_path) as running:
        *_, last = list(running.messages())
        status = running.ended()

    assert isinstance(last, Failed)
    assert last.code is FailureCode.CRASHED
    assert status == 1


CHATTER = """
import os, sys
from worker.messages import Stopped
from worker.training import child
channel = child.seize_output()
print("from Python")
os.write(1, b"from C\\n")
os.system("echo from a shell")
channel.tell(Stopped(epochs_completed=3))
"""


def test_what_others_print_does_not_reach_the_agent():
    """Standard output carries messages; the rest goes to standard error."""
    done = subprocess.run(
        [sys.executable, "-c", CHATTER], capture_output=True, check=True, timeout=60
    )

    [line] = done.stdout.splitlines()
    assert TypeAdapter(Stopped).validate_json(line).epochs_completed == 3
    assert sorted(done.stderr.splitlines()) == [b"from C", b"from Python", b"from a shell"]


ORDERS = """
import os, sys, threading, time
from worker.training.child import Orders
orders = Orders()
orders.listen()
heard = orders.stop.wait(20)
orders.ended.set()
os.write(1, b"heard" if heard else b"deaf")
"""


@pytest.mark.parametrize("pieces", [[b"stop\n"], [b"st", b"op\r\n"], [b"other\nstop\nmore\n"]])
def test_the_order_to_stop_is_heard_however_it_arrives(pieces: list[bytes]):
    """In pieces, with a carriage return, among other lines; and a closing input then harms none."""
    with subprocess.Popen(
        [sys.executable, "-c", ORDERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for piece in pieces:
            process.stdin.write(piece)
            process.stdin.flush()
        answer = process.stdout.read()
        process.stdin.close()

        assert process.wait(20) == 0
    assert answer == b"heard"


def test_a_child_that_nobody_hears_ends():
    """The reading end of its messages is closed."""
    reading, writing = os.pipe()
    code = CHATTER.replace("channel.tell", "os.close(0); channel.tell")
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=writing, stderr=subprocess.DEVNULL
    ) as process:
        os.close(reading)
        os.close(writing)

        assert process.wait(60) == child.ORPHANED


def test_nothing_is_said_after_the_last_message():
    """Whoever comes second, a watching thread or the session, is told so."""
    heard = io.BytesIO()
    channel = child.Channel(heard)
    failed = Failed(code=FailureCode.CRASHED, retryable=True)

    assert channel.conclude(failed)
    assert not channel.conclude(Stopped(epochs_completed=1))
    channel.tell(Stopped(epochs_completed=2))

    assert heard.getvalue() == failed.model_dump_json().encode() + b"\n"


def test_a_jobs_paths_are_the_workers(base: Path, tmp_path: Path):
    """Absolute ones stay; relative ones begin at the data folder."""
    from worker.training import __main__ as program

    job = small.job(tmp_path, base)
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job.model_dump(mode="json") | {"work_dir": "runs/1"}))

    read = program.read_job(path, tmp_path)

    assert read.work_dir == tmp_path / "runs" / "1"
    assert read.examples == job.examples
