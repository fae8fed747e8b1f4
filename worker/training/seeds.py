"""Randomness that can be repeated, put aside and taken up again."""

import os
import random
from typing import Any, cast

import numpy as np
import torch

RngState = dict[str, Any]
"""Every generator's state, made only of tensors, numbers, strings, lists and tuples."""

NUMPY_SEED_LIMIT = 2**32


def seed_everything(seed: int) -> None:
    """Set the generators of Python, numpy and torch, and ask CUDA for repeatable kernels."""
    random.seed(seed)
    np.random.seed(seed % NUMPY_SEED_LIMIT)
    torch.manual_seed(seed)
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(mode=torch.cuda.is_available(), warn_only=True)


def capture() -> RngState:
    """The present state of every generator."""
    _, keys, position, has_gauss, cached = cast(
        "tuple[str, np.ndarray[Any, Any], int, int, float]", np.random.get_state()
    )
    return {
        "python": random.getstate(),
        "numpy": (keys.tolist(), int(position), int(has_gauss), float(cached)),
        "torch": capture_torch(),
    }


def restore(state: RngState) -> None:
    """Bring every generator back to ``state``."""
    version, internal, gauss = state["python"]
    random.setstate((version, tuple(internal), gauss))
    keys, position, has_gauss, cached = state["numpy"]
    np.random.set_state(("MT19937", np.array(keys, dtype=np.uint32), position, has_gauss, cached))
    restore_torch(state["torch"])


def capture_torch() -> list[torch.Tensor]:
    """The generators that dropout draws from: the processor's, then that of CUDA's device."""
    devices = [torch.cuda.get_rng_state()] if torch.cuda.is_available() else []
    return [torch.get_rng_state(), *devices]


def restore_torch(states: list[torch.Tensor]) -> None:
    """Bring the generators that dropout draws from back to ``states``."""
    processor, *devices = states
    torch.set_rng_state(processor.cpu())
    if torch.cuda.is_available() and devices:
        torch.cuda.set_rng_state(devices[0].cpu())


def seed_step(seed: int, step: int, rank: int) -> None:
    """Let dropout draw what belongs to a team member's share of a step, whatever came before."""
    [mixed] = np.random.SeedSequence((seed, step, rank)).generate_state(1, np.uint64)
    torch.manual_seed(int(mixed))
