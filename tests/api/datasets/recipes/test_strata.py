import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from api.datasets.recipes.strata import strata
from tests.api.datasets.recipes.versions import examples, multi_label

LABELS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=4)


def test_a_label_is_a_stratum():
    """Nothing else matters."""
    found = strata(examples([("um", "a"), ("dois", "b"), ("três", "a")]))

    assert found == [(0,), (1,), (0,)]


@given(st.lists(LABELS, min_size=1, max_size=30))
@settings(deadline=None)
def test_each_of_several_labels_is_a_stratum(sets: list[list[str]]):
    """Two examples share as many strata as labels."""
    found = strata(multi_label([(str(number), labels) for number, labels in enumerate(sets)]))

    for one, labels in zip(found, sets, strict=True):
        assert len(one) == len({*one}) == len({*labels})
        for other, others in zip(found, sets, strict=True):
            assert len({*one} & {*other}) == len({*labels} & {*others})


def test_each_kind_of_entity_is_a_stratum():
    """However often it occurs; sentences without any are together."""
    tags = [["B-PER", "I-PER", "O"], ["O"], ["B-PER", "B-ORG", "B-PER"], ["O", "O"], ["B-PER"]]
    found = strata(pa.table({"tags": pa.array(tags, pa.list_(pa.string()))}))

    assert found[1] == found[3]
    assert len(found[1]) == 1
    assert found[0] == found[4] != found[1]
    assert len(found[2]) == 2
    assert {*found[0]} < {*found[2]}


def test_what_has_no_labels_is_one_stratum():
    """There is nothing to spread."""
    assert strata(pa.table({"text": ["um", "dois"]})) == [(0,), (0,)]
