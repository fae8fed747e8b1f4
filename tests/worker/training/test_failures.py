import errno
from pathlib import Path

import pytest
import torch

from schemas.events.run import FailureCode
from worker.training import failures, memory
from worker.training.failures import (
    BaseModelUnavailableError,
    BaseModelUnusableError,
    DivergedError,
    ExamplesUnusableError,
)

Code = FailureCode


@pytest.mark.parametrize(
    ("error", "code", "retryable"),
    [
        (ExamplesUnusableError("x"), Code.EXAMPLES_UNUSABLE, False),
        (BaseModelUnavailableError("x"), Code.BASE_MODEL_UNAVAILABLE, False),
        (BaseModelUnavailableError("x", retryable=True), Code.BASE_MODEL_UNAVAILABLE, True),
        (BaseModelUnusableError("x"), Code.BASE_MODEL_UNUSABLE, False),
        (DivergedError("x"), Code.DIVERGED, False),
        (failures.DiskFullError("x"), Code.DISK_FULL, True),
        (failures.CheckpointDamagedError("x"), Code.CRASHED, True),
        (failures.UpdateTornError("x"), Code.CRASHED, True),
        (OSError(errno.ENOSPC, "No space left on device"), Code.DISK_FULL, True),
        (RuntimeError("write failed: No space left on device (os error 28)"), Code.DISK_FULL, True),
        (memory.OutOfMemoryError("x"), Code.OUT_OF_MEMORY, False),
        (torch.OutOfMemoryError("x"), Code.OUT_OF_MEMORY, False),
        (OSError(errno.EIO, "Input/output error"), Code.CRASHED, True),
        (KeyError("bug"), Code.CRASHED, True),
    ],
)
def test_each_error_has_its_code(error: Exception, code: FailureCode, retryable: bool):
    """And says whether another attempt could end otherwise."""
    told = failures.describe(error)

    assert (told.code, told.retryable) == (code, retryable)


def test_a_full_disk_is_recognised_by_what_torch_says():
    """The real error of a real full device."""
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(OSError, match="space") as refusal,
    ):
        torch.save({"weights": torch.zeros(100_000)}, full)

    assert failures.describe(refusal.value).code is FailureCode.DISK_FULL


def test_the_detail_is_the_end_of_the_traceback():
    """Short enough for a message, and with the line that raised."""

    def raise_deep() -> None:
        raise ValueError("the reason" + "!" * 5000)

    with pytest.raises(ValueError, match="the reason") as refusal:
        raise_deep()
    told = failures.describe(refusal.value)

    assert len(told.detail) == failures.DETAIL_CHARACTERS
    assert told.detail.endswith("!\n")


def test_a_failure_that_a_library_wrapped_keeps_its_place():
    """The traceback names the file and the function."""
    with pytest.raises(RuntimeError) as refusal:
        torch.empty(1 << 50, dtype=torch.uint8)

    told = failures.describe(refusal.value)

    assert "test_failures.py" in told.detail
    assert told.code is FailureCode.OUT_OF_MEMORY
