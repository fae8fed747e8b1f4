"""A whole Afina, started as a person starts it, and spoken to as a program speaks to it."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
import stamina

from afina import stack
from schemas.base_models import PACKAGED

TOLD = {
    "AFINA_RETRY_DELAY_SECONDS": "1",  # nothing that fails here gets well by waiting longer
}
START_SECONDS = 180
STOP_SECONDS = 60


@dataclass(frozen=True, slots=True)
class RunningStack:
    """One ``afina up``."""

    process: subprocess.Popen[bytes]
    data_dir: Path
    address: str
    token: str

    @property
    def api(self) -> httpx.Client:
        """A client of its API, in English."""
        headers = {"Authorization": f"Bearer {self.token}", "Accept-Language": "en"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=60, trust_env=False)

    @property
    def nats_url(self) -> str:
        """The broker, as the control plane reaches it."""
        found = stack.find(self.data_dir)
        assert found is not None
        return found.backing.nats_url

    def workers(self) -> list[psutil.Process]:
        """The agents of this data directory, not their children."""
        return [
            process
            for process in psutil.process_iter(["cmdline"])
            if _is_agent(process.info["cmdline"] or [], self.data_dir)
        ]

    def events(self, run_id: str, after: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
        """The run's live events, by name, until its end."""
        url = f"/api/runs/{run_id}/events"
        with self.api as client, client.stream("GET", url, params={"after": after}) as response:
            response.raise_for_status()
            name = ""
            for line in response.iter_lines():
                field, _, value = line.partition(": ")
                if field == "event":
                    name = value
                elif field == "data":
                    yield name, json.loads(value)


def _is_agent(command: list[str], data_dir: Path) -> bool:
    return "worker" in command and str(data_dir) in command


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    data_dir: Path, port: int, workers: int = 1, base_models: Sequence[str] = (PACKAGED, "/*")
) -> Generator[RunningStack]:
    """``afina up`` on ``data_dir`` with these base models allowed; stopped in order on leaving."""
    command = [sys.executable, "-m", "afina", "up", "--data-dir", str(data_dir)]
    options = ["--port", str(port), "--workers", str(workers), "--no-browser"]
    told = TOLD | {"AFINA_BASE_MODELS": json.dumps(base_models)}
    process = subprocess.Popen(command + options, start_new_session=True, env=os.environ | told)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(address, process)
        created = subprocess.run(
            [sys.executable, "-m", "afina", "token", "create", "--data-dir", str(data_dir)],
            capture_output=True,
            text=True,
            check=True,
        )
        yield RunningStack(process, data_dir, address, created.stdout.strip())
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(STOP_SECONDS)


@stamina.retry(
    on=(httpx.HTTPError, AssertionError), attempts=None, timeout=START_SECONDS, wait_max=0.2
)
def _wait_until_ready(address: str, process: subprocess.Popen[bytes]) -> None:
    assert httpx.get(f"{address}/health/ready", trust_env=False).status_code == 200
    assert process.poll() is None, f"afina up ended with {process.returncode}"


def environment_without_secrets() -> dict[str, str]:
    """This process's environment, for commands that must find everything by themselves."""
    return {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
