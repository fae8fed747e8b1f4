from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.cells import Cell
from api.datasets.reading import Reading
from api.datasets.refusal import UnusableFileError
from schemas.problems import ProblemCode
from tests.api.datasets.tasks.tables import table_of
from tests.api.datasets.tasks.token_classification.readings import (
    TASK,
    left_out,
    sentences,
    sorted_out,
)

Lines = list[list[Cell]]

SENTENCE = st.lists(st.sampled_from(["Ana", "foi", ",", "São"]), min_size=1, max_size=4)
SENTENCES = st.lists(SENTENCE, min_size=2, max_size=5)
ANA: Lines = [["Ana", "B-P"], ["foi", "O"]]
BIA: Lines = [["Bia", "B-P"], ["voltou", "O"]]


@given(SENTENCES, st.integers(1, 3))
def test_blank_rows_end_sentences(found: list[list[str]], blanks: int):
    """One or several; they count with the sentence above."""
    lines = chain.from_iterable(
        [*([token, "B-X"] for token in tokens), *[["", ""]] * blanks] for tokens in found
    )

    examples = sorted_out(["token", "tag"], *lines, ["fim", "O"]).examples

    assert examples["tokens"].to_pylist() == [*found, ["fim"]]
    assert examples["rows"].to_pylist() == [*(len(each) + blanks for each in found), 1]


@given(SENTENCES, st.booleans())
def test_numbers_tell_sentences(found: list[list[str]], once: bool):
    """On each row, or only on a sentence's first."""
    lines = [
        [number if place == 0 or not once else "", token, "B-X"]
        for number, tokens in enumerate(found)
        for place, token in enumerate(tokens)
    ]

    examples = sorted_out(["Sentence #", "Word", "Tag"], *lines).examples

    assert examples["tokens"].to_pylist() == found


def test_numbers_may_begin_again_in_each_document():
    """A change of document is a change of sentence."""
    header = ["documento", "frase", "palavra", "etiqueta"]
    lines = [["d1", 1, *ANA[0]], ["d1", 1, *ANA[1]], ["d2", 1, *BIA[0]], ["d2", 1, *BIA[1]]]

    rows = sorted_out(header, *lines)

    assert sentences(rows) == [("Ana foi", "B-P O"), ("Bia voltou", "B-P O")]
    assert rows.examples["group"].to_pylist() == ["d1", "d2"]


def test_blank_rows_at_the_top_belong_to_the_first_sentence():
    """So that every row is accounted for."""
    rows = sorted_out(["token", "tag"], ["", ""], *ANA, ["", ""], *BIA)

    assert rows.examples["row"].to_pylist() == [2, 6]
    assert rows.examples["rows"].to_pylist() == [4, 2]


def test_a_blank_tag_is_outside_where_no_tag_says_so():
    """Some people mark entities alone."""
    rows = sorted_out(["token", "tag"], ["Ana", "P"], ["foi", ""], ["", ""], ["Bia", "P"])

    assert sentences(rows) == [("Ana foi", "B-P O"), ("Bia", "B-P")]


def test_a_blank_tag_among_others_leaves_its_sentence_out():
    """All its rows, and the blank one below, are told."""
    rows = sorted_out(["token", "tag"], ["Ana", "B-P"], ["foi", ""], ["", ""], *BIA)

    assert sentences(rows) == [("Bia voltou", "B-P O")]
    assert left_out(rows) == dict.fromkeys((2, 3, 4), ("tags_empty", "tag"))


def test_a_tag_without_a_token_is_left_out_alone():
    """Its sentence loses nothing."""
    rows = sorted_out(["token", "tag"], ANA[0], ["", "O"], ANA[1], ["", ""], *BIA)

    assert sentences(rows)[0] == ("Ana foi", "B-P O")
    assert left_out(rows) == {3: ("tokens_empty", "token")}


def test_a_tag_that_is_none_leaves_its_sentence_out():
    """The other sentences stay."""
    rows = sorted_out(["token", "tag"], *ANA, ["", ""], ["Bia", "?"], ["voltou", "O"])

    assert sentences(rows) == [("Ana foi", "B-P O")]
    assert left_out(rows) == dict.fromkeys((5, 6), ("tag_unknown", "tag"))


def test_where_sentences_end_is_asked():
    """With neither a number nor blank rows nothing tells."""
    with pytest.raises(UnusableFileError) as refusal:
        TASK.resolve(table_of(["token", "tag"], *ANA, *BIA), Reading())

    [problem] = refusal.value.problems
    assert (problem.code, problem.column) == (ProblemCode.SENTENCES_NOT_FOUND, "token")
