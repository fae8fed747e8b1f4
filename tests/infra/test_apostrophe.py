"""No cell of a text table is a formula."""

from hypothesis import given
from hypothesis import strategies as st

from infra import apostrophe

SIGNS = st.text(st.sampled_from("'=+-@\t\r\nx "), max_size=6)


@given(st.text() | SIGNS)
def test_what_is_put_is_taken_off_again(text: str):
    """Every text comes back, and none that was written begins like a formula."""
    cell = apostrophe.put(text)

    assert apostrophe.take_off(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
