"""The same real API as the tests of the API have."""

from tests.api.conftest import desk, projecting, settings

__all__ = ["desk", "projecting", "settings"]
