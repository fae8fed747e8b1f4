"""The real agent, whose children are stand-ins and whose clock may be wrong.

``sys.executable`` is what it starts children with; only ``infra.clock`` reads the time.
"""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta

from afina.rooms import EXIT_NOT_ADMITTED
from infra import clock, logging
from infra.settings import Settings
from worker.agent.registration import NotAdmittedError
from worker.agent.service import serve


def wrong_clock(ahead: timedelta) -> None:
    clock.now = lambda: datetime.now(UTC) + ahead


if __name__ == "__main__":
    sys.executable = os.environ["AFINA_TRAINER"]
    wrong_clock(timedelta(minutes=int(os.environ["AFINA_CLOCK_MINUTES"])))
    logging.configure("INFO")
    try:
        asyncio.run(serve(Settings()))
    except NotAdmittedError:
        sys.exit(EXIT_NOT_ADMITTED)
