import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.cells import Cell, clean, clean_text, column_letter, column_number, show

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("NA", "NA"),
        ("null", "null"),
        ("1.0", "1.0"),
        (1, "1"),
        (1.0, "1"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (1e-7, "1e-07"),
        (123456789012345.0, "123456789012345"),
        (1.234567890123457e19, "1.234567890123457e+19"),
        (float("nan"), "nan"),
        (True, "TRUE"),
        (False, "FALSE"),
        (dt.date(2024, 1, 2), "2024-01-02"),
        (dt.datetime(2024, 1, 2), "2024-01-02"),  # noqa: DTZ001  # cells know no zone
        (dt.datetime(2024, 1, 2, 10, 30), "2024-01-02 10:30:00"),  # noqa: DTZ001  # same
        (dt.time(10, 30), "10:30:00"),
        (dt.timedelta(hours=30), "1 day, 6:00:00"),
    ],
)
def test_a_cell_is_shown_as_plain_text(cell: Cell, text: str):
    """A label 1 is "1" whether the program stored 1 or 1.0; words are never taken for nothing."""
    assert show(cell) == text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  a b  ", "a b"),
        ("\u00a0\u3000a\u200b\ufeff", "a"),
        ("a\r\nb\rc\vd\fe", "a\nb\nc\nd\ne"),
        ("a\x00b\x01c\x7fd\x9fe", "abcde"),
        ("a\tb", "a\tb"),
        ("\x00", ""),
        ("", ""),
        ("\x01 a", "a"),
        ("ação “ok” 😀", "ação “ok” 😀"),
        ("a\u0085b", "a\nb"),
    ],
)
def test_a_text_is_kept_but_for_controls_and_what_surrounds_it(raw: str, cleaned: str):
    """Control characters go, line ends become one kind, the rest stays as it is."""
    assert clean_text(raw) == cleaned


@settings(deadline=None)
@given(st.lists(TEXTS, min_size=1))
def test_a_column_is_cleaned_as_its_texts_are(texts: list[str]):
    """The fast way over a column and the plain way over a text agree."""
    column = pa.chunked_array([texts, texts], pa.string())

    assert clean(column).to_pylist() == [clean_text(text) for text in texts] * 2


@given(TEXTS)
def test_cleaning_twice_changes_nothing_more(text: str):
    """What was cleaned is clean."""
    assert clean_text(clean_text(text)) == clean_text(text)


@given(st.integers(0, 20_000))
def test_letters_number_the_columns(index: int):
    """Letters and numbers tell the same column."""
    assert column_number(column_letter(index)) == index + 1


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16383, "XFD")])
def test_letters_are_those_of_spreadsheet_programs(index: int, letters: str):
    """As the programs show them, up to their last column."""
    assert column_letter(index) == letters
