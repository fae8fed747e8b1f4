"""A tiny base model for every test of the training child."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # before torch loads: see child.settle_in

from tests.worker.training import small


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny encoder with random weights."""
    return small.save_base(tmp_path_factory.mktemp("base"))
