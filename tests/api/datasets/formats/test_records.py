import datetime as dt
import json
from decimal import Decimal
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets.formats import records
from api.datasets.formats.records import Record
from api.datasets.limits import Limits
from api.datasets.refusal import UnusableFileError
from schemas.problems import ProblemCode

KEYS = st.text(max_size=3)
RECORDS = st.lists(st.none() | st.dictionaries(KEYS, st.text(), max_size=4), max_size=8)


def rows(*found: Record | None, limits: Limits | None = None) -> list[list[str]]:
    return [[*row] for row in records.rows(lambda: found, limits or Limits())]


@given(found=RECORDS)
def test_every_value_stands_under_its_key(found: list[Record | None]):
    """Each record is a row, and each key that any of them has is a column."""
    header, *below = rows(*found) or [[], *([] for _ in found)]

    assert set(header) == {key for record in found if record for key in record}
    assert len(header) == len(set(header))
    for record, row in zip(found, below, strict=True):
        assert row == [(record or {}).get(name, "") for name in header][: len(row)]
        assert len(row) == (0 if record is None else len(header))


def test_columns_stand_in_the_order_in_which_keys_first_come():
    """A key that comes late is a column at the end."""
    assert rows({"b": "1", "a": "2"}, {"c": "3", "a": "4"}) == [
        ["b", "a", "c"],
        ["1", "2", ""],
        ["", "4", "3"],
    ]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (nan, ""),
        (True, "TRUE"),
        (False, "FALSE"),
        (1, "1"),
        (2.0, "2"),
        (0.1, "0.1"),
        (inf, "inf"),
        (Decimal("1E+2"), "100"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2024, 1, 31), "2024-01-31"),
        (dt.datetime(2024, 1, 31, 12, 30), "2024-01-31 12:30:00"),  # noqa: DTZ001
        ("ação".encode(), "ação"),
        (b"\xff\x00", "ff00"),
        (["a", "ção"], '["a","ção"]'),
        ({"when": dt.date(2024, 1, 31)}, '{"when":"2024-01-31"}'),
        ([], "[]"),
        ("a\ud800b", "a\ufffdb"),
        (["\udc00"], '["\ufffd"]'),
        (1j, "1j"),
    ],
)
def test_values_are_shown_as_cells_show_them(value: object, shown: str):
    """What no cell can hold is JSON without spaces; half a sign is one that says so."""
    assert records.cell(value) == shown


@given(value=st.recursive(st.text(), lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner)))
def test_nested_values_come_back_from_their_json(value: object):
    """Nothing in them is changed."""
    assert json.loads(records.as_json(value)) == value


def test_too_many_keys_are_refused():
    """With how many there are, up to a bound."""
    few = {str(number): "" for number in range(4)}

    with pytest.raises(UnusableFileError) as refusal:
        rows(few, limits=Limits(columns=3))

    [problem] = refusal.value.problems
    assert problem.code is ProblemCode.TOO_MANY_COLUMNS
    assert problem.params == {"columns": 4, "limit": 3}


def test_keys_are_counted_up_to_a_bound():
    """A file of new keys on every line fills no memory."""
    with pytest.raises(UnusableFileError) as refusal:
        [*records.rows(lambda: ({str(key): ""} for key in range(10**9)), Limits(columns=3))]

    assert refusal.value.problems[0].params["columns"] == 3 * records.MOST_COUNTED + 1


def test_values_too_deep_to_write_are_refused():
    """They could be read and not written again."""
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]

    with pytest.raises(UnusableFileError):
        records.cell(deep)
