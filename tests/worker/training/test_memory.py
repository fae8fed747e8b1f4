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
    ],
)
def test_other_devices_are_recognised(error: Exception):
    """Each allocator has its own way to say it."""
    assert memory.is_exhausted(error)


@pytest.mark.parametrize("error", [RuntimeError("shape mismatch"), ValueError("out of memory")])
def test_other_errors_are_not_taken_for_it(error: Exception):
    """A bug is not cured by smaller batches."""
    assert not memory.is_exhausted(error)


def test_the_budget_is_halved_from_what_failed():
    """A budget far above the step's size would have to be halved many times to matter."""
    budget = TokenBudget(4096)

    budget.cut([(4, 300), (2, 200)])

    assert budget.tokens == 150


def test_a_budget_below_the_failed_sizes_is_halved_itself():
    """A row longer than the budget stands alone; the budget speaks for the others."""
    budget = TokenBudget(100)

    budget.cut([(1, 400), (5, 90)])

    assert budget.tokens == 50


def test_single_examples_cannot_be_cut():
    """Then the run is over, and says why."""
    with pytest.raises(OutOfMemoryError, match="single example"):
        TokenBudget(100).cut([(1, 90), (1, 80)])
