"""Whether one more run may become active."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.commands.quotas import ActiveRun, Quota, refuse_beyond
from api.problems import RefusedError
from schemas.problems import ProblemCode

PEOPLE = st.sampled_from(["ana", "bia", "caio"])


def of(*owners: str) -> list[ActiveRun]:
    return [ActiveRun(uuid4(), owner, f"{owner} {n}") for n, owner in enumerate(owners)]


def test_a_refusal_names_the_runs_that_are_in_the_way():
    """So that a person can stop one; for people by name, for programs by id."""
    active = of("ana", "bia", "ana")

    with pytest.raises(RefusedError) as refused:
        refuse_beyond(Quota(of_person=2, of_all=9), active, "ana")

    own = [active[0], active[2]]
    assert refused.value.code is ProblemCode.QUOTA_RUNS
    assert refused.value.params == {
        "active": 2,
        "limit": 2,
        "runs": [str(run.run_id) for run in own],
        "names": ["ana 0", "ana 2"],
    }


def test_of_everybodys_runs_only_the_number_is_told():
    """They are nobody's business."""
    with pytest.raises(RefusedError) as refused:
        refuse_beyond(Quota(of_person=3, of_all=2), of("ana", "bia"), "caio")

    assert refused.value.code is ProblemCode.QUOTA_RUNS_OF_ALL
    assert refused.value.params == {"active": 2, "limit": 2}


@given(
    asked=st.lists(PEOPLE), quota=st.integers(1, 4), in_all=st.integers(1, 9), own=st.integers(1, 5)
)
def test_as_many_are_admitted_as_may_be(asked: list[str], quota: int, in_all: int, own: int):
    """Nobody is refused who has room, and nobody let in who has none; exceptions count."""
    quotas = Quota(of_person=quota, of_all=in_all, exceptions={"ana": own})
    active: list[ActiveRun] = []
    for owner in asked:
        has = sum(run.owner_id == owner for run in active)
        room = has < (own if owner == "ana" else quota) and len(active) < in_all
        try:
            refuse_beyond(quotas, active, owner)
        except RefusedError:
            assert not room
        else:
            assert room
            active += of(owner)
