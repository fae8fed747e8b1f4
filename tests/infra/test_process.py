import asyncio
import os
import resource
import signal
import sys

import pytest

from infra.process import open_as_many_files_as_allowed, stop_on_signals
from tests.infra.broker import patience

PARENT = """
import subprocess, sys
from infra.process import die_with_parent

child = subprocess.Popen(
    [sys.executable, "-c", "import signal; signal.pause()"],
    preexec_fn=die_with_parent,
)
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of such a death")
async def test_a_child_does_not_outlive_a_killed_parent():
    """``kill -9`` leaves the parent no chance to say anything; the kernel does."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    child = os.pidfd_open(int(await parent.stdout.readline()))
    gone = asyncio.Event()
    asyncio.get_running_loop().add_reader(child, gone.set)

    assert not gone.is_set()
    parent.kill()

    try:
        async with patience():
            await gone.wait()
            await parent.wait()
    finally:
        asyncio.get_running_loop().remove_reader(child)
        if not gone.is_set():
            signal.pidfd_send_signal(child, signal.SIGKILL)
        os.close(child)


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
async def test_a_polite_signal_is_an_event(sig: signal.Signals):
    """So a process closes everything in its own order."""
    stop = stop_on_signals()
    assert not stop.is_set()

    os.kill(os.getpid(), sig)

    async with patience():
        await stop.wait()
    for handled in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().remove_signal_handler(handled)


def test_a_process_may_open_as_many_files_as_its_administrator_allows():
    """Programs are started with far fewer."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        open_as_many_files_as_allowed()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
