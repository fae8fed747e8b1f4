"""An encoder with a classification head that knows its labels by name."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from transformers import AutoModelForSequenceClassification, PreTrainedTokenizerBase

from worker.messages import Job
from worker.training import batches, network, pooler
from worker.training.batches import Lengths
from worker.training.network import Network, Tokens

SINGLE_LABEL = "single_label_classification"
SAMPLE_TOKENS = 2048


def build(
    job: Job, labels: Sequence[str], device: torch.device, problem_type: str = SINGLE_LABEL
) -> Network:
    """The base model under a head as random as the seed says.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot be a classifier.
    """
    return network.load(
        job,
        AutoModelForSequenceClassification,
        device,
        problem_type=problem_type,
        **network.named(labels),
    )


def settle(built: Network, texts: Sequence[Tokens], lengths: Lengths, seed: int) -> None:
    """Let a pooler that would be random begin from where some of the texts to learn from lie."""
    if pooler.is_fresh(built.fresh):
        pooler.fit(built.model, _sample(texts, lengths, built.tokenizer, seed))


def _sample(
    texts: Sequence[Tokens], lengths: Lengths, tokenizer: PreTrainedTokenizerBase, seed: int
) -> Iterator[dict[str, torch.Tensor]]:
    """Some of the texts, as the model's inputs."""
    count = min(pooler.SAMPLE, len(texts))
    chosen = np.random.default_rng(seed).choice(len(texts), count, replace=False)
    for rows in batches.cut(batches.by_length(chosen, lengths), lengths, SAMPLE_TOKENS):
        yield batches.pad([texts[row] for row in rows], tokenizer)
