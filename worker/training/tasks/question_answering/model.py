"""An encoder with a head that points at the first and the last token of an answer."""

import torch
from transformers import AutoModelForQuestionAnswering

from worker.messages import Job
from worker.training import network
from worker.training.failures import BaseModelUnusableError
from worker.training.network import Network


def build(job: Job, device: torch.device) -> Network:
    """The base model under a head as random as the seed says, or under the answering one it has.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot point into a text.
    """
    built = network.load(job, AutoModelForQuestionAnswering, device)
    if not built.tokenizer.is_fast:
        raise BaseModelUnusableError("its tokenizer cannot say where a token stands in the text")
    built.tokenizer.padding_side = "right"
    return built
