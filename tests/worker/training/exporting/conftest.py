"""One trained model of each kind for all tests of exports."""

from pathlib import Path

import pytest

from schemas.exports import ExportFormat
from tests.worker.training.exporting.taught import KINDS, Taught, teach


@pytest.fixture(scope="session", params=KINDS)
def taught(
    request: pytest.FixtureRequest, base: Path, tmp_path_factory: pytest.TempPathFactory
) -> Taught:
    """A model of this kind, with every format beside it."""
    folder = tmp_path_factory.mktemp(f"exports-{request.param}")
    return teach(request.param, folder, base, *ExportFormat)


@pytest.fixture(scope="session")
def classifier(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Taught:
    """A model without any other format yet."""
    return teach("labels", tmp_path_factory.mktemp("plain"), base)
