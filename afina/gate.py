"""A gate before which processes load their code while the servers they need are still starting.

It is a pipe that nobody writes to: waiting ends when the starter closes its end, or dies.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager

VARIABLE = "AFINA_GATE"


class Gate:
    """The starter's side: closed until it is opened, and open ever after."""

    def __init__(self, waiting: int, holding: int) -> None:
        self.waiting = waiting
        """The descriptor that processes inherit."""
        self._holding: int | None = holding

    def open(self) -> None:
        """Let everybody pass, now and later."""
        if self._holding is not None:
            os.close(self._holding)
            self._holding = None


@contextmanager
def closed() -> Generator[Gate]:
    """A gate, closed at first."""
    waiting, holding = os.pipe()
    gate = Gate(waiting, holding)
    try:
        yield gate
    finally:
        gate.open()
        os.close(waiting)


def wait() -> None:
    """Return once the starter has opened its gate; at once in a process that was given none."""
    if descriptor := os.environ.pop(VARIABLE, None):
        with os.fdopen(int(descriptor), "rb") as waiting:
            waiting.read()
