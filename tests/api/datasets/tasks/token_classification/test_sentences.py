import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.limits import Limits
from tests.api.datasets.tasks.token_classification.readings import left_out, sentences, sorted_out

TOKENS = st.lists(st.sampled_from(["Ana", "mora", "1", ",", "São"]), min_size=2, max_size=5)
HEADER = ["tokens", "tags"]


@pytest.mark.parametrize(
    ("tokens", "tags"),
    [
        ('["Ana","foi"]', '["B-P","O"]'),
        ("['Ana', 'foi']", "['B-P', 'O']"),
        ("['Ana' 'foi']", "['B-P' 'O']"),
        ("Ana foi", "B-P O"),
        ('["Ana","foi"]', "B-P O"),
        (" Ana\tfoi ", '["B-P","O"]'),
    ],
)
def test_lists_are_written_in_many_ways(tokens: str, tags: str):
    """As JSON, as Python or NumPy print them, or with spaces; each column in its own way."""
    assert sentences(sorted_out(HEADER, [tokens, tags])) == [("Ana foi", "B-P O")]


@given(st.lists(TOKENS, min_size=1))
def test_every_sentence_is_an_example(found: list[list[str]]):
    """With its row, in the order of the sheet."""
    rows = [[json.dumps(tokens), json.dumps(["B-X"] * len(tokens))] for tokens in found]

    examples = sorted_out(HEADER, *rows).examples

    assert examples["tokens"].to_pylist() == found
    assert examples["row"].to_pylist() == [*range(2, 2 + len(found))]
    assert examples["rows"].to_pylist() == [1] * len(found)


def test_what_cannot_be_read_is_left_out():
    """Each row with its reason and the column that it is about."""
    rows = sorted_out(
        HEADER,
        ['["a"]', '["B-X"]'],
        ["", '["O"]'],
        ['["a"]', ""],
        ['["a"', '["O"]'],
        ['["a"]', "O]"],
        ['["a", "b"]', '["O"]'],
        ["[]", "[]"],
        ['["a"]', '["?"]'],
        ['["aaaa", "bbbb"]', '["O", "O"]'],
        ['["a"]', '["O"]'],
        limits=Limits(text_characters=8),
    )

    assert left_out(rows) == {
        3: ("tokens_empty", "tokens"),
        4: ("tags_empty", "tags"),
        5: ("tokens_unreadable", "tokens"),
        6: ("tags_unreadable", "tags"),
        7: ("lengths_differ", "tags"),
        8: ("tokens_empty", "tokens"),
        9: ("tag_unknown", "tags"),
        10: ("text_too_long", "tokens"),
    }
    assert rows.left_out["characters"].to_pylist()[-1] == len("aaaa bbbb")
    assert rows.examples["row"].to_pylist() == [2, 11]


def test_tokens_that_hold_nothing_are_gone():
    """With their tags: a model would see nothing there."""
    rows = sorted_out(HEADER, ['["Ana", " ", "\\u0000", "foi"]', '["B-P", "B-P", "O", "O"]'])

    assert sentences(rows) == [("Ana foi", "B-P O")]
