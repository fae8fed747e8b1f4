"""Which code is running: the release, and the commit where it runs from a checkout."""

import subprocess
from functools import cache
from importlib.metadata import version
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent


@cache
def code_version() -> str:
    """``0.1.0``; from a checkout ``0.1.0+1a2b3c4d5e6f``, with ``.dirty`` when it has changes."""
    release = version("afina")
    if not (CHECKOUT / ".git").exists():
        return release
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=.dirty", "--abbrev=12", "--exclude=*"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    commit = described.stdout.strip()
    return f"{release}+{commit}" if commit else release
