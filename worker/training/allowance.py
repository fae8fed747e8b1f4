"""How many tokens a micro-batch may hold when a run begins.

As an earlier run found, else by a probe, else by rule. It is a power of two where a step is larger,
so that a little more or less of free memory changes nothing.
"""

from math import log2
from typing import Any

import numpy as np
import torch
from torch import nn

from worker.training import headroom, probe
from worker.training.experience import Experience, Known
from worker.training.loop import Loop

GIBIBYTE = 1 << 30
LENGTHS = (0, 128, 256, 512)
BASE_GIBIBYTES = (0, 0.15, 0.3, 0.5)
LARGE_GIBIBYTES = (0, 0.35, 0.7, 1.2)
"""What learning from one example of these lengths takes."""
SIZES = (86e6, 303e6)
"""Weights of a base and of a large encoder, without embeddings."""
MOST_EXAMPLES = 64
PROCESSOR_TOKENS = 4096
"""A processor is no faster with more at once: from about a thousand tokens on its matrix products
are as fast as they get, and what leaves its caches has to be fetched again."""


def first_budget(loop: Loop[Any], experience: Experience) -> int:
    """The budget of a run that begins on the loop's device."""
    known = experience.recall(headroom.free_bytes(loop.device))
    return grant(loop, known, probe.gauge_of(loop.device))


def grant(loop: Loop[Any], known: Known, gauge: probe.Gauge | None) -> int:
    """What earlier runs know, else the probe or the rule, as far as a step has use for it."""
    most = wanted_tokens(loop)
    if known.worked and known.wanted >= most:
        tokens = known.worked
    else:
        tokens = max(known.worked, _measured(loop, gauge) or _ruled(loop))
    longest = int(loop.unit.training_lengths.max())
    return settle(known.below_failure(tokens), longest=longest, most=most)


def wanted_tokens(loop: Loop[Any]) -> int:
    """The most that is of use: a whole step, on a processor less."""
    longest = int(loop.unit.training_lengths.max())
    step = loop.plan.examples_per_step * longest
    return step if loop.device.type != "cpu" else max(longest, min(step, PROCESSOR_TOKENS))


def settle(tokens: int, *, longest: int, most: int) -> int:
    """All that is wanted, or a power of two; the longest row always."""
    if tokens >= most:
        return most
    return max(longest, 1 << int(log2(max(tokens, 1))))


def first_guess(usable_bytes: int, parameters: int, longest: int) -> int:
    """By rule: a power of two of examples, from 1 to 64, in tokens."""
    examples = int(min(usable_bytes / bytes_per_example(parameters, longest), MOST_EXAMPLES))
    return longest * (1 << int(log2(max(examples, 1))))


def bytes_per_example(parameters: int, length: int) -> float:
    """Between the known lengths and sizes in proportion; beyond the last ones too."""
    sizes = [np.interp(length, LENGTHS, known) for known in (BASE_GIBIBYTES, LARGE_GIBIBYTES)]
    longer = max(1.0, length / LENGTHS[-1])
    larger = max(1.0, parameters / SIZES[-1])
    return float(np.interp(parameters, SIZES, sizes)) * longer * larger * GIBIBYTE


def parameters_of(model: nn.Module) -> int:
    """Weights without embeddings, which take memory for rows that are looked up alone."""
    inner = (module for module in model.modules() if not isinstance(module, nn.Embedding))
    return sum(own.numel() for module in inner for own in module.parameters(recurse=False))


def _measured(loop: Loop[Any], gauge: probe.Gauge | None) -> int | None:
    """By a probe, where the device can tell what it takes."""
    if gauge is None:
        return None
    most_bytes = _taken_bytes(loop.device) + headroom.usable_bytes(loop.device)
    return probe.fitting_tokens(probe.samples(loop, gauge), most_bytes)


def _taken_bytes(device: torch.device) -> int:
    return torch.cuda.memory_allocated(device) if device.type == "cuda" else 0


def _ruled(loop: Loop[Any]) -> int:
    longest = int(loop.unit.training_lengths.max())
    usable = headroom.usable_bytes(loop.device)
    return first_guess(usable, parameters_of(loop.unit.model), longest)
