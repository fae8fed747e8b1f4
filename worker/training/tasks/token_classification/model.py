"""An encoder with a head that tags every piece, and knows its tags by name."""

from collections.abc import Sequence
from typing import cast

import torch
from tokenizers.pre_tokenizers import ByteLevel
from transformers import (
    AutoModelForTokenClassification,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from worker.messages import Job
from worker.training import network
from worker.training.failures import BaseModelUnusableError
from worker.training.network import Network


def build(job: Job, tags: Sequence[str], device: torch.device) -> Network:
    """The base model under a head as random as the seed says.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot tag words.
    """
    built = network.load(job, AutoModelForTokenClassification, device, **network.named(tags))
    read_words(built.tokenizer)
    return built


def read_words(tokenizer: PreTrainedTokenizerBase) -> None:
    """Let the tokenizer take words one by one, each as it would stand within a text.

    Raises:
        BaseModelUnusableError: it cannot say which piece belongs to which word.
    """
    if not tokenizer.is_fast:
        raise BaseModelUnusableError("its tokenizer cannot say which piece belongs to which word")
    tokenizer.padding_side = "right"
    before = cast("PreTrainedTokenizerFast", tokenizer).backend_tokenizer.pre_tokenizer
    if isinstance(before, ByteLevel):
        before.add_prefix_space = True
