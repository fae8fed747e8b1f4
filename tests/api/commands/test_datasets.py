from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from api.commands import datasets
from api.commands.datasets import Dataset, DeleteDataset, StoreDataset
from api.problems import RefusedError
from schemas.base import Actor, ActorKind
from schemas.events.dataset import DatasetUploaded, LabelCount
from schemas.problems import ProblemCode
from schemas.tasks import Task
from tests.schemas import examples
from tests.schemas.examples import DATASET, HASH, NOW, OWNER, USER

STRANGER = Actor(kind=ActorKind.USER, id="joão")


def storing(**changes: Any) -> StoreDataset:
    fields: dict[str, Any] = {
        "actor": USER,
        "name": "Petições",
        "filename": "petições.xlsx",
        "file_sha256": HASH,
        "size_bytes": 10,
        "task": Task.TEXT_CLASSIFICATION,
        "text_column": "texto",
        "label_column": "classe",
        "group_column": None,
        "rows_total": 5,
        "rows_used": 4,
        "labels": [LabelCount(label="a", examples=2), LabelCount(label="b", examples=2)],
        "examples_sha256": HASH,
        "examples_size_bytes": 20,
    }
    return StoreDataset(**(fields | changes))


def test_a_dataset_is_taken_in_with_everything_that_was_found():
    """Rows in are rows used plus rows left out."""
    command = storing()

    [event] = datasets.store(command, None, NOW)

    assert isinstance(event, DatasetUploaded)
    assert (event.owner_id, event.dataset_id) == (OWNER, command.dataset_id)
    assert (event.rows_total, event.rows_used, event.rows_left_out) == (5, 4, 1)
    assert (event.occurred_at, event.causation_id) == (NOW, command.command_id)


def test_a_known_dataset_is_not_taken_in_again():
    """The same bytes by the same owner are the same dataset."""
    [event] = datasets.store(storing(), None, NOW)

    assert datasets.store(storing(name="Outro nome"), Dataset(event), NOW) == []


def test_a_deleted_dataset_can_be_taken_in_again():
    """Under its own id: the log tells all of its lives."""
    [event] = datasets.store(storing(), None, NOW)
    gone = datasets.evolve(Dataset(event), examples.dataset_deleted())

    [again] = datasets.store(storing(), gone, NOW)

    assert again.dataset_id == event.dataset_id
    assert not datasets.evolve(gone, again).deleted


@pytest.mark.parametrize(
    "changes",
    [
        {"actor": STRANGER},
        {"file_sha256": "f" * 64},
        {"text_column": "resumo"},
        {"label_column": "tipo"},
        {"group_column": "processo"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_other_bytes_another_reading_or_another_owner_is_another_dataset(changes: dict[str, Any]):
    """Each of them is part of the id."""
    assert storing(**changes).dataset_id != storing().dataset_id


columns = st.tuples(st.text("ab\0 ,", min_size=1), st.text("ab\0 ,", min_size=1))


@for_all(columns, columns)
def test_columns_cannot_be_taken_for_others(one: tuple[str, str], other: tuple[str, str]):
    """Ids keep columns apart, whatever they are called."""
    first, second = (storing(text_column=t, label_column=lab).dataset_id for t, lab in (one, other))

    assert (first == second) == (one == other)


def test_a_dataset_that_no_run_uses_is_deleted():
    """One event, caused by the command."""
    command = DeleteDataset(dataset_id=DATASET, actor=USER)

    [event] = datasets.delete(command, Dataset(examples.dataset_uploaded()), 0, NOW)

    assert (event.dataset_id, event.causation_id) == (DATASET, command.command_id)


def test_a_dataset_that_runs_use_stays():
    """The refusal says how many."""
    command = DeleteDataset(dataset_id=DATASET, actor=USER)

    with pytest.raises(RefusedError) as refusal:
        datasets.delete(command, Dataset(examples.dataset_uploaded()), 2, NOW)

    assert refusal.value.code is ProblemCode.DATASET_IN_USE
    assert refusal.value.params == {"runs": 2}


@pytest.mark.parametrize(
    ("dataset", "actor"),
    [
        (None, USER),
        (Dataset(examples.dataset_uploaded(), deleted=True), USER),
        (Dataset(examples.dataset_uploaded()), STRANGER),
    ],
    ids=["unknown", "deleted", "somebody else's"],
)
def test_a_dataset_that_is_not_ones_own_cannot_be_deleted(dataset: Dataset | None, actor: Actor):
    """It is not there, whatever the reason."""
    with pytest.raises(RefusedError) as refusal:
        datasets.delete(DeleteDataset(dataset_id=DATASET, actor=actor), dataset, 0, NOW)

    assert refusal.value.code is ProblemCode.DATASET_NOT_FOUND


def test_a_dataset_begins_with_its_upload():
    """Anything else first is a broken log, not a dataset."""
    with pytest.raises(ValueError, match="begins with DatasetUploaded"):
        datasets.evolve(None, examples.dataset_deleted())
