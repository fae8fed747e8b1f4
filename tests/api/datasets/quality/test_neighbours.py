import random

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel
from rapidfuzz.utils import default_process

from api.datasets.quality import equality, neighbours
from tests.api.datasets.quality.judgement import texts

FEW = st.lists(st.sampled_from(["ação de dano moral", "AÇÃO de dano  moral", "x", "", " "]))
LONG = texts(1, words=40, seed=4)[0]
RECALLED = 0.9


def groups(told: list[str], answers: list[str] | None = None) -> list[list[int]]:
    columns = (told, answers or ["a"] * len(told))
    return neighbours.groups(*(pa.chunked_array([column], pa.string()) for column in columns))


def with_changes(text: str, every: int, seed: int) -> str:
    """One word in so many is another."""
    words = text.split()
    for place in range(seed % every, len(words), every):
        words[place] = f"outro{seed}"
    return " ".join(words)


def test_equal_and_nearly_equal_rows_are_one_group():
    """Case, signs and a word in forty do not make another text."""
    told = [LONG, *texts(5), LONG, LONG.upper() + ".", with_changes(LONG, 40, 1)]

    assert groups(told) == [[0, 6, 7, 8]]


def test_answers_keep_groups_apart():
    """Rows that teach something else are never alike."""
    assert groups([LONG, LONG, LONG + " fim"], ["a", "b", "b"]) == [[1, 2]]


def test_nothing_is_alike_in_nothing():
    """An empty set has no groups, nor has a single row."""
    assert groups([]) == []
    assert groups([LONG]) == []


def test_the_first_row_leads_whatever_its_text():
    """Rows that only have a neighbour in common are not alike."""
    words = LONG.split()
    chain = [" ".join([*words[:40], *["x"] * steps]) for steps in (0, 7, 14)]

    assert groups(chain) == [[0, 1]]


@settings(deadline=None)
@given(FEW)
def test_groups_are_apart_and_in_order(told: list[str]):
    """No row is in two groups; members ascend, and so do the firsts."""
    found = groups(told)

    members = [position for group in found for position in group]
    assert len(members) == len(set(members))
    assert all(group == sorted(group) and len(group) > 1 for group in found)
    assert [group[0] for group in found] == sorted(group[0] for group in found)


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 1_000))
def test_what_is_grouped_is_alike(seed: int):
    """Each member shares nine of ten words with its group's first, in order."""
    drawn = random.Random(seed)
    told = texts(20, words=30, seed=seed)
    told += [with_changes(drawn.choice(told), drawn.randint(3, 30), n) for n in range(20)]
    words = [default_process(text).split() for text in told]

    for first, *others in groups(told):
        for other in others:
            assert Indel.normalized_similarity(words[first], words[other]) >= neighbours.ALIKE


def test_the_same_rows_give_the_same_groups():
    """However they lie in memory, and however often they are asked for."""
    told = texts(300, words=30)
    told += [with_changes(text, 15, n) for n, text in enumerate(told)]
    pieces = pa.chunked_array([told[:7], told[7:400], told[400:]], pa.string())
    answers = pa.chunked_array([["a"] * len(told)], pa.string())

    assert neighbours.groups(pieces, answers) == groups(told) == groups(told)


def test_hardly_any_pair_is_missed():
    """Of rows with one word in fifteen changed."""
    told = texts(500, words=30)
    changed = [with_changes(text, 15, n) for n, text in enumerate(told)]

    found = [group for group in groups(told + changed) if group[-1] == group[0] + len(told)]

    assert len(found) > RECALLED * len(told)


def test_equal_values_have_equal_numbers():
    """From 0, in the order of their first, whatever chunks they lie in."""
    column = pa.chunked_array([["b", "a"], [], ["b", "c"]], pa.string())

    assert equality.numbers(column).tolist() == [0, 1, 0, 2]
    assert equality.numbers(pa.array(["x", "x"])).tolist() == [0, 0]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5))))
def test_pairs_are_equal_where_both_are(told: list[tuple[int, int]]):
    """One number stands for two."""
    column = [pa.array([each[side] for each in told], pa.int64()) for side in (0, 1)]
    first, second = (equality.numbers(values) for values in column)

    pairs = equality.pairs(first, second).tolist()

    assert [[a == b for b in pairs] for a in pairs] == [[a == b for b in told] for a in told]
