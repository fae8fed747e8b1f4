"""``afina prepare``: database and streams brought to the present, where they run elsewhere."""

import asyncio
import os
import sys

from afina import words
from afina.options import ChosenLanguage


def prepare(language: ChosenLanguage = None) -> None:
    """Migrate and provision what ``DATABASE_URL`` and ``NATS_URL`` name; safe to repeat."""
    from afina import backing

    say = words.of(language, os.environ).stack
    nats_url, database_url = backing.given("NATS_URL"), backing.given("DATABASE_URL")
    if nats_url is None or database_url is None:
        sys.exit(say.no_addresses)
    backing.migrate(database_url)
    asyncio.run(backing.provision(nats_url))
    print(say.prepared)
