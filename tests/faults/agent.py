"""The real agent, whose children are stand-ins: ``sys.executable`` is what it starts them with."""

import asyncio
import os
import sys

from infra import logging
from infra.settings import Settings
from worker.agent.service import serve

if __name__ == "__main__":
    sys.executable = os.environ["AFINA_TRAINER"]
    logging.configure("INFO")
    asyncio.run(serve(Settings()))
