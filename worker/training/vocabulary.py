"""Only the rows of the embedding that a run's texts use are trained; the others come back at save.

A row that no text uses has no gradient: AdamW would only let it decay. So the model works with the
used rows alone, and the same weights come out: with a vocabulary of 250,000, a third of the time
and a gigabyte of state are spared.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import PreTrainedModel, PreTrainedTokenizerBase

from worker.training.batches import Tokens

WORTHWHILE = 0.9
"""A model that uses more of its rows than this keeps them all."""
ABSENT = -1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens that a run meets."""

    used: NDArray[np.int64]
    """Their ids, in the order of the narrow embedding's rows."""
    places: NDArray[np.int64]
    """The row of each id, ``ABSENT`` for those that no text uses."""
    whole: torch.Tensor
    """The embedding as the base model brought it, ``(vocabulary, hidden)``, on the processor."""

    def translate(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows that stand for ``ids``."""
        return self.places[ids]

    def widen(self, narrow: torch.Tensor) -> torch.Tensor:
        """The whole embedding, with what the run made of the rows that it used.

        The others decayed as the row of ones did, which no text used either.
        """
        rows, decayed = narrow[:-1].cpu(), narrow[-1, 0].item()
        return (self.whole * decayed).index_copy(0, torch.from_numpy(self.used), rows)


def narrow(
    model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, texts: Iterable[Tokens]
) -> Vocabulary | None:
    """Leave ``model`` the rows that ``texts`` use, and one of ones; None if it keeps them all."""
    embedding = _plain_embedding(model)
    if embedding is None:
        return None
    whole = embedding.weight.detach().cpu()
    used = _used(len(whole), tokenizer, texts)
    if used is None:
        return None
    places = np.full(len(whole), ABSENT, dtype=np.int64)
    places[used] = np.arange(len(used))
    rows = torch.cat([whole[torch.from_numpy(used)], torch.ones(1, whole.shape[1])])
    embedding.weight = nn.Parameter(rows.to(embedding.weight.device))
    embedding.num_embeddings = len(rows)
    return Vocabulary(used, places, whole)


def name_of(model: PreTrainedModel) -> str:
    """The embedding's weight in the model's state."""
    weight = model.get_input_embeddings().weight
    return next(name for name, parameter in model.named_parameters() if parameter is weight)


def _plain_embedding(model: PreTrainedModel) -> nn.Embedding | None:
    """The embedding, where nothing but its rows' numbers decides what it does."""
    embedding = model.get_input_embeddings()
    if type(embedding) is not nn.Embedding or embedding.max_norm is not None:
        return None
    is_tied = cast("Any", model.get_output_embeddings()) is not None
    return None if is_tied or not embedding.weight.requires_grad else embedding


def _used(
    size: int, tokenizer: PreTrainedTokenizerBase, texts: Iterable[Tokens]
) -> NDArray[np.int64] | None:
    """The ids that occur; padding keeps its number, since some models count positions by it."""
    occurs = np.zeros(size, dtype=np.bool_)
    occurs[tokenizer.all_special_ids] = True
    for text in texts:
        occurs[text] = True
    used = np.flatnonzero(occurs)
    padding = cast("int", tokenizer.pad_token_id)
    if padding >= len(used) or len(used) > WORTHWHILE * size:
        return None
    place = int(np.searchsorted(used, padding))
    used[place], used[padding] = used[padding], used[place]
    return used
