import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.tasks.token_classification import bio

Sentences = list[list[str]]

KINDS = ("PESSOA", "LOCAL")
ENTITY = st.tuples(st.sampled_from(KINDS), st.integers(1, 3))
VALID = st.lists(st.none() | ENTITY, max_size=6).map(
    lambda parts: [tag for part in parts for tag in (written(*part) if part else ["O"])]
)
"""Sentences in BIO, made of entities and of words outside them."""
ANY = st.lists(
    st.lists(st.sampled_from(["O", *(f"{prefix}-{kind}" for prefix in "BIES" for kind in KINDS)]))
)


def written(kind: str, length: int) -> list[str]:
    return [f"B-{kind}", *[f"I-{kind}"] * (length - 1)]


def mend(*sentences: list[str]) -> bio.Mended:
    tags = pa.array([tag for sentence in sentences for tag in sentence], pa.string())
    lengths = [len(sentence) for sentence in sentences]
    return bio.mend(tags, np.repeat(np.arange(len(sentences)), lengths))


def mended(*sentences: list[str]) -> Sentences:
    """What becomes of the sentences."""
    tags = iter(mend(*sentences).tags.to_pylist())
    return [[next(tags) for _ in sentence] for sentence in sentences]


def repaired(*sentences: list[str]) -> int:
    return int(mend(*sentences).repaired.sum())


def is_bio(sentence: list[str]) -> bool:
    """The rule in its plainest form."""
    pairs = zip(["O", *sentence], sentence, strict=False)
    return all(tag == "O" or tag[0] == "B" or before[1:] == tag[1:] for before, tag in pairs)


def entities(sentence: list[str]) -> list[tuple[str, int, int]]:
    """Type, first and last token of each entity of a valid sentence."""
    found: list[tuple[str, int, int]] = []
    for place, tag in enumerate(sentence):
        if tag[0] == "B":
            found.append((tag[2:], place, place))
        elif tag[0] == "I":
            kind, first, _ = found.pop()
            found.append((kind, first, place))
    return found


@given(st.lists(VALID))
def test_valid_tags_stay_as_they_are(sentences: Sentences):
    """And nothing is told to be mended."""
    assert mended(*sentences) == sentences
    assert repaired(*sentences) == 0


@given(ANY)
def test_what_comes_out_is_bio(sentences: Sentences):
    """Each token keeps whether it is in an entity, and of which type."""
    after = mended(*sentences)

    assert all(map(is_bio, after))
    assert [[tag[2:] for tag in one] for one in after] == [[t[2:] for t in s] for s in sentences]


@given(ANY)
def test_mending_twice_is_mending_once(sentences: Sentences):
    """The second time finds nothing."""
    once = mended(*sentences)

    assert mended(*once) == once
    assert repaired(*once) == 0


@given(st.lists(VALID))
def test_bioes_says_the_same(sentences: Sentences):
    """The last token and single ones are marked there."""
    assert mended(*(with_ends(each, "E", "S") for each in sentences)) == sentences
    assert mended(*(with_ends(each, "L", "U") for each in sentences)) == sentences
    assert repaired(*(with_ends(each, "E", "S") for each in sentences)) == 0


def with_ends(sentence: list[str], last: str, single: str) -> list[str]:
    marked = list(sentence)
    for kind, first, end in entities(sentence):
        marked[end] = f"{single if first == end else last}-{kind}"
    return marked


@given(st.lists(VALID))
def test_iob1_says_the_same(sentences: Sentences):
    """There an entity begins with ``I-`` unless one of its type ends right before it."""
    told = [in_iob1(sentence) for sentence in sentences]

    assert mended(*told) == sentences
    assert repaired(*told) == 0


def in_iob1(sentence: list[str]) -> list[str]:
    touching = zip(["O", *sentence], sentence, strict=False)
    return [
        tag if tag == "O" or before[2:] == tag[2:] else f"I-{tag[2:]}" for before, tag in touching
    ]


@pytest.mark.parametrize(
    ("sentence", "expected", "changed"),
    [
        ("O I-PESSOA I-PESSOA", "O B-PESSOA I-PESSOA", 1),
        ("B-PESSOA I-LOCAL I-LOCAL", "B-PESSOA B-LOCAL I-LOCAL", 1),
        ("B-PESSOA O I-PESSOA", "B-PESSOA O B-PESSOA", 1),
        ("S-PESSOA I-PESSOA", "B-PESSOA B-PESSOA", 1),
        ("B-PESSOA E-LOCAL", "B-PESSOA B-LOCAL", 1),
        ("B-PESSOA B-PESSOA", "B-PESSOA B-PESSOA", 0),
    ],
)
def test_broken_tags_are_mended(sentence: str, expected: str, changed: int):
    """What goes on without having begun begins; each is counted."""
    whole = ["B-LOCAL", "I-LOCAL"]

    assert mended(whole, whole, sentence.split()) == [whole, whole, expected.split()]
    assert repaired(whole, whole, sentence.split()) == changed


def test_an_entity_ends_with_its_sentence():
    """The next sentence cannot go on with it."""
    assert mended(["B-LOCAL"], ["I-LOCAL", "B-LOCAL"]) == [["B-LOCAL"], ["B-LOCAL", "B-LOCAL"]]


def test_bare_types_become_bio():
    """Neighbours of one type are one entity, and nothing was broken."""
    sentence = ["PESSOA", "PESSOA", "O", "LOCAL", "PESSOA"]

    assert mended(sentence) == [["B-PESSOA", "I-PESSOA", "O", "B-LOCAL", "B-PESSOA"]]
    assert repaired(sentence) == 0


def test_a_bare_type_may_look_like_a_prefix():
    """``E-MAIL`` is no last token where nothing begins."""
    assert mended(["E-MAIL", "E-MAIL", "PESSOA"]) == [["B-E-MAIL", "I-E-MAIL", "B-PESSOA"]]


@pytest.mark.parametrize("tag", ["b-PESSOA", "B_PESSOA", "B- PESSOA"])
def test_prefixes_are_written_in_many_ways(tag: str):
    """The type keeps its own spelling."""
    assert mended([tag, "i-pessoa", "o", "0"]) == [["B-PESSOA", "B-pessoa", "O", "O"]]


@pytest.mark.parametrize("tag", ["", "3", "PESSOA", "B-", "B- ", "X-PESSOA", "?"])
def test_what_is_no_tag_is_told(tag: str):
    """Beside tags with prefixes even a bare type is none."""
    found = mend(["B-PESSOA", tag], ["O"])

    assert found.unknown.tolist() == [False, True, False]
    assert found.tags.to_pylist() == ["B-PESSOA", "O", "O"]


def test_numbers_are_no_types():
    """Sets that number their tags keep the names elsewhere."""
    assert mend(["3", "0", "4"]).unknown.tolist() == [True, False, True]


def test_types_are_counted_where_they_begin():
    """Once an entity."""
    assert bio.kinds(pa.array(["B-A", "I-A", "O", "B-B-C"])).to_pylist() == ["A", "B-C"]
