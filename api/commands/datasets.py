"""Decisions about datasets: (command, state, now) -> events. No I/O here."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, assert_never
from uuid import UUID, uuid5

from api.datasets.refusal import problem
from api.datasets.tasks import labels
from api.problems import RefusedError
from api.sight import Holding, Sight
from schemas.base import Actor, Command, answering
from schemas.events.dataset import (
    DatasetContents,
    DatasetDeleted,
    DatasetDownloaded,
    DatasetEvent,
    DatasetRevised,
    DatasetShared,
    DatasetUnshared,
    DatasetUploaded,
    LabelCount,
    QualitySummary,
)
from schemas.problems import DataProblem, ProblemCode
from schemas.reading import FileReading, Role
from schemas.recipe import Recipe, Step
from schemas.tasks import Task

DATASETS = UUID("0d4d9a52-6f0e-5a0b-9b1c-6f3d0a3f7c11")
"""The namespace of dataset ids."""

_FIRST_ROLES = (Role.TEXT, Role.LABEL, Role.GROUP)


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset as its own events tell it."""

    uploaded: DatasetUploaded
    revisions: tuple[DatasetRevised, ...] = field(default=())
    """Versions 2, 3 and so on."""
    deleted: bool = False
    grantees: frozenset[str] = field(default=frozenset())
    """With whom it is shared."""

    @property
    def holding(self) -> Holding:
        """Whose it is, and who else sees it."""
        return Holding(self.uploaded.owner_id, self.grantees)

    @property
    def newest(self) -> int:
        """The number of the newest version."""
        return 1 + len(self.revisions)

    def version(self, number: int | None = None) -> DatasetUploaded | DatasetRevised:
        """What a version consists of; by default the newest.

        Raises:
            RefusedError: DATASET_VERSION_NOT_FOUND.
        """
        wanted = self.newest if number is None else number
        if not 1 <= wanted <= self.newest:
            params = {"version": wanted, "newest": self.newest}
            raise RefusedError(ProblemCode.DATASET_VERSION_NOT_FOUND, params)
        return self.uploaded if wanted == 1 else self.revisions[wanted - 2]


@dataclass(frozen=True, slots=True)
class Uses:
    """How many runs learned, or will learn, from a dataset."""

    runs: int
    active: int = 0
    """Of these, how many wait or train."""


class Contents(Command):
    """What a version is to consist of."""

    rows_total: int
    rows_used: int
    examples: int
    labels: list[LabelCount]
    examples_sha256: str
    examples_size_bytes: int
    left_out_sha256: str | None
    report_sha256: str | None
    quality: QualitySummary | None


class StoreDataset(Contents):
    """Keep a spreadsheet that was read and judged usable."""

    name: str
    filename: str
    file_sha256: str
    size_bytes: int
    reading: FileReading

    @property
    def dataset_id(self) -> UUID:
        """The same bytes, read the same way for the same owner, are the same dataset."""
        read = self.reading
        columns = [read.columns.get(role) for role in _FIRST_ROLES]
        parts = [self.actor.id, self.file_sha256, read.task.value, *columns]
        others = read.model_dump(mode="json", include={"label_separator", "form"})
        others |= {role: name for role, name in read.columns.items() if role not in _FIRST_ROLES}
        told = {name: value for name, value in others.items() if value is not None}
        # A reading that the first version could make keeps the id that it had then.
        return uuid5(DATASETS, json.dumps([*parts, told] if told else parts, sort_keys=True))


class ReviseDataset(Contents):
    """Keep what a recipe made of a dataset as its next version."""

    dataset_id: UUID
    recipe: Recipe
    weigh_classes: bool
    expected_version: int | None = None
    """What must be the newest; None for any."""


class DeleteDataset(Command):
    """Remove a dataset and its bytes."""

    dataset_id: UUID


def evolve(dataset: Dataset | None, event: DatasetEvent) -> Dataset:
    """The dataset after ``event``.

    Raises:
        ValueError: the first event of a dataset is not its upload.
    """
    if isinstance(event, DatasetUploaded):
        return Dataset(event)
    if dataset is None:
        raise ValueError("a dataset begins with DatasetUploaded")
    match event:
        case DatasetRevised():
            return replace(dataset, revisions=(*dataset.revisions, event))
        case DatasetDeleted():
            return replace(dataset, deleted=True, grantees=frozenset())
        case DatasetShared():
            return replace(dataset, grantees=dataset.grantees | {event.grantee})
        case DatasetUnshared():
            return replace(dataset, grantees=dataset.grantees - {event.grantee})
        case DatasetDownloaded():
            return dataset
    assert_never(event)


def store(command: StoreDataset, dataset: Dataset | None, now: datetime) -> list[DatasetEvent]:
    """Take the dataset in, or nothing when it is here already."""
    if dataset is not None and not dataset.deleted:
        return []
    owned_by = {"dataset_id": command.dataset_id, "owner_id": command.actor.id}
    return [DatasetUploaded.model_validate(_told(command, now) | owned_by)]


def revise(
    command: ReviseDataset, dataset: Dataset | None, sight: Sight, now: datetime
) -> list[DatasetEvent]:
    """Add a version, or nothing when the newest was made by the same recipe.

    Raises:
        RefusedError: there is no such dataset, it is only shared, or its newest version is not the
            expected one.
    """
    found = changeable(dataset, sight)
    if is_made(found, command.recipe, command.expected_version):
        return []
    numbered = {"version": found.newest + 1}
    return [DatasetRevised.model_validate(_told(command, now) | numbered)]


def is_made(dataset: Dataset, recipe: list[Step], expected_version: int | None) -> bool:
    """Whether the newest version was made by ``recipe``, so that asking twice is asking once.

    Raises:
        RefusedError: VERSION_CONFLICT, somebody else has made another version meanwhile.
    """
    if recipe_of(dataset.version()) == recipe:
        return True
    if expected_version is not None and expected_version != dataset.newest:
        params = {"expected": expected_version, "newest": dataset.newest}
        raise RefusedError(ProblemCode.VERSION_CONFLICT, params)
    return False


def recipe_of(version: DatasetUploaded | DatasetRevised) -> list[Step]:
    """What made the version of the first one's examples."""
    return version.recipe if isinstance(version, DatasetRevised) else []


def hindrance(version: DatasetContents, task: Task) -> DataProblem | None:
    """What keeps the version from being learned from; None where nothing does."""
    lone = labels.lone(version.labels)
    if not lone:
        return None
    named, fewest = lone[: labels.MOST_NAMED], labels.FEWEST
    if task is Task.TOKEN_CLASSIFICATION:
        code = ProblemCode.ENTITY_TYPE_TOO_SMALL
        return problem(code, labels=named, types=len(lone), minimum=fewest)
    code = ProblemCode.CLASS_TOO_SMALL
    return problem(code, labels=named, classes=len(lone), minimum=fewest)


def back_to(number: int | None, dataset: Dataset, actor: Actor) -> ReviseDataset:
    """The command for a new version that is like an earlier one; by default one step back.

    Raises:
        RefusedError: DATASET_VERSION_NOT_FOUND.
    """
    version = dataset.version(_one_back(dataset) if number is None else number)
    contents = version.model_dump(include=Contents.model_fields.keys() - Command.model_fields)
    return ReviseDataset(
        actor=actor,
        dataset_id=dataset.uploaded.dataset_id,
        recipe=recipe_of(version),
        weigh_classes=isinstance(version, DatasetRevised) and version.weigh_classes,
        **contents,
    )


def _one_back(dataset: Dataset) -> int:
    """The version before the newest, as an editor counts: what was undone is not come back to.

    A version with an earlier one's recipe stands where that one stood, and all since is undone. 0
    where there is nothing to undo.
    """
    line: list[tuple[int, list[Step]]] = []
    for number in range(1, dataset.newest + 1):
        recipe = recipe_of(dataset.version(number))
        recipes = [each for _, each in line]
        line = line[: recipes.index(recipe)] if recipe in recipes else line
        line.append((number, recipe))
    return line[-2][0] if len(line) > 1 else 0


def _told(command: Contents, now: datetime) -> dict[str, Any]:
    """What the event says that the command said."""
    told = command.model_dump(exclude={*Command.model_fields, "expected_version"})
    return told | {
        "rows_left_out": command.rows_total - command.rows_used,
        "occurred_at": now,
        "actor": command.actor,
        **answering(command),
    }


def delete(
    command: DeleteDataset, dataset: Dataset | None, sight: Sight, uses: Uses, now: datetime
) -> list[DatasetEvent]:
    """Remove a dataset that nobody's runs learned from; an administrator, once these are over.

    Raises:
        RefusedError: there is no such dataset, it is only shared, or runs use it.
    """
    changeable(dataset, sight)
    if uses.active:
        raise RefusedError(ProblemCode.DATASET_IN_TRAINING, {"runs": uses.active})
    if uses.runs and not sight.everything:
        raise RefusedError(ProblemCode.DATASET_IN_USE, {"runs": uses.runs})
    return [
        DatasetDeleted(
            dataset_id=command.dataset_id,
            occurred_at=now,
            actor=command.actor,
            **answering(command),
        )
    ]


def seen(dataset: Dataset | None, sight: Sight) -> Dataset:
    """The dataset, if it is there, not deleted, and the asker's to see.

    Raises:
        RefusedError: DATASET_NOT_FOUND.
    """
    if dataset is None or dataset.deleted or not sight.sees(dataset.holding):
        raise RefusedError(ProblemCode.DATASET_NOT_FOUND)
    return dataset


def changeable(dataset: Dataset | None, sight: Sight) -> Dataset:
    """The same, if it is the asker's to change.

    Raises:
        RefusedError: DATASET_NOT_FOUND; FORBIDDEN, where it is only shared with the asker.
    """
    found = seen(dataset, sight)
    sight.must_change(found.holding)
    return found


def contents_of(version: DatasetContents | Contents) -> set[str]:
    """The hashes of all the bytes that a version stands on, or is to stand on."""
    hashes = (version.examples_sha256, version.left_out_sha256, version.report_sha256)
    return {sha256 for sha256 in hashes if sha256 is not None}
