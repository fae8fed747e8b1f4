"""The real consumers, whose watchdog is quicker to believe in a silence."""

import asyncio
from datetime import timedelta

from consumers import service
from consumers.watchdog import rules
from infra import logging
from infra.settings import Settings

CONFIRM = timedelta(seconds=1)
PULL_SECONDS = 0.5

if __name__ == "__main__":
    rules.CONFIRM = CONFIRM
    [presence] = service.router.subscribers
    presence.pull_sub.timeout = PULL_SECONDS
    logging.configure("INFO")
    asyncio.run(service.serve(Settings()))
