"""Which partition an aggregate is in. No server needed."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from consumers.partition import WHOLE, Partition
from schemas import subjects
from tests.consumers.histories import Platform


@given(st.uuids(), st.integers(1, 9))
def test_every_aggregate_is_in_one_partition(run_id: UUID, count: int):
    """All of its events are: a subject's end says what happened, not to whom."""
    of_run = [f"training.run.{run_id}.{end}" for end in ("requested.default", "worker.gpu.started")]

    owners = [[Partition(n, count).owns(subject) for n in range(count)] for subject in of_run]

    assert owners[0] == owners[1]
    assert sum(owners[0]) == 1
    assert WHOLE.owns(of_run[0])


def test_the_share_of_an_aggregate_never_changes():
    """A process of another release, or on another computer, counts the same."""
    run = f"training.run.{UUID(int=7)}.requested.default"
    assert [Partition(number, 4).owns(run) for number in range(4)] == [False, False, False, True]


def test_every_partition_has_work():
    told = [subjects.of(event) for event in Platform(1).history(500) if hasattr(event, "run_id")]
    shares = [sum(map(Partition(number, 4).owns, told)) for number in range(4)]
    assert sum(shares) == len(told)
    assert all(shares)
