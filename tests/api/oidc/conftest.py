"""A provider, and what Afina asks of it."""

from collections.abc import Iterator

import pytest

from api.oidc.provider import CALLBACK
from tests.api.oidc import identity_provider
from tests.api.oidc.identity_provider import IdentityProvider

PUBLIC_URL = "http://afina.test"


@pytest.fixture
def identity() -> Iterator[IdentityProvider]:
    """The organisation's provider."""
    with identity_provider.serving(PUBLIC_URL + CALLBACK) as provider:
        yield provider
