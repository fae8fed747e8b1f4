import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.datasets import groups
from schemas.problems import ProblemCode
from schemas.reading import Role
from tests.api.datasets.tasks.tables import table_of

GROUPS = st.sampled_from([None, "a", "b", "c"])
TEXTS = st.sampled_from("stuvw")
ROWS = st.lists(st.tuples(GROUPS, TEXTS), min_size=1, max_size=12)


@given(ROWS)
def test_rows_that_share_a_group_or_a_text_share_what_is_found(rows: list[tuple[str | None, str]]):
    """Also through each other; the others keep what they have."""
    given, texts = [group for group, _ in rows], [text for _, text in rows]

    found = groups.joined(given, texts)

    for one, (group, text) in enumerate(rows):
        for other, (other_group, other_text) in enumerate(rows):
            if one != other and (text == other_text or (group and group == other_group)):
                assert found[one] == found[other] is not None
    assert all(part or texts.count(text) == 1 for part, text in zip(found, texts, strict=True))


@given(ROWS)
def test_joining_twice_is_joining_once(rows: list[tuple[str | None, str]]):
    """What belongs together already does."""
    texts = [text for _, text in rows]
    once = groups.joined([group for group, _ in rows], texts)

    assert groups.joined(once, texts) == once


def test_the_first_group_named_is_the_name_of_all():
    """A person recognises it; a digest stands only where nobody gave a name."""
    assert groups.joined([None, "b", "a", None], ["x", "x", "x", "y"]) == ["b", "b", "b", None]
    assert groups.joined([None, None], ["x", "x"]) == [groups.digest("x")] * 2


def test_the_coarsest_named_column_groups_rows():
    """A number for each row groups nothing."""
    rows = [[n, f"d{n // 3}", f"p{n // 6}", f"t{n // 12}"] for n in range(24)]
    sheet = table_of(["doc", "documento", "processo", "vara"], *rows)

    choice = groups.coarsest(sheet, {})

    assert choice is not None
    assert choice.column.name == "processo"


def test_a_column_that_is_taken_groups_nothing():
    """It has another role."""
    sheet = table_of(["documento", "texto"], *(["d", f"um caso {n}"] for n in range(6)), ["e", "x"])
    choice = groups.coarsest(sheet, {})

    assert choice is not None
    assert groups.coarsest(sheet, {Role.CONTEXT: choice}) is None


@pytest.mark.parametrize(
    ("given", "split", "divided"),
    [
        (["a", "a"], [None, None], False),
        ([None], [None], False),
        (["a", "b"], [None, None], True),
        (["a", None], [None, None], True),
        ([None, None], [None, None], True),
        (["a", "a"], ["train", "validation"], True),
    ],
)
def test_one_group_leaves_nothing_for_the_exam(
    given: list[str | None], split: list[str | None], *, divided: bool
):
    """Unless the file has a split of its own."""
    examples = pa.table(
        {"group": pa.array(given, pa.string()), "split": pa.array(split, pa.string())}
    )

    codes = [each.code for each in groups.undivided(examples)]

    assert codes == ([] if divided else [ProblemCode.ONE_GROUP_ONLY])
