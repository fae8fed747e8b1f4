"""The processes that read spreadsheets, so that a hostile file ends one of them and not the server.

This module is all that such a process loads besides the reading itself.
"""

import multiprocessing
import signal
from concurrent.futures import ProcessPoolExecutor

from api.datasets.confinement import confine
from api.datasets.limits import MEBIBYTE
from infra import process

PROCESSES = 2
MEMORY_BYTES = 6 * 1024 * MEBIBYTE
"""What one process may ask for; it holds about half of that at the most that the limits allow."""


def new_pool() -> ProcessPoolExecutor:
    """A pool whose processes start when they are first needed."""
    return ProcessPoolExecutor(
        max_workers=PROCESSES,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare_process,
    )


def _prepare_process() -> None:
    """Stop with the parent, however it stops, and leave Ctrl-C to it."""
    process.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confine(MEMORY_BYTES)
