"""The processes that read spreadsheets, so that a hostile file ends one of them and not the server.

This module is all that such a process loads besides the reading itself.
"""

import multiprocessing
import signal
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar, TypeVarTuple, Unpack

from api.datasets.confinement import confine
from api.datasets.limits import MEBIBYTE
from infra import process

PROCESSES = 2
MEMORY_BYTES = 6 * 1024 * MEBIBYTE
"""What one process may ask for; it holds about half of that at the most that the limits allow."""
COMPUTING_SECONDS = 600
"""For one piece of work, on all processors together; a text file as large as may be takes 17."""

Given = TypeVarTuple("Given")
Made = TypeVar("Made")


def new_pool() -> ProcessPoolExecutor:
    """A pool whose processes start when they are first needed."""
    return ProcessPoolExecutor(
        max_workers=PROCESSES,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare_process,
    )


def end(pool: ProcessPoolExecutor) -> None:
    """Stop its processes, even in the middle of a file."""
    children = multiprocessing.active_children()
    pool.shutdown(wait=False, cancel_futures=True)
    for child in children:
        child.terminate()


def within_bounds(seconds: float, work: Callable[[Unpack[Given]], Made], *given: *Given) -> Made:
    """What ``work`` answers; this process ends where it computes for longer than ``seconds``.

    The system ends it, even in the middle of a search that never comes back to Python.
    """
    if not hasattr(signal, "setitimer"):  # Windows has no such bound
        return work(*given)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return work(*given)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _prepare_process() -> None:
    """Stop with the parent, however it stops, and leave Ctrl-C to it."""
    process.die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    confine(MEMORY_BYTES)
