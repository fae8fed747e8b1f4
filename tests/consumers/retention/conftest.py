from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from nats.aio.client import Client

from tests.consumers.retention.holdings import Holdings, held


@pytest.fixture
async def holdings(client: Client, database_url: str, tmp_path: Path) -> AsyncIterator[Holdings]:
    """Empty, on the real servers."""
    async with held(client, database_url, tmp_path) as opened:
        yield opened
