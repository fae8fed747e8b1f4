import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.quality.equality import numbers, pairs

VALUES = st.sampled_from("abc")


@given(st.lists(st.text(max_size=3)))
@settings(deadline=None)
def test_equal_values_have_equal_numbers(values: list[str]):
    """Numbers count from 0 by first appearance, over all chunks."""
    chunks = pa.chunked_array([values[:2], values[2:]], pa.string())
    order = [*dict.fromkeys(values)]

    assert numbers(chunks).tolist() == [order.index(value) for value in values]


@given(st.lists(st.tuples(VALUES, VALUES)))
@settings(deadline=None)
def test_pairs_are_equal_where_both_values_are(rows: list[tuple[str, str]]):
    """And nowhere else."""
    columns = (pa.chunked_array([[row[place] for row in rows]], pa.string()) for place in range(2))
    found = pairs(*map(numbers, columns)).tolist()

    assert len({*found}) == len({*rows}) == len({*zip(rows, found, strict=True)})
