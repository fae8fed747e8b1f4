"""A place to listen on the loopback interface."""

import socket

LOOPBACK = "127.0.0.1"


def free() -> int:
    """A TCP port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return probe.getsockname()[1]
