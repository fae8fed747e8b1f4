import json
from typing import Any
from uuid import uuid5

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from api.commands import datasets
from api.commands.datasets import Dataset, DeleteDataset, ReviseDataset, StoreDataset, Uses
from api.problems import RefusedError
from api.sight import Sight
from schemas.base import Actor, ActorKind
from schemas.events.dataset import DatasetRevised, DatasetUploaded, LabelCount, QualitySummary
from schemas.problems import ProblemCode
from schemas.reading import FileReading, Role
from schemas.recipe import DropDuplicates, DropShortTexts, Step
from schemas.tasks import Task
from tests.schemas import examples
from tests.schemas.examples import DATASET, HASH, NOW, OWNER, USER

STRANGER = Actor(kind=ActorKind.USER, id="joão")
SIGHT = Sight(OWNER)


def read(task: Task = Task.TEXT_CLASSIFICATION, **columns: str) -> FileReading:
    """A sheet's columns in their roles."""
    named = {"text": "texto", "label": "classe"} | columns
    return FileReading(task=task, columns={Role(role): name for role, name in named.items()})


def storing(**changes: Any) -> StoreDataset:
    fields: dict[str, Any] = {
        "actor": USER,
        "name": "Petições",
        "filename": "petições.xlsx",
        "file_sha256": HASH,
        "size_bytes": 10,
        "reading": read(),
        "rows_total": 5,
        "rows_used": 4,
        "examples": 4,
        "labels": [LabelCount(label="a", examples=2), LabelCount(label="b", examples=2)],
        "examples_sha256": HASH,
        "examples_size_bytes": 20,
        "left_out_sha256": HASH,
        "report_sha256": HASH,
        "quality": QualitySummary(score=90, strong=0, warnings=1, notes=0),
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
        {"reading": read(text="resumo")},
        {"reading": read(label="tipo")},
        {"reading": read(group="processo")},
        {"reading": read(split="conjunto")},
        {"reading": read(Task.TOKEN_CLASSIFICATION)},
        {"reading": read().model_copy(update={"label_separator": ";"})},
    ],
    ids=str,
)
def test_other_bytes_another_reading_or_another_owner_is_another_dataset(changes: dict[str, Any]):
    """Each of them is part of the id."""
    assert storing(**changes).dataset_id != storing().dataset_id


columns = st.tuples(st.text("ab\0 ,", min_size=1), st.text("ab\0 ,", min_size=1))


@for_all(columns, columns)
def test_columns_cannot_be_taken_for_others(one: tuple[str, str], other: tuple[str, str]):
    """Ids keep columns apart, whatever they are called."""
    readings = (read(text=text, label=label) for text, label in (one, other))
    first, second = (storing(reading=reading).dataset_id for reading in readings)

    assert (first == second) == (one == other)


def test_a_dataset_of_the_first_release_keeps_its_id():
    """A reading that it could make is known by what it made of it then."""
    told = ["maria", HASH, "text-classification", "texto", "classe", None]
    then = uuid5(datasets.DATASETS, json.dumps(told))

    assert storing().dataset_id == then
    assert storing(reading=read().model_copy(update={"sheet": "Planilha1"})).dataset_id == then


STORED = Dataset(examples.dataset_uploaded())
ONE, OTHER = [DropDuplicates()], [DropShortTexts(characters=20)]


def revising(recipe: list[Step], **changes: Any) -> ReviseDataset:
    contents = examples.dataset_contents()
    del contents["rows_left_out"]
    fields = {"actor": USER, "dataset_id": DATASET, "recipe": recipe, "weigh_classes": False}
    return ReviseDataset(**(contents | fields | changes))


def revised(dataset: Dataset, *recipes: list[Step], **changes: Any) -> Dataset:
    """The dataset after these versions."""
    for recipe in recipes:
        [event] = datasets.revise(revising(recipe, **changes), dataset, SIGHT, NOW)
        dataset = datasets.evolve(dataset, event)
    return dataset


def test_a_recipe_makes_the_next_version():
    """The event holds all of it, and counts what is left out by itself."""
    command = revising(ONE, rows_used=400, weigh_classes=True)

    [event] = datasets.revise(command, STORED, SIGHT, NOW)

    assert isinstance(event, DatasetRevised)
    assert (event.version, event.recipe, event.weigh_classes) == (2, ONE, True)
    assert (event.rows_total, event.rows_used, event.rows_left_out) == (460, 400, 60)
    assert (event.occurred_at, event.causation_id) == (NOW, command.command_id)


def test_the_same_recipe_again_makes_nothing():
    """Asking twice is asking once, even when the newest was expected to be another."""
    dataset = revised(STORED, ONE)

    assert datasets.revise(revising(ONE), dataset, SIGHT, NOW) == []
    assert datasets.revise(revising(ONE, expected_version=1), dataset, SIGHT, NOW) == []
    assert datasets.revise(revising([]), STORED, SIGHT, NOW) == []


def test_who_has_not_seen_the_newest_version_is_refused():
    """Somebody else's change would otherwise be undone unseen."""
    dataset = revised(STORED, ONE)

    with pytest.raises(RefusedError) as refusal:
        datasets.revise(revising(OTHER, expected_version=1), dataset, SIGHT, NOW)

    assert refusal.value.code is ProblemCode.VERSION_CONFLICT
    assert refusal.value.params == {"expected": 1, "newest": 2}
    assert datasets.revise(revising(OTHER, expected_version=2), dataset, SIGHT, NOW) != []


def test_a_step_back_is_a_version_like_the_one_before():
    """With its recipe, its counts and its bytes; the one that is taken back stays."""
    dataset = revised(revised(STORED, ONE, rows_used=440), OTHER, rows_used=400)

    back = datasets.back_to(None, dataset, USER)
    [event] = datasets.revise(back, dataset, SIGHT, NOW)

    assert isinstance(event, DatasetRevised)
    assert (event.version, event.recipe, event.rows_used) == (4, ONE, 440)
    contents = {"examples_sha256", "report_sha256", "left_out_sha256", "labels", "quality"}
    assert event.model_dump(include=contents) == dataset.version(2).model_dump(include=contents)


def test_stepping_back_again_goes_further_back():
    """What was undone is not come back to, until it is made anew; then that is undone first."""
    twice = revised(revised(revised(STORED, ONE), [*ONE, *OTHER]), ONE)

    back = datasets.back_to(None, twice, USER)
    at_first = revised(twice, back.recipe)

    assert back.recipe == []
    with pytest.raises(RefusedError):
        datasets.back_to(None, at_first, USER)
    assert datasets.back_to(None, revised(at_first, OTHER), USER).recipe == []


def test_one_can_go_back_to_any_version_but_none_before_the_first():
    """The first one's recipe is the empty one."""
    dataset = revised(STORED, ONE, OTHER)

    assert datasets.back_to(1, dataset, USER).recipe == []
    for known, number in ((STORED, None), (dataset, 4), (dataset, 0)):
        with pytest.raises(RefusedError) as refusal:
            datasets.back_to(number, known, USER)
        assert refusal.value.code is ProblemCode.DATASET_VERSION_NOT_FOUND


def test_a_dataset_uploaded_again_starts_at_its_first_version():
    """What was made of it in its earlier life is gone."""
    gone = datasets.evolve(revised(STORED, ONE), examples.dataset_deleted())

    [again] = datasets.store(storing(), gone, NOW)

    back = datasets.evolve(gone, again)
    assert (back.newest, back.revisions) == (1, ())


def test_a_dataset_that_no_run_uses_is_deleted():
    """One event, caused by the command."""
    command = DeleteDataset(dataset_id=DATASET, actor=USER)

    [event] = datasets.delete(command, Dataset(examples.dataset_uploaded()), SIGHT, Uses(0), NOW)

    assert (event.dataset_id, event.causation_id) == (DATASET, command.command_id)


@pytest.mark.parametrize(
    ("uses", "administrates", "code", "runs"),
    [
        (Uses(2), False, ProblemCode.DATASET_IN_USE, 2),
        (Uses(2, active=1), False, ProblemCode.DATASET_IN_TRAINING, 1),
        (Uses(2, active=1), True, ProblemCode.DATASET_IN_TRAINING, 1),
    ],
)
def test_a_dataset_that_runs_use_stays(
    uses: Uses, administrates: bool, code: ProblemCode, runs: int
):
    """The refusal says how many."""
    command = DeleteDataset(dataset_id=DATASET, actor=USER)
    sight = Sight(USER.id, everything=administrates)

    with pytest.raises(RefusedError) as refusal:
        datasets.delete(command, Dataset(examples.dataset_uploaded()), sight, uses, NOW)

    assert (refusal.value.code, refusal.value.params) == (code, {"runs": runs})


def test_an_administrator_deletes_what_trainings_learned_from_that_are_over():
    command = DeleteDataset(dataset_id=DATASET, actor=USER)
    sight = Sight("local", everything=True)

    [event] = datasets.delete(command, Dataset(examples.dataset_uploaded()), sight, Uses(2), NOW)

    assert event.dataset_id == DATASET


@pytest.mark.parametrize(
    ("dataset", "actor"),
    [
        (None, USER),
        (Dataset(examples.dataset_uploaded(), deleted=True), USER),
        (Dataset(examples.dataset_uploaded()), STRANGER),
    ],
    ids=["unknown", "deleted", "somebody else's"],
)
def test_a_dataset_that_is_not_ones_own_can_be_neither_deleted_nor_changed(
    dataset: Dataset | None, actor: Actor
):
    """It is not there, whatever the reason."""
    command = DeleteDataset(dataset_id=DATASET, actor=actor)
    with pytest.raises(RefusedError) as refusal:
        datasets.delete(command, dataset, Sight(actor.id), Uses(0), NOW)
    with pytest.raises(RefusedError) as other_refusal:
        datasets.revise(revising(ONE, actor=actor), dataset, Sight(actor.id), NOW)

    assert refusal.value.code is ProblemCode.DATASET_NOT_FOUND
    assert other_refusal.value.code is ProblemCode.DATASET_NOT_FOUND


def test_a_dataset_begins_with_its_upload():
    """Anything else first is a broken log, not a dataset."""
    with pytest.raises(ValueError, match="begins with DatasetUploaded"):
        datasets.evolve(None, examples.dataset_deleted())
