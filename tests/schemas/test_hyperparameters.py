import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from schemas.hyperparameters import PRESETS, Hyperparameters, Precision, Preset, resolve

BALANCED_CLASSES = [50, 60]


def test_a_preset_alone_is_used_as_it_is():
    for preset, hyperparameters in PRESETS.items():
        resolved = resolve(preset, None, BALANCED_CLASSES)

        assert resolved == hyperparameters.model_copy(update={"use_class_weights": False})


def test_every_preset_is_defined():
    assert set(PRESETS) == set(Preset)


def test_only_the_fields_that_were_set_override():
    """A value equal to the general default still counts when the user wrote it."""
    general = Hyperparameters()
    assert PRESETS[Preset.FAST].batch_size != general.batch_size

    resolved = resolve(Preset.FAST, Hyperparameters(batch_size=general.batch_size), [1, 1])

    assert resolved.batch_size == general.batch_size
    assert resolved.learning_rate == PRESETS[Preset.FAST].learning_rate
    assert resolved.epochs == PRESETS[Preset.FAST].epochs


def test_early_stopping_can_be_switched_off():
    """None is a choice, not an absence."""
    off = Hyperparameters(early_stopping_patience=None)

    assert resolve(Preset.BALANCED, off, BALANCED_CLASSES).early_stopping_patience is None


@pytest.mark.parametrize(
    ("class_counts", "weighted"), [([10, 100], False), ([10, 101], True), ([7], False)]
)
def test_classes_are_weighted_when_the_largest_has_over_ten_times_the_smallest(
    class_counts: list[int], weighted: bool
):
    assert resolve(Preset.FAST, None, class_counts).use_class_weights is weighted


@pytest.mark.parametrize("chosen", [True, False])
def test_the_user_decides_about_class_weights_against_the_data(chosen: bool):
    overrides = Hyperparameters(use_class_weights=chosen)

    for class_counts in ([1, 1000], [1, 1]):
        assert resolve(Preset.FAST, overrides, class_counts).use_class_weights is chosen


@pytest.mark.parametrize(
    ("name", "preset"),
    [
        ("rapido", Preset.FAST),
        ("fast", Preset.FAST),
        ("equilibrado", Preset.BALANCED),
        ("balanced", Preset.BALANCED),
        ("preciso", Preset.ACCURATE),
        ("accurate", Preset.ACCURATE),
    ],
)
def test_presets_have_portuguese_and_english_names(name: str, preset: Preset):
    assert Preset(name) is preset


@pytest.mark.parametrize("name", ["FAST", "turbo", "", 3])
def test_other_presets_are_refused(name: object):
    with pytest.raises(ValueError, match="is not a valid Preset"):
        Preset(name)


BOUNDS: dict[str, tuple[float, float]] = {
    "learning_rate": (1e-7, 0.1),
    "batch_size": (1, 128),
    "epochs": (1, 100),
    "max_length": (8, 1024),
    "train_split": (0.5, 0.95),
    "seed": (0, 2**31 - 1),
    "warmup_steps": (0, 100_000),
    "weight_decay": (0, 1),
    "gradient_accumulation": (1, 128),
    "early_stopping_patience": (1, 100),
    "early_stopping_min_delta": (0, 1),
    "max_steps": (1, 10_000_000),
    "checkpoint_steps": (1, 1_000_000),
    "checkpoint_minutes": (0.5, 1440.0),
    "keep_best": (1, 10),
}


@pytest.mark.parametrize(("name", "bounds"), BOUNDS.items())
def test_bounds_are_included_and_what_lies_beyond_is_refused(
    name: str, bounds: tuple[float, float]
):
    lowest, highest = bounds
    for allowed in bounds:
        assert getattr(Hyperparameters.model_validate({name: allowed}), name) == allowed
    step = 1 if isinstance(lowest, int) and highest > 1 else 1e-9
    for refused in (lowest - step, highest + step):
        with pytest.raises(ValidationError):
            Hyperparameters.model_validate({name: refused})


@pytest.mark.parametrize(
    "wrong",
    [
        {"learning_rate": math.nan},
        {"learning_rate": math.inf},
        {"batch_size": 1.5},
        {"truncation_side": "middle"},
        {"precision": "fp8"},
        {"epoch": 3},
    ],
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any]):
    """An unknown name too: it is likely a misspelt one."""
    with pytest.raises(ValidationError):
        Hyperparameters.model_validate(wrong)


overrides = st.fixed_dictionaries(
    {},
    optional={
        "learning_rate": st.floats(1e-7, 0.1),
        "batch_size": st.integers(1, 128),
        "epochs": st.integers(1, 100),
        "early_stopping_patience": st.none() | st.integers(1, 100),
        "use_class_weights": st.none() | st.booleans(),
        "max_steps": st.none() | st.integers(1, 10_000_000),
        "precision": st.sampled_from(Precision),
    },
)
class_counts = st.lists(st.integers(1, 10_000), min_size=1)


@settings(deadline=None)
@given(st.sampled_from(Preset), overrides, class_counts)
def test_what_is_resolved_is_complete_and_repeats_itself(
    preset: Preset, chosen: dict[str, Any], counts: list[int]
):
    """An event holds it, so it must read back equal and resolve to itself."""
    resolved = resolve(preset, Hyperparameters(**chosen), counts)

    assert resolved.use_class_weights is not None
    assert {name: getattr(resolved, name) for name in chosen} | {"use_class_weights": None} == (
        chosen | {"use_class_weights": None}
    )
    assert Hyperparameters.model_validate(json.loads(resolved.model_dump_json())) == resolved
    assert resolve(preset, resolved, [1, 1]) == resolved


@pytest.mark.parametrize("name", ["epochs", "train_split", "max_steps"])
def test_a_truth_is_no_number(name: str):
    """True counts as 1 in Python; whoever sends it means something else."""
    with pytest.raises(ValidationError, match="valid number"):
        Hyperparameters.model_validate({name: True})
