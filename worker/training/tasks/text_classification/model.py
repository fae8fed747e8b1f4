"""An encoder with a classification head that knows its labels by name."""

from collections.abc import Sequence

from transformers import (
    AutoModelForSequenceClassification,
    PreTrainedModel,
    PreTrainedTokenizerBase,
)

from schemas.hyperparameters import Hyperparameters
from worker.training import base_model
from worker.training.base_model import BaseModel
from worker.training.failures import BaseModelUnusableError


def build(base: BaseModel, labels: Sequence[str]) -> tuple[PreTrainedModel, set[str]]:
    """The base model under a head as random as the seed says, and the names of what is random.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot be a classifier.
    """
    return base_model.load_model(
        base,
        AutoModelForSequenceClassification,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        problem_type="single_label_classification",
    )


def build_tokenizer(base: BaseModel, hyperparameters: Hyperparameters) -> PreTrainedTokenizerBase:
    """The base model's tokenizer, cutting where the hyperparameters say.

    Raises:
        BaseModelUnavailableError: it cannot be had.
        BaseModelUnusableError: it cannot pad.
    """
    tokenizer = base_model.load_tokenizer(base)
    tokenizer.truncation_side = hyperparameters.truncation_side
    if tokenizer.pad_token_id is None:
        raise BaseModelUnusableError(f"the tokenizer of {base.source} has no padding token")
    return tokenizer
