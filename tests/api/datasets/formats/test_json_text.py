import io
import json
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import json_text
from api.datasets.formats.json_text import DamagedJsonError, JsonText, decode

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that every kind of value is cut somewhere."""
    monkeypatch.setattr(json_text, "CHUNK_CHARACTERS", 3)


def text_of(written: str) -> JsonText:
    return JsonText(io.StringIO(written, newline=""))


@pytest.mark.usefixtures("small_chunks")
@settings(deadline=None, max_examples=200)
@given(values=st.lists(VALUES, max_size=6), indent=st.none() | st.integers(0, 2))
def test_elements_come_back_as_they_were_written(values: list[object], indent: int | None):
    """Whatever the values, the white space and the places where the text is cut."""
    text = text_of(json.dumps(values, indent=indent))

    assert list(text.elements()) == values
    text.end()


@pytest.mark.usefixtures("small_chunks")
@settings(deadline=None, max_examples=100)
@given(members=st.dictionaries(st.text(), VALUES, max_size=5))
def test_members_come_back_as_they_were_written(members: dict[str, object]):
    """Each key, then its value."""
    text = text_of(json.dumps(members, ensure_ascii=False))

    assert {key: text.value() for key in text.members()} == members
    text.end()


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("number", ["123456789", "12.5", "1.25", "10e1", "1.5e+3", "-12E-2"])
def test_a_number_is_read_to_its_end(number: str):
    """It alone does not show by its last sign that it is whole."""
    assert text_of(number).value() == json.loads(number)


@pytest.mark.parametrize(
    ("written", "expected"),
    [('[ {"a": 1}]', True), ("\n[\r\n\t{", True), ("[1]", False), ("{}", False), ("", False)],
)
def test_arrays_of_objects_are_known_before_they_are_read(written: str, expected: bool):
    """White space may lie anywhere."""
    assert text_of(written).begins_objects() is expected


def all_elements(text: JsonText) -> None:
    list(text.elements())
    text.end()


def all_members(text: JsonText) -> None:
    for _ in text.members():
        text.value()
    text.end()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("[1, 2", all_elements),
        ("[1, ]", all_elements),
        ("[1 2]", all_elements),
        ("[1] 2", all_elements),
        ('["a', all_elements),
        ("{1: 2}", all_members),
        ('{"a" 2}', all_members),
        ('{"a": 1,}', all_members),
        ('{"a": 1', all_members),
        ("", JsonText.value),
        ("[" * 100_000, JsonText.value),
        ("9" * 100_000, JsonText.value),
    ],
)
def test_what_is_no_json_is_damaged(written: str, read: Callable[[JsonText], object]):
    """Nothing is guessed."""
    with pytest.raises(DamagedJsonError):
        read(text_of(written))


@pytest.mark.parametrize("written", ["", "{} {}", "[1", "[" * 100_000])
def test_a_line_is_one_value(written: str):
    """All of it."""
    with pytest.raises(DamagedJsonError):
        decode(written)


def test_a_line_end_inside_a_string_is_read():
    """Some programs leave it as it is."""
    assert decode('{"a": "b\n\tc"}') == {"a": "b\n\tc"}
