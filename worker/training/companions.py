"""The other processes of a team: started, watched and sent home by the one that leads it.

A companion is a training child of the leader as the leader is one of the agent: its input closes
when the leader is gone, and Linux then kills it at once. It stays in the leader's process group, so
that whoever kills the child kills the whole team. Its last message is ``Stopped``; one that ends
with any other, or with none, ends the team.
"""

import socket
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Thread

from pydantic import ValidationError

from worker.messages import ChildMessage, Failed, Stopped, child_messages, crashed

LOOPBACK = "127.0.0.1"
LEAVING_SECONDS = 10.0
"""For a companion with nothing left to do."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A process's place in its team."""

    rank: int = 0
    """From 0, which leads."""
    size: int = 1
    port: int = 0
    """Of the loopback, where the team meets."""
    listener: int | None = None
    """The leader's descriptor that listens there; whoever joins the team takes it over."""


@dataclass(slots=True)
class Companions:
    """Those of one leader."""

    on_loss: Callable[[Failed], None]
    """Called from a thread with the reason of each that ended too early."""
    _processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    _watches: list[Thread] = field(default_factory=list)

    def start(self, command: Sequence[str], size: int) -> Seat:
        """Start all but the first process of a team of ``size``; the leader's seat.

        ``command`` starts a companion once its seat is added.
        """
        if size == 1:
            return Seat()
        meeting = socket.create_server((LOOPBACK, 0))
        port = meeting.getsockname()[1]
        for rank in range(1, size):
            self._start([*command, "--rank", str(rank), "--port", str(port)], rank)
        return Seat(0, size, port, meeting.detach())

    def dismiss(self) -> None:
        """On return none is left."""
        for process in self._processes:
            if process.stdin is not None:
                process.stdin.close()
        for process in self._processes:
            try:
                process.wait(LEAVING_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for watch in self._watches:
            watch.join()

    def _start(self, command: Sequence[str], rank: int) -> None:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._processes.append(process)
        name = f"the training process of device {rank}"
        watch = Thread(target=self._watch, args=(process, name), name=name, daemon=True)
        self._watches.append(watch)
        watch.start()

    def _watch(self, process: "subprocess.Popen[bytes]", name: str) -> None:
        """Hear it out, then judge its end."""
        assert process.stdout is not None  # noqa: S101 - started with a pipe
        with process.stdout as output:
            last = _last_words(output.read())
        status = process.wait()
        if not isinstance(last, Stopped):
            self.on_loss(last if isinstance(last, Failed) else crashed(status, name))


def _last_words(said: bytes) -> ChildMessage | None:
    """A line that was cut short says nothing."""
    lines = said.splitlines()
    try:
        return child_messages.validate_json(lines[-1]) if lines else None
    except ValidationError:
        return None
