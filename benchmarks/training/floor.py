"""The least time that a step could take: the multiplications it needs, at the device's own rate."""

import time
from collections.abc import Iterable

import numpy as np
import torch
from torch import nn
from transformers import PreTrainedModel

ROWS = 1024
REPEATS = 4
PASSES = 3
"""Forward once, backward twice."""


def needed(model: PreTrainedModel, lengths: Iterable[int]) -> float:
    """Floating-point operations of one training step on rows of these true lengths.

    Twice the weights of the encoder's linear layers a token, and twice two products of a length
    with itself a layer: Kaplan et al. 2020, section 2.1. Embeddings, head and all that is not a
    matrix product count as nothing.
    """
    weights = sum(
        module.weight.numel()
        for name, module in model.base_model.named_modules()
        if isinstance(module, nn.Linear) and "pooler" not in name
    )
    config = model.config
    sizes = np.array(list(lengths), dtype=np.float64)
    scores = 4 * config.num_hidden_layers * config.hidden_size * np.square(sizes).sum()
    return float(PASSES * (2 * weights * sizes.sum() + scores))


class Burst:
    """Matrix products of the model's own shape, between the steps."""

    def __init__(self, model: PreTrainedModel) -> None:
        hidden, inner = model.config.hidden_size, model.config.intermediate_size
        dtype = torch.bfloat16 if model.device.type == "cuda" else torch.float32
        self._left = torch.randn(ROWS, hidden, device=model.device, dtype=dtype)
        self._right = torch.randn(hidden, inner, device=model.device, dtype=dtype)
        self._operations = 2 * ROWS * hidden * inner * REPEATS
        self.rates: list[float] = []

    def measure(self) -> None:
        """One more sample of the rate."""
        began = now(self._left.device)
        for _ in range(REPEATS):
            self._left @ self._right
        self.rates.append(self._operations / (now(self._left.device) - began))

    @property
    def rate(self) -> float:
        """Operations a second that the device reaches when nothing disturbs it."""
        return float(np.quantile(self.rates, 0.9))


def now(device: torch.device) -> float:
    """Seconds: of the processor's time where it computes, since others may be using it as well."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
        return time.perf_counter()
    return time.process_time()
