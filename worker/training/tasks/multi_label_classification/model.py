"""An encoder with a head that judges each label by itself."""

from collections.abc import Sequence

import torch

from worker.messages import Job
from worker.training.network import Network
from worker.training.tasks.text_classification import model

MULTI_LABEL = "multi_label_classification"


def build(job: Job, labels: Sequence[str], device: torch.device) -> Network:
    """The base model under a head as random as the seed says.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot be a classifier.
    """
    return model.build(job, labels, device, MULTI_LABEL)
