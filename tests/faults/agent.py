"""The real agent, whose children are stand-ins, whose clock may be wrong, and who waits little.

``sys.executable`` is what it starts children with; only ``infra.clock`` reads the time.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

from afina.rooms import EXIT_NOT_ADMITTED
from infra import clock, logging
from infra.settings import Settings
from worker.agent import admission, service
from worker.agent.registration import NotAdmittedError


def wrong_clock(ahead: timedelta) -> None:
    clock.now = lambda: datetime.now(UTC) + ahead


def hurried() -> None:
    """A stand-in has no long step to end, and these networks are quick again when they are back."""
    admission.ASK_AGAIN_SECONDS = 1.0
    service.FETCH_SECONDS = 1.0
    service.PARTING_SECONDS = 3.0


if __name__ == "__main__":
    sys.executable = os.environ["AFINA_TRAINER"]
    wrong_clock(timedelta(minutes=int(os.environ["AFINA_CLOCK_MINUTES"])))
    hurried()
    logging.configure("INFO")
    try:
        asyncio.run(service.serve(Settings()))
    except NotAdmittedError:
        sys.exit(EXIT_NOT_ADMITTED)
