"""Processes of a control plane that one may kill, each beside others of its kind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

START_SECONDS = 240
STOP_SECONDS = 30
POLL_SECONDS = 0.1


@dataclass(slots=True)
class Replica:
    """One process of the API."""

    address: str
    process: subprocess.Popen[bytes]

    def wait_until_live(self) -> None:
        """Return once it answers."""
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, f"the API ended with {self.process.returncode}"
            assert time.monotonic() < deadline, "the API does not answer"
            time.sleep(POLL_SECONDS)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/live", trust_env=False).is_success
        except httpx.HTTPError:
            return False

    def stop(self) -> None:
        """As its supervisor stops it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(STOP_SECONDS)


def start(data_dir: Path, port: int, environment: Mapping[str, str]) -> Replica:
    """An API at ``port``; it may take a while until it answers."""
    told = environment | {"AFINA_PORT": str(port), "AFINA_HOST": "127.0.0.1"}
    return Replica(f"http://127.0.0.1:{port}", _started("api", data_dir, told))


@contextmanager
def consumers(data_dir: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """The process of the projectors."""
    process = _started("consumers", data_dir, environment)
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


def _started(room: str, data_dir: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "afina", room, "--data-dir", str(data_dir / room)],
        env=os.environ | {"AFINA_LOG_LEVEL": "WARNING"} | dict(environment),
    )
