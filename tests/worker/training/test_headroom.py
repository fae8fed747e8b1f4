from pathlib import Path

import psutil
import pytest
import torch

from worker.training import headroom

PROCESSOR = torch.device("cpu")


def group(folder: Path, limit: str, used: int, inactive: int) -> Path:
    (folder / "memory.max").write_text(f"{limit}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 7\ninactive_file {inactive}\nslab 3\n")
    return folder


def test_a_container_has_what_its_limit_leaves(tmp_path: Path):
    """File pages that nobody uses are given back when memory is asked for."""
    assert headroom.group_bytes(group(tmp_path, "1000", used=700, inactive=200)) == 500


def test_a_container_over_its_limit_has_nothing(tmp_path: Path):
    """Not less than nothing."""
    assert headroom.group_bytes(group(tmp_path, "1000", used=1200, inactive=50)) == 0


def test_without_a_limit_the_computers_memory_is_the_limit(tmp_path: Path):
    """``max``, or no such group at all."""
    total = psutil.virtual_memory().total

    assert headroom.group_bytes(tmp_path / "missing") == total
    assert headroom.group_bytes(group(tmp_path, "max", used=700, inactive=0)) == total


def test_a_processor_has_no_more_than_its_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Nor more than the computer; a fifth of it stays free."""
    monkeypatch.setattr(headroom, "CGROUP", group(tmp_path, "1000", used=0, inactive=0))

    assert headroom.free_bytes(PROCESSOR) == 1000
    assert headroom.usable_bytes(PROCESSOR) == 800


def test_a_computers_free_memory_is_less_than_all_of_it():
    """The real one."""
    assert 0 < headroom.free_bytes(PROCESSOR) < psutil.virtual_memory().total
