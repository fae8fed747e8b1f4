import platform
import subprocess
import sys

import pytest

STEPS = """
import resource
import torch
from worker.training import heap
if {held}:
    heap.hold()
def faults():
    for _ in range(20):
        torch.ones(3_000_000)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
faults()
before = faults()
print(faults() - before)
heap.give_back()
"""

glibc = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="not glibc's malloc")


def faults(*, held: bool) -> int:
    """Pages that had to be had anew for tensors of 12 MB that come and go."""
    told = subprocess.run(
        [sys.executable, "-c", STEPS.format(held=held)], capture_output=True, text=True, check=True
    )
    return int(told.stdout)


@glibc
def test_what_is_freed_is_used_again():
    """Pages are had once, not for every tensor."""
    assert faults(held=True) < 100
