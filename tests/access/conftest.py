"""The same real API as the tests of the API have, but for how much one may ask it."""

import pytest

from infra.settings import Settings
from tests.api.conftest import desk, projecting
from tests.api.conftest import settings as usual

__all__ = ["desk", "projecting", "settings", "usual"]

PLENTY = 1_000_000


@pytest.fixture
def settings(usual: Settings) -> Settings:
    """A thousand questions are asked as fast as they are answered."""
    rates = ("rate_per_second", "rate_burst", "stranger_rate_per_second", "stranger_rate_burst")
    return usual.model_copy(update=dict.fromkeys(rates, PLENTY))
