"""``afina stop``: ends the stack of a data directory, orderly."""

import os
import signal
import sys
import time

from afina import stack, words
from afina.options import ChosenLanguage, DataDir

WAIT_SECONDS = 60.0
POLL_SECONDS = 0.1


def stop(data_dir: DataDir, language: ChosenLanguage = None) -> None:
    """Ask the stack for an orderly end and wait for it."""
    say = words.of(language, os.environ).stack
    folder = data_dir.expanduser().absolute()
    pid = stack.holder(folder)
    if pid is None:
        print(say.none_running(str(folder)))
        return
    print(say.stopping, flush=True)
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + WAIT_SECONDS
    while stack.holder(folder) == pid:
        if time.monotonic() > deadline:
            sys.exit(say.cannot_stop(pid))
        time.sleep(POLL_SECONDS)
    print(say.stopped)
