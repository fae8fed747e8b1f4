"""Settings of a notary that seals at once."""

import pytest

from infra.settings import Settings


@pytest.fixture
def settings(nats_url: str, database_url: str) -> Settings:
    """Of a broker and a database of this test's own."""
    return Settings(nats_url=nats_url, database_url=database_url, seal_seconds=0)
