import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.cells import clean_text
from api.datasets.tasks.question_answering.answers import Statement, Told, read

TWO = (Told("um", 3), Told("dois", None))


@pytest.mark.parametrize(
    ("cell", "start"),
    [
        ('[{"text": "um", "answer_start": 3}, {"text": "dois"}]', ""),
        ('[{"text": " um", "answer_start": 2}, {"text": "dois", "answer_start": null}]', ""),
        ('{"text": ["um", "dois"], "answer_start": [3]}', ""),
        ('{"text": ["um", "dois"], "start": [3, null]}', ""),
        ("{'text': ['um', 'dois'], 'answer_start': [3, None]}", ""),
        ("{'text': array(['um', 'dois'], dtype=object), 'answer_start': array([3])}", ""),
        ('["um", "dois"]', "[3]"),
        ('["um", "dois"]', "3"),
        ("['um', 'dois']", "[3, null]"),
        ('["um", "", "dois"]', "[3, 9]"),
    ],
)
def test_every_layout_says_the_same(cell: str, start: str):
    """A list of objects, an object of lists, a list of texts; in JSON, or as Python prints it."""
    assert read(cell, start) == Statement(TWO, denies=False)


def test_printed_lists_that_never_end_are_looked_through_once():
    """A small file must not keep its reader for hours: here that is the test's own time."""
    cell = "array([" * 200_000

    assert read(f"[{cell}]", "") == Statement((Told(f"[{cell}]", None),), denies=False)


@pytest.mark.parametrize(
    ("start", "place"),
    [("", None), ("3", 3), ("3.0", 3), (" 3 ", 3), ("três", -1), ("nan", -1), ("inf", -1)],
)
def test_a_place_is_a_whole_number(start: str, place: int | None):
    """Other words are a place that is nowhere, which is mended, not one that was not told."""
    assert read("um", start) == Statement((Told("um", place),), denies=False)


@given(st.text().filter(lambda text: not clean_text(text).startswith(("[", "{"))))
def test_a_text_is_the_answer(cell: str):
    """Whatever is in it; nothing else is told of a blank cell."""
    said = clean_text(cell)

    assert read(cell) == (Statement((Told(said, None),), denies=False) if said else Statement(()))


@pytest.mark.parametrize("cell", ["[1]", "[ver art. 5]", "{a}", '{"valor": 3}', "[1, 2", "[{}]"])
def test_brackets_alone_are_no_list(cell: str):
    """A passage may stand between brackets."""
    assert read(cell) == Statement((Told(cell, None),), denies=False)


@given(st.lists(st.tuples(st.text(), st.none() | st.integers(0, 99)), max_size=4))
def test_both_shapes_of_a_set_are_read_alike(pairs: list[tuple[str, int | None]]):
    """Question sets of the web come in either."""
    objects = json.dumps([{"text": text, "answer_start": start} for text, start in pairs])
    lists = json.dumps(
        {"text": [text for text, _ in pairs], "answer_start": [start for _, start in pairs]}
    )

    assert read(objects) == read(lists)


@pytest.mark.parametrize(
    ("cell", "flag", "denies"),
    [
        ("", "", None),
        ("", "TRUE", True),
        ("", "Sim", True),
        ("um", "1", True),
        ("[]", "", True),
        ('{"text": [], "answer_start": []}', "", True),
        ("[]", "False", False),
        ("", "não", False),
        ("", "talvez", None),
    ],
)
def test_a_row_may_deny_that_there_is_an_answer(cell: str, flag: str, denies: bool | None):
    """By its flag, whatever else it says, or by an empty list; a blank cell says nothing."""
    assert read(cell, "", flag) == Statement((), denies=denies)
