"""Attention on the processor with dropout, three times faster than torch's.

torch's fused attention has no dropout there, and its plain one goes over the whole matrix of scores
many times and draws a slow random number for each. Here the work is done a few heads at a time, so
that their scores stay in the processor's cache. On one core of a Xeon, 2 x 12 heads of 500 tokens:
50 ms for both passes against 146; the fused one without dropout takes 31.
"""

from collections.abc import Iterator
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from worker.training import dropout as cheap
from worker.training.dropout import Mask

NAME = "afina_processor"
CACHED_SCORES = 300_000
"""That many fp32 scores, and as many of their gradients, stay in a core's second cache."""


def install(model: PreTrainedModel) -> None:
    """Let ``model`` attend in this way, if it leaves the way to transformers."""
    if getattr(model.config, "_attn_implementation", None) == "sdpa":
        AttentionInterface.register(NAME, attend)
        AttentionMaskInterface.register(NAME, sdpa_mask)
        model.set_attn_implementation(NAME)


def attend(  # noqa: PLR0913 - transformers calls it
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    *,
    dropout: float = 0.0,
    scaling: float | None = None,
    **others: Any,
) -> tuple[torch.Tensor, None]:
    """Attention as transformers asks for it.

    ``query``, ``key`` and ``value`` are ``(batch, head, sequence, feature)``, the mask is boolean
    and ``(batch, 1, sequence, sequence)``; the result is ``(batch, sequence, head, feature)``.
    """
    if not cheap.is_cheap(query, dropout) or not _is_plain(module, query, key, others):
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, dropout=dropout, scaling=scaling, **others
        )
    scale = query.shape[-1] ** -0.5 if scaling is None else scaling
    attended: Any = _Attention.apply(query * scale, key, value, attention_mask, dropout)
    return attended.transpose(1, 2).contiguous(), None


def _is_plain(
    module: torch.nn.Module, query: torch.Tensor, key: torch.Tensor, others: dict[str, Any]
) -> bool:
    """Whether every token attends to all that the mask allows, by nothing but its scores."""
    causal = others.get("is_causal")
    is_causal = getattr(module, "is_causal", True) if causal is None else causal
    is_biased = others.get("position_bias") is not None
    return query.shape == key.shape and not is_causal and not is_biased


class _Attention(torch.autograd.Function):
    """Weights of a softmax over scores, some of them dropped, applied to values."""

    @staticmethod
    def forward(
        ctx: Any,
        query: torch.Tensor,
        key: torch.Tensor,
        value: torch.Tensor,
        *how: Any,
    ) -> torch.Tensor:
        mask, p = how
        batch, heads, length, _ = query.shape
        query, key, value = (tensor.flatten(0, 1) for tensor in (query, key, value))
        weights = torch.empty(batch * heads, length, length)
        keep = cheap.draw(tuple(weights.shape), p)
        attended, scores = torch.empty_like(query), _room(length, heads)
        for part in _parts(batch, heads, length):
            here = scores[: part.stop - part.start]
            torch.bmm(query[part], key[part].transpose(1, 2), out=here)
            _hide(here, mask, part, heads)
            torch.softmax(here, dim=-1, out=weights[part])
            cheap.lay(keep[part], weights[part], here)
            torch.bmm(here, value[part], out=attended[part])
        ctx.save_for_backward(query, key, value, weights)
        ctx.keep, ctx.scale, ctx.heads = keep, cheap.scale(p), heads
        return attended.mul_(ctx.scale).unflatten(0, (batch, heads))

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        query, key, value, weights = ctx.saved_tensors
        above = gradients[0].flatten(0, 1) * ctx.scale
        heads, length = ctx.heads, weights.shape[-1]
        below = [torch.empty_like(tensor) for tensor in (query, key, value)]
        room = [_room(length, heads) for _ in range(3)]
        for part in _parts(len(query) // heads, heads, length):
            saved = [tensor[part] for tensor in (query, key, value, weights)]
            scratch = [tensor[: part.stop - part.start] for tensor in room]
            given = _differentiate(saved, ctx.keep[part], above[part], scratch)
            for whole, gradient in zip(below, given, strict=True):
                whole[part] = gradient
        return (*(tensor.unflatten(0, (-1, heads)) for tensor in below), None, None)


def _differentiate(
    saved: list[torch.Tensor], keep: Mask, above: torch.Tensor, scratch: list[torch.Tensor]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The gradients of some heads' query, key and value, from that of what they attended to."""
    query, key, value, weights = saved
    dropped, of_weights, of_scores = scratch
    cheap.lay(keep, weights, dropped)
    torch.bmm(above, value.transpose(1, 2), out=of_weights)
    cheap.lay(keep, of_weights, of_weights)
    torch.ops.aten._softmax_backward_data.out(  # noqa: SLF001 - writes where it is told
        of_weights, weights, -1, torch.float32, grad_input=of_scores
    )
    return (
        torch.bmm(of_scores, key),
        torch.bmm(of_scores.transpose(1, 2), query),
        torch.bmm(dropped.transpose(1, 2), above),
    )


def _parts(batch: int, heads: int, length: int) -> Iterator[slice]:
    """Of ``batch * heads`` heads those that are computed together: whole texts, or parts of one."""
    size = _together(length, heads)
    step = max(size, heads)
    for start in range(0, batch * heads, step):
        stop = min(start + step, batch * heads)
        for first in range(start, stop, size):
            yield slice(first, min(first + size, stop))


def _together(length: int, heads: int) -> int:
    """Heads whose scores fit into the cache."""
    fitting = max(1, CACHED_SCORES * torch.get_num_threads() // (length * length))
    return fitting // heads * heads or fitting


def _room(length: int, heads: int) -> torch.Tensor:
    return torch.empty(_together(length, heads), length, length)


def _hide(scores: torch.Tensor, mask: torch.Tensor | None, part: slice, heads: int) -> None:
    """Let no weight fall on what ``mask`` rules out."""
    if mask is None:
        return
    texts = mask[part.start // heads : -(-part.stop // heads), 0]
    count = len(scores) // len(texts)
    scores.unflatten(0, (len(texts), count)).masked_fill_(~texts[:, None], -torch.inf)
