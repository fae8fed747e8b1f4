from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from api.datasets.arrow import Batch
from api.datasets.tasks.token_classification.task import TokenClassification
from schemas.recipe import CutTexts, LeaveOutLabels, MergeLabels
from tests.api.datasets.tasks.token_classification.test_bio import is_bio, written
from tests.api.datasets.tasks.token_classification.test_task import examples

TASK = TokenClassification()
KIND = st.sampled_from(["A", "B", "C", "O"])
PARTS = st.lists(st.none() | st.tuples(KIND, st.integers(1, 3)), min_size=1, max_size=5)
SENTENCES = st.lists(
    PARTS.map(lambda parts: [tag for each in parts for tag in (written(*each) if each else ["O"])])
)
CHOSEN = st.lists(KIND, min_size=1, unique=True)


def of(sentences: list[list[str]]) -> Batch:
    """Examples of these tags, the tokens of one letter more each."""
    return examples(*(([*map("é".__mul__, range(1, len(s) + 1))], s) for s in sentences))


def counted(found: Batch) -> Counter[str]:
    return Counter({each.label: each.examples for each in TASK.labels(found)})


@given(SENTENCES, CHOSEN, KIND)
def test_merged_types_have_all_their_entities(
    sentences: list[list[str]], labels: list[str], into: str
):
    """None is lost, none grows into its neighbour, and a second time changes nothing."""
    step, before = MergeLabels(labels=labels, into=into), of(sentences)

    merged = TASK.apply(step, before)

    assert counted(merged)[into] == sum(counted(before)[label] for label in {*labels, into})
    assert counted(merged).total() == counted(before).total()
    assert all(map(is_bio, merged["tags"].to_pylist()))
    assert merged.schema.equals(before.schema)
    assert TASK.apply(step, merged).equals(merged)


@given(SENTENCES, CHOSEN)
def test_entities_of_types_that_are_left_out_are_words(
    sentences: list[list[str]], labels: list[str]
):
    """The sentences stay, and the other entities in them."""
    before = of(sentences)

    left = TASK.apply(LeaveOutLabels(labels=labels), before)

    assert counted(left) == Counter({k: n for k, n in counted(before).items() if k not in labels})
    assert left["tokens"].equals(before["tokens"])
    assert all(map(is_bio, left["tags"].to_pylist()))


@given(SENTENCES, st.integers(1, 20))
def test_sentences_are_cut_between_tokens(sentences: list[list[str]], characters: int):
    """They fit, a further token would not, and tags stay with their tokens."""
    before = of(sentences)
    step = CutTexts(characters=characters)

    cut = TASK.apply(step, before)

    texts = TASK.texts(cut).to_pylist()
    pairs = zip(before.to_pylist(), cut.to_pylist(), texts, strict=True)
    for whole, kept, text in pairs:
        count = len(kept["tokens"])
        assert 1 <= count == len(kept["tags"])
        assert kept["tokens"] == whole["tokens"][:count]
        assert kept["tags"] == whole["tags"][:count]
        assert len(text) <= characters
        assert count == len(whole["tokens"]) or (
            len(f"{text} {whole['tokens'][count]}") > characters
        )
    assert TASK.apply(step, cut).equals(cut)


def test_a_first_token_that_is_too_long_is_cut():
    """A sentence is never left empty."""
    cut = TASK.apply(CutTexts(characters=3), examples((["abcdef", "g"], ["B-A", "O"])))

    assert (cut["tokens"].to_pylist(), cut["tags"].to_pylist()) == ([["abc"]], [["B-A"]])
