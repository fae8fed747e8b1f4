import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from worker.messages import Device
from worker.training import device


def test_the_device_is_told_as_one_json_line():
    """The agent reads the last line of ``python -m worker.training.device``."""
    done = subprocess.run(
        [sys.executable, "-m", "worker.training.device"],
        capture_output=True,
        check=True,
        timeout=120,
    )

    told = Device.model_validate_json(done.stdout.splitlines()[-1])

    assert len(done.stdout.splitlines()) == 1
    assert told == device.describe()
    assert told.torch == torch.__version__
    assert told.memory_bytes > 1 << 28
    assert told.name


@pytest.mark.parametrize(
    ("quota", "processors"),
    [("max 100000", None), ("50000 100000", 1), ("100000 100000", 1), ("150000 100000", 2)],
)
def test_a_containers_quota_bounds_the_processors(
    quota: str, processors: int | None, tmp_path: Path
):
    """Rounded up, and never more than this computer lets the process use."""
    path = tmp_path / "cpu.max"
    path.write_text(f"{quota}\n")
    allowed = len(os.sched_getaffinity(0))

    assert device.usable_processors(path) == min(processors or allowed, allowed)


def test_without_a_quota_all_allowed_processors_are_used(tmp_path: Path):
    """Affinity counts, not what the computer has."""
    assert device.usable_processors(tmp_path / "none") == len(os.sched_getaffinity(0))


def test_processes_side_by_side_share_the_processors():
    """One each at least."""
    threads = torch.get_num_threads()
    try:
        assert device.use_processors(2) == max(1, device.usable_processors() // 2)
        assert device.use_processors(1000) == torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(threads)
