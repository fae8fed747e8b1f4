"""An encoder with a classification head that knows its labels by name."""

from collections.abc import Sequence

import torch
from transformers import AutoModelForSequenceClassification

from worker.messages import Job
from worker.training import batches, network, pooler
from worker.training.batches import Lengths, Tokens
from worker.training.network import Network

SINGLE_LABEL = "single_label_classification"


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
        pooler.fit(built.model, batches.sample(texts, lengths, built.tokenizer, seed))
