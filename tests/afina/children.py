"""Stand-ins for the stack's processes, and a parent to be killed."""

import asyncio
import os
import sys
from pathlib import Path

from afina.embedded import servers
from afina.journal import Journal
from afina.program import Program

ENVIRONMENT = {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1"}
PATIENT = "import os, time; print(os.getpid()); time.sleep(600)"
STUBBORN = (
    "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print(os.getpid()); time.sleep(600)"
)


def python(code: str, name: str = "child", **changes: object) -> Program:
    """A program that runs ``code``."""
    given = {"environment": ENVIRONMENT, **changes}
    return Program(name=name, command=(sys.executable, "-c", code), **given)


async def hold_servers(data_dir: Path) -> None:
    """Run both embedded servers until killed; tell their addresses on a line each."""
    journal = Journal(data_dir / "log" / "afina.log", terminal=None)
    async with servers.running(data_dir, journal) as running:
        sys.stdout.write(f"{running.broker.url}\n{running.database.admin_url}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(hold_servers(Path(sys.argv[1])))
