"""The computer and the programs that a figure was measured on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

from afina.embedded import broker, database
from infra.version import code_version

LIBRARIES = ("nats-py", "psycopg", "pydantic", "faststream", "litestar")
GIBIBYTE = 1 << 30


def describe() -> str:
    """One paragraph of Markdown: hardware, how busy it is, servers, libraries, our own code."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    servers = [_says(broker.find()), _says(database.find() / "postgres")]
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} × {_processor()}, {memory / GIBIBYTE:.0f} GiB, "
        f"{platform.system()}, load average {os.getloadavg()[0]:.1f}. "
        f"Python {platform.python_version()}, {', '.join(servers)}, {libraries}. "
        f"Afina {code_version()}."
    )


def _processor() -> str:
    """The name that Linux knows, else the architecture."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except FileNotFoundError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _says(program: Path) -> str:
    """The program's name and its version."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return f"{program.name} {said.stdout.split()[-1].removeprefix('v')}"
