"""The shares table, event by event."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from consumers.projections import shares
from consumers.projections.rows import Rows
from schemas import tables
from tests.schemas.examples import (
    DATASET,
    RUN,
    dataset_deleted,
    dataset_downloaded,
    dataset_shared,
    dataset_unshared,
    model_shared,
    model_unshared,
)

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
GRANTEES = ("ana", "bia", "*")


def at(sequence: int) -> datetime:
    return DAWN + timedelta(seconds=sequence)


def folded(*events: Any) -> Rows:
    rows = Rows(tables.shares)
    for sequence, event in enumerate(events, start=1):
        fold = shares.fold_model if event.type.startswith("model.") else shares.fold_dataset
        fold(rows, event, sequence, at(sequence))
    return rows


def test_a_share_begins_with_its_event():
    """Of a dataset or of a model, by the run's id."""
    of_dataset = {"entity_id": DATASET, "entity": "dataset", "grantee": "ana"}
    of_model = {"entity_id": RUN, "entity": "model", "grantee": "ana"}
    begun = {"shared_at": at(1), "ended_at": None, "last_sequence": 1}

    assert folded(dataset_shared()).get(DATASET, "ana") == of_dataset | begun
    assert folded(model_shared()).get(RUN, "ana") == of_model | begun


def test_a_share_ends_and_stays_to_be_told_of():
    """With the event that ends it; a second one moves nothing."""
    for begin, end, of in (
        (dataset_shared, dataset_unshared, DATASET),
        (model_shared, model_unshared, RUN),
    ):
        row = folded(begin(), end(), end()).get(of, "ana")

        assert row is not None
        assert (row["shared_at"], row["ended_at"], row["last_sequence"]) == (at(1), at(2), 2)


def test_what_is_shared_again_begins_anew():
    row = folded(dataset_shared(), dataset_unshared(), dataset_shared()).get(DATASET, "ana")

    assert row is not None
    assert (row["shared_at"], row["ended_at"]) == (at(3), None)


def test_all_shares_end_with_their_dataset():
    """Those that had ended before keep their moment."""
    rows = folded(
        dataset_shared("ana"), dataset_shared("*"), dataset_unshared("ana"), dataset_deleted()
    )

    assert {row["grantee"]: row["ended_at"] for row in rows.under(DATASET)} == {
        "ana": at(3),
        "*": at(4),
    }


def test_other_events_and_ends_without_a_beginning_leave_nothing():
    rows = folded(dataset_downloaded(), dataset_unshared(), model_unshared())

    assert (rows.under(DATASET), rows.under(RUN)) == ([], [])


@given(st.lists(st.tuples(st.sampled_from(GRANTEES), st.booleans())))
def test_who_sees_is_who_was_last_let_see(steps: list[tuple[str, bool]]):
    """Whatever came before."""
    rows = folded(*(dataset_shared(who) if on else dataset_unshared(who) for who, on in steps))

    assert {row["grantee"] for row in rows.under(DATASET) if row["ended_at"] is None} == {
        who for who, on in dict(steps).items() if on
    }
