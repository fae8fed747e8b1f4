"""Every knob of a training run, with its bounds, its default and the presets."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from schemas.base import Numeric

MOST_ACCUMULATED = 128
"""Batches of one optimizer step."""


class Precision(StrEnum):
    """The number format of the forward pass."""

    AUTO = "auto"
    FP32 = "fp32"
    BF16 = "bf16"
    FP16 = "fp16"


class Schedule(StrEnum):
    """How the learning rate goes on after its warm-up."""

    LINEAR = "linear"
    """In a straight line down to nothing."""
    COSINE = "cosine"
    """Down half a cosine: slow, fast, slow."""
    CONSTANT = "constant"


class Hyperparameters(BaseModel):
    """A complete set; in a request, the fields that are set override the preset's."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    learning_rate: Annotated[float, Field(ge=1e-7, le=0.1), Numeric] = 5e-5
    batch_size: Annotated[int, Field(ge=1, le=128), Numeric] = 16
    """Times ``gradient_accumulation``, the examples of an optimizer step, on average; how many of
    them are computed at once is decided by memory and changes nothing."""
    epochs: Annotated[int, Field(ge=1, le=100), Numeric] = 10
    max_length: Annotated[int, Field(ge=8, le=1024), Numeric] = 512
    """In tokens; longer texts are cut at ``truncation_side``."""
    train_split: Annotated[float, Field(ge=0.5, le=0.95), Numeric] = 0.8
    """Share of the examples to learn from; the rest is the final exam."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1), Numeric] = 42
    warmup_steps: Annotated[int, Field(ge=0, le=100_000), Numeric] = 0
    """Optimizer steps until the learning rate reaches its full value."""
    schedule: Schedule = Schedule.LINEAR
    layer_decay: Annotated[float, Field(ge=0.5, le=1), Numeric] = 1.0
    """The learning rate of each layer of the encoder, as a share of that of the layer above it."""
    weight_decay: Annotated[float, Field(ge=0, le=1), Numeric] = 0.01
    gradient_accumulation: Annotated[int, Field(ge=1, le=MOST_ACCUMULATED), Numeric] = 1
    early_stopping_patience: Annotated[int, Field(ge=1, le=100), Numeric] | None = 3
    """Epochs without improvement before stopping; None never stops early."""
    early_stopping_min_delta: Annotated[float, Field(ge=0, le=1), Numeric] = 0.001
    """Smallest gain in score that counts as an improvement."""
    use_class_weights: bool | None = None
    """None decides by the data: on when the largest class has over 10 times the smallest."""
    label_smoothing: Annotated[float, Field(ge=0, le=0.5), Numeric] = 0.0
    """Share of each right answer that is spread evenly over all answers while learning; the exam
    knows nothing of it."""
    truncation_side: Literal["left", "right"] = "right"
    max_steps: Annotated[int, Field(ge=1, le=10_000_000), Numeric] | None = None
    """Optimizer steps at most, over all epochs."""
    precision: Precision = Precision.AUTO
    checkpoint_steps: Annotated[int, Field(ge=1, le=1_000_000), Numeric] | None = None
    """Optimizer steps after which a checkpoint is kept; one is kept after every epoch anyway."""
    checkpoint_minutes: Annotated[float, Field(ge=0.5, le=1440), Numeric] | None = 10.0
    """Minutes after which a checkpoint is kept, within an epoch too; None only keeps others."""
    keep_best: Annotated[int, Field(ge=1, le=10), Numeric] = 1
    """How many of the best epochs' weights stay on the worker's disk."""


WITHOUT_EFFECT = frozenset({"checkpoint_steps", "checkpoint_minutes", "keep_best"})
"""Hyperparameters that leave the trained model as it is."""


class Preset(StrEnum):
    """A named set of hyperparameters for people who need not know them."""

    FAST = "rapido"
    BALANCED = "equilibrado"
    ACCURATE = "preciso"

    @classmethod
    def _missing_(cls, value: object) -> "Preset | None":
        """Accept the English names ``fast``, ``balanced`` and ``accurate``."""
        return next((preset for preset in cls if preset.name.lower() == str(value)), None)


PRESETS: dict[Preset, Hyperparameters] = {
    Preset.FAST: Hyperparameters(
        epochs=3, early_stopping_patience=None, batch_size=32, learning_rate=2e-5, warmup_steps=0
    ),
    Preset.BALANCED: Hyperparameters(
        epochs=10, early_stopping_patience=3, batch_size=16, learning_rate=5e-5, warmup_steps=0
    ),
    Preset.ACCURATE: Hyperparameters(
        epochs=30, early_stopping_patience=5, batch_size=8, learning_rate=3e-5, warmup_steps=100
    ),
}

SHORTEST_LIGHTER_TOKENS = 64
"""Below it a text is hardly read any more, so no settings are made lighter than this."""
MOST_LIGHTENINGS = 2
"""After which a person is to look at what is wrong."""

IMBALANCE_RATIO = 10
"""Largest class over smallest, from which classes are weighted when the user did not say."""


def resolve(
    preset: Preset,
    overrides: Hyperparameters | None,
    class_counts: list[int],
    *,
    weigh: bool = False,
    base: Hyperparameters | None = None,
) -> Hyperparameters:
    """The preset with the overrides' set fields laid over it and nothing left undecided.

    ``weigh``: the dataset's owner wants its classes weighted unless the run says otherwise.
    ``base``: what the preset stands for, where that is not what it is built in as.
    """
    chosen: dict[str, Any] = (base or PRESETS[preset]).model_dump()
    if overrides is not None:
        chosen |= overrides.model_dump(exclude_unset=True)
    if chosen["use_class_weights"] is None:
        uneven = bool(class_counts) and max(class_counts) > IMBALANCE_RATIO * min(class_counts)
        chosen["use_class_weights"] = weigh or uneven
    return Hyperparameters.model_validate(chosen)


def lighter(heavy: Hyperparameters, times: int) -> Hyperparameters | None:
    """Half the length of a text and half a batch; None where a text can't become shorter.

    None too once it was done ``times`` enough. As many batches are added up as keep the examples
    of an optimizer step, where that is allowed.
    """
    length = max(heavy.max_length // 2, SHORTEST_LIGHTER_TOKENS)
    if length >= heavy.max_length or times >= MOST_LIGHTENINGS:
        return None
    batch = max(heavy.batch_size // 2, 1)
    steps = min(heavy.gradient_accumulation * (heavy.batch_size // batch), MOST_ACCUMULATED)
    return heavy.model_copy(
        update={"max_length": length, "batch_size": batch, "gradient_accumulation": steps}
    )
