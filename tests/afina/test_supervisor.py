import asyncio
import os
import re
import signal

import psutil
import pytest

from afina.program import ProgramError
from afina.supervisor import supervising
from tests.afina.children import PATIENT, STUBBORN, python
from tests.afina.heard import Heard


@pytest.fixture
async def heard():
    return Heard()


async def never() -> bool:
    return False


async def test_a_killed_child_is_started_again_at_once(heard):
    """A worker that dies costs a second, not a night."""
    async with supervising(heard) as supervisor:
        await supervisor.start(python(PATIENT))
        [first] = await heard.until("child")
        os.kill(int(first), signal.SIGKILL)
        _, second = await heard.until("child", 2)
        assert second != first
    assert heard.said("afina") == ["child ended (SIGKILL), starts again in 0.25 s"]


async def test_a_child_that_keeps_dying_waits_longer_each_time(heard):
    async with supervising(heard) as supervisor:
        await supervisor.start(python("raise SystemExit(3)"))
        told = await heard.until("afina", 3)
    waits = [float(re.search(r"\(code 3\).* in ([\d.]+) s", line).group(1)) for line in told[:3]]
    assert waits == [0.25, 0.5, 1.0]


async def test_leaving_ends_every_child(heard):
    async with supervising(heard) as supervisor:
        await supervisor.start(python(PATIENT, "one"))
        await supervisor.start(python(PATIENT, "two"))
        pids = [int((await heard.until(name))[0]) for name in ("one", "two")]
    assert not any(psutil.pid_exists(pid) for pid in pids)


async def test_what_stands_on_others_ends_before_them(heard):
    """Workers hand back their jobs while the broker still listens."""
    code = (
        "import signal, sys, time;"
        "signal.signal(signal.SIGTERM, lambda *_: (print('down'), sys.exit()));"
        "print('up'); time.sleep(600)"
    )
    async with supervising(heard) as supervisor:
        await supervisor.start(python(code, "server", stage=0))
        await supervisor.start(python(code, "worker", stage=2))
        await supervisor.start(python(code, "room", stage=1))
        for name in ("server", "worker", "room"):
            await heard.until(name)
    downs = [name for name, text in heard.lines if text == "down"]
    assert downs == ["worker", "room", "server"]


async def test_an_impatient_stop_is_orderly_all_the_same(heard):
    """A second Ctrl-C, or a cancelled task, does not cut the first one short."""
    code = (
        "import signal, sys, time;"
        "signal.signal(signal.SIGTERM, lambda *_: (print('leaving'), time.sleep(0.2),"
        " print('left'), sys.exit()));"
        "print('up'); time.sleep(600)"
    )
    started = asyncio.Event()

    async def supervise() -> None:
        async with supervising(heard) as supervisor:
            await supervisor.start(python(code))
            started.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(supervise())
    await started.wait()
    await heard.until("child")
    task.cancel()
    await heard.until("child", 2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert heard.said("child") == ["up", "leaving", "left"]


async def test_a_child_that_does_not_end_is_killed_after_its_grace(heard):
    async with supervising(heard) as supervisor:
        await supervisor.start(python(STUBBORN, grace_seconds=0.1))
        [pid] = await heard.until("child")
    assert not psutil.pid_exists(int(pid))
    assert "child does not end, killing it" in heard.said("afina")


async def test_what_a_dead_child_left_in_its_group_ends_too(heard):
    """The pipe of its output would otherwise stay open, and its work go on unwatched."""
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {PATIENT!r}]).wait()"
    async with supervising(heard) as supervisor:
        child = await supervisor.start(python(code))
        [grandchild] = await heard.until("child")
        os.kill(child.process.pid, signal.SIGKILL)
        _, successor = await heard.until("child", 2)
        assert successor != grandchild
        assert (
            not psutil.pid_exists(int(grandchild))
            or psutil.Process(int(grandchild)).status() == psutil.STATUS_ZOMBIE
        )


async def test_a_start_that_fails_tells_the_last_words(heard):
    """A person reads why, without opening a file."""
    async with supervising(heard) as supervisor:
        with pytest.raises(ProgramError, match=r"child ended at once[\s\S]*no such flag"):
            await supervisor.start(python("import sys; sys.exit('no such flag')"), never)


async def test_a_missing_program_is_named(heard):
    async with supervising(heard) as supervisor:
        program = python("")
        missing = type(program)(
            name="child", command=("/nonexistent/program",), environment=program.environment
        )
        with pytest.raises(ProgramError, match="cannot be started"):
            await supervisor.start(missing, never)


async def test_lines_longer_than_the_pipe_come_whole(heard):
    async with supervising(heard) as supervisor:
        await supervisor.start(python("print('x' * 300_000); import time; time.sleep(600)"))
        [line] = await heard.until("child")
    assert line == "x" * 300_000


async def test_a_murmur_is_told_apart(heard):
    program = python("print('[INF] hm'); print('[ERR] oh'); import time; time.sleep(600)")
    async with supervising(heard) as supervisor:
        await supervisor.start(
            type(program)(
                name="child",
                command=program.command,
                environment=program.environment,
                murmur=re.compile(r"\[INF\]"),
            )
        )
        await heard.until("child", 2)
    assert heard.murmurs == ["[INF] hm"]


async def test_a_second_process_waits_for_the_lock_of_the_first(heard, tmp_path):
    """A killed stack's server may still be ending when the next stack starts."""
    program = python(PATIENT, lock=tmp_path / "lock")
    async with supervising(heard) as first, supervising(heard) as second:
        await first.start(program)
        [pid] = await heard.until("child")
        waiting = await second.start(program)
        await asyncio.sleep(0)
        assert waiting.process is None
        await first.stop()
        _, successor = await heard.until("child", 2)
    assert successor != pid
