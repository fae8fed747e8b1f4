"""How far below the head each weight of a network lies, in layers."""

import re

from torch import nn


def heights(model: nn.Module) -> dict[str, int]:
    """By the names of the parameters: 0 for the head, 1 for the uppermost layer, and so on down.

    Embeddings lie below all layers; what stands beside the layers otherwise, a last normalisation
    say, is counted with the head. A model without a list of layers is all head.
    """
    stack = _layers(model)
    if stack is None:
        return {}
    count = len(list(model.get_submodule(stack).children()))
    return {name: _below(name, stack, count) for name, _ in model.named_parameters()}


def _layers(model: nn.Module) -> str | None:
    """The name of the longest list of modules of one kind."""
    lists = [
        (len(module), name)
        for name, module in model.named_modules()
        if isinstance(module, nn.ModuleList) and len({type(layer) for layer in module}) == 1
    ]
    return max(lists, default=(0, None))[1]


def _below(name: str, stack: str, count: int) -> int:
    if numbered := re.match(rf"{re.escape(stack)}\.(\d+)\.", name):
        return count - int(numbered[1])
    return count + 1 if "embed" in name else 0
