"""The process around a session: its streams, its orders and its end.

Standard output carries messages and nothing else, whatever a library prints. Standard input brings
the order to stop; when it closes, the agent is gone and so is the child, at once.
"""

import faulthandler
import os
import signal
import sys
import threading
from dataclasses import dataclass, field
from typing import BinaryIO

from schemas.base import Message
from worker.messages import KEEP, STOP

ORPHANED = 3
"""The exit status of a child whose agent is gone."""
STANDARD_INPUT, STANDARD_OUTPUT, STANDARD_ERROR = 0, 1, 2


@dataclass(slots=True)
class Orders:
    """What the agent has said on standard input."""

    stop: threading.Event = field(default_factory=threading.Event)
    keep: threading.Event = field(default_factory=threading.Event)
    """Set before ``stop``, where the model is to stay."""
    ended: threading.Event = field(default_factory=threading.Event)
    """Set when the child has nothing left to lose: a closing input no longer ends it."""

    def listen(self) -> None:
        """Hear orders from now on, in a thread that keeps nobody alive."""
        threading.Thread(target=self._hear, name="orders", daemon=True).start()

    def _hear(self) -> None:
        """Read the descriptor itself: a buffered reader's lock would hang the interpreter's end."""
        heard = b""
        while piece := os.read(STANDARD_INPUT, 1024):
            *lines, heard = (heard + piece).split(b"\n")
            for line in lines:
                self._obey(line.strip())
        if not self.ended.is_set():
            os._exit(ORPHANED)

    def _obey(self, order: bytes) -> None:
        if order == KEEP.strip():
            self.keep.set()
        if order in {KEEP.strip(), STOP.strip()}:
            self.stop.set()


class Channel:
    """The way to the agent, for any thread."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._is_concluded = False

    def tell(self, message: Message) -> None:
        """Send one line, unless the last was sent; a child that nobody hears ends."""
        with self._lock:
            if not self._is_concluded:
                self._send(message)

    def conclude(self, last: Message) -> bool:
        """Send the last line, of which there is but one; whether it is this."""
        with self._lock:
            if self._is_concluded:
                return False
            self._is_concluded = True
            self._send(last)
            return True

    def _send(self, message: Message) -> None:
        try:
            self._stream.write(message.model_dump_json().encode() + b"\n")
            self._stream.flush()
        except BrokenPipeError:
            os._exit(ORPHANED)


def seize_output() -> Channel:
    """Take standard output for messages; what others write there goes to standard error."""
    sys.stdout.flush()
    private = os.dup(STANDARD_OUTPUT)
    os.dup2(STANDARD_ERROR, STANDARD_OUTPUT)
    return Channel(os.fdopen(private, "wb"))


def settle_in() -> None:
    """Leave interrupts from the keyboard to the agent, and let a crash in C show where it was.

    Threads that wait for each other sleep instead of spinning, or they would take the processor
    from the one that they wait for: on two busy cores, spinning trains two to six times slower.
    OpenMP reads this when torch is loaded.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
