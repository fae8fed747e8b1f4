"""A place to listen on the loopback interface."""

import socket

LOOPBACK = "127.0.0.1"


def free(wanted: int = 0) -> int:
    """A TCP port that nobody listens on just now: the one that is wanted, if it can be."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, wanted))
        except OSError:
            probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
