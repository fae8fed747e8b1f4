import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.formats import apostrophe

SIGNS = st.text(st.sampled_from("'=+-@\t\r\nx "), max_size=6)


@given(st.lists(st.text() | SIGNS))
@settings(deadline=None)
def test_what_is_put_is_taken_off_again(texts: list[str]):
    """Every text comes back, and none that was written begins like a formula."""
    written = apostrophe.put(pa.chunked_array([texts], pa.string())).to_pylist()

    assert [apostrophe.take_off(cell) for cell in written] == texts
    assert not [cell for cell in written if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


@pytest.mark.parametrize("cell", ["'", "''", "'citado'", "d'água", "'90", "", "x=1", " =1"])
def test_other_apostrophes_are_part_of_the_text(cell: str):
    """Only before what would be a formula does one mean anything."""
    assert apostrophe.take_off(cell) == cell
    assert apostrophe.put(pa.chunked_array([[cell]])).to_pylist() == [cell]


@pytest.mark.parametrize(
    ("cell", "text"),
    [("'=1+1", "=1+1"), ("'-5", "-5"), ("''-5", "'-5"), ("'@x", "@x"), ("'+55 11", "+55 11")],
)
def test_a_mark_is_not_part_of_the_text(cell: str, text: str):
    """As spreadsheet programs show it."""
    assert apostrophe.take_off(cell) == text
