import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seqeval import metrics as seqeval

from worker.training.tasks.token_classification import metrics
from worker.training.tasks.token_classification.metrics import Entity

TYPES = ["LEI", "LOCAL", "PESSOA"]
TAGS = ["O", *(f"{mark}-{name}" for name in TYPES for mark in "BI")]
Pair = tuple[list[str], list[str]]


@st.composite
def corpora(draw: st.DrawFn) -> list[Pair]:
    """Sentences with true tags, repaired, and with any predicted ones."""
    tags = st.sampled_from(TAGS)
    pairs = st.lists(st.tuples(tags, tags), min_size=1, max_size=12)
    sentences = draw(st.lists(pairs, min_size=1, max_size=8))
    return [
        (metrics.repair([true for true, _ in one]), [told for _, told in one]) for one in sentences
    ]


def ignore_empty(average: str | None, name: str, pairs: list[Pair]) -> np.ndarray:
    """What seqeval makes of it, as an array."""
    truth, predicted = map(list, zip(*pairs, strict=True))
    rate = getattr(seqeval, f"{name}_score")
    return np.atleast_1d(rate(truth, predicted, average=average, zero_division=0))


@given(corpora())
@settings(max_examples=300, deadline=None)
def test_the_figures_are_those_of_seqeval(pairs: list[Pair]):
    """Over all entities and by type, for predictions that are no valid BIO too."""
    truth, predicted = [true for true, _ in pairs], [metrics.repair(told) for _, told in pairs]
    counts = metrics.counts(truth, predicted, TYPES)
    named = [place for place in range(3) if counts.support[place] or counts.predicted[place]]

    for name in ("precision", "recall", "f1"):
        of_all = getattr(counts.together, name)
        of_types = getattr(counts, name)[named]
        assert of_all == pytest.approx(ignore_empty("micro", name, pairs))
        if named:
            assert of_types == pytest.approx(ignore_empty(None, name, pairs))
    assert counts.weighted_f1 == pytest.approx(ignore_empty("weighted", "f1", pairs)[0])
    assert metrics.accuracy(truth, predicted) <= 1


@given(st.lists(st.sampled_from(TAGS), max_size=12))
def test_a_repaired_sentence_is_valid_and_stays_so(tags: list[str]):
    """Only insides without a beginning are changed, and their type is kept."""
    valid = metrics.repair(tags)

    assert metrics.repair(valid) == valid
    assert [tag[2:] for tag in valid] == [tag[2:] for tag in tags]
    for before, tag in zip(["O", *valid], valid, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]


def test_entities_are_read_off_their_tags():
    """One that follows another at once, and one that ends the sentence."""
    tags = ["B-LEI", "I-LEI", "B-LEI", "O", "B-LOCAL", "I-LOCAL"]

    assert list(metrics.entities(tags)) == [
        Entity("LEI", 0, 2),
        Entity("LEI", 2, 3),
        Entity("LOCAL", 4, 6),
    ]


def test_borders_and_type_must_both_be_right():
    """One word too many is a miss and a false alarm."""
    truth = [["B-LEI", "I-LEI", "O", "B-LOCAL"]]
    predicted = [["B-LEI", "I-LEI", "I-LEI", "B-LOCAL"]]

    exam = metrics.examine(truth, predicted, TYPES, loss=0.25)

    assert exam.score == pytest.approx(0.5)
    assert exam.accuracy == 0.75
    assert exam.macro_f1 == pytest.approx(0.5)
    assert metrics.outside_share(truth) == 0.25
