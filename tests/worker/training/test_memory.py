import errno

import pytest
import torch

from worker.training import memory
from worker.training.memory import OutOfMemoryError, TokenBudget

MORE_THAN_THERE_IS = 1 << 50


def test_the_processors_allocator_is_recognised():
    """It raises a bare RuntimeError; this is the real one."""
    with pytest.raises(RuntimeError) as refusal:
        torch.empty(MORE_THAN_THERE_IS, dtype=torch.uint8)

    assert memory.is_exhausted(refusal.value)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        MemoryError(),
        RuntimeError("CUDA error: out of memory"),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        RuntimeError("MPS backend out of memory (MPS allocated: 8.81 GB)"),
        RuntimeError("unable to mmap 256085520 bytes from file </a>: Cannot allocate memory (12)"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
)
def test_other_devices_are_recognised(error: Exception):
    """Each allocator has its own way to say it."""
    assert memory.is_exhausted(error)


@pytest.mark.parametrize(
    "error", [RuntimeError("shape mismatch"), ValueError("out of memory"), OSError(errno.EIO, "")]
)
def test_other_errors_are_not_taken_for_it(error: Exception):
    """A bug is not cured by smaller batches."""
    assert not memory.is_exhausted(error)


def test_what_does_not_fit_is_attempted_all_the_same():
    """Nothing comes of it; other errors are raised."""

    def crash() -> int:
        raise ValueError("seven")

    assert memory.attempt(lambda: 7) == 7
    assert memory.attempt(lambda: torch.empty(MORE_THAN_THERE_IS, dtype=torch.uint8)) is None
    with pytest.raises(ValueError, match="seven"):
        memory.attempt(crash)


def test_the_budget_is_halved_from_what_failed():
    """A budget far above the step's size would have to be halved many times to matter."""
    budget = TokenBudget(4096)

    assert budget.cut([(4, 300), (2, 200)])
    assert budget.tokens == 150


def test_a_budget_below_the_failed_sizes_is_halved_itself():
    """A row longer than the budget stands alone; the budget speaks for the others."""
    budget = TokenBudget(100)

    assert budget.cut([(1, 180), (5, 90)])
    assert budget.tokens == 50


@pytest.mark.parametrize("failed", [[(1, 90), (1, 80)], [(1, 400), (5, 90)]])
def test_where_only_a_single_example_can_be_to_blame_cutting_does_not_help(
    failed: list[tuple[int, int]],
):
    """Micro-batches of less than half of its tokens are not; the budget stays as it is."""
    budget = TokenBudget(100)

    assert not budget.cut(failed)
    assert budget.tokens == 100


def test_rows_are_cut_in_half_but_never_below_a_text():
    """512, 256, 128 … 32 tokens; then the run is over, and says why."""
    lengths = [500]
    while lengths[-1] > memory.SHORTEST:
        lengths.append(memory.shorter(lengths[-1]))

    assert lengths == [500, 250, 125, 62, 32]
    with pytest.raises(OutOfMemoryError, match="one example of 32 tokens"):
        memory.shorter(32)


def test_an_attempt_gives_what_it_did_or_nothing_where_memory_ran_out():
    """Other errors are bugs and get through."""

    def fail(error: Exception) -> None:
        raise error

    assert memory.attempt(lambda: 7) == 7
    assert memory.attempt(lambda: fail(MemoryError())) is None
    with pytest.raises(ValueError, match="bug"):
        memory.attempt(lambda: fail(ValueError("bug")))
