"""Datasets as the API shows them, with their versions and the models that learned from them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from api.datasets.pages import Page
from api.sentences import Language
from api.views import dataset_samples as samples
from api.views.base import View, like
from api.views.problems import ProblemItem
from api.views.quality import QualityShown
from api.views.runs import Row
from api.views.sheets import ExampleShown
from api.views.versions import StepShown, steps_of
from schemas.events.dataset import LabelCount, QualitySummary
from schemas.lifecycle import RunStatus
from schemas.reading import FileReading
from schemas.tasks import Task


class RunCount(View):
    """Runs that learned, or will learn, from a dataset."""

    count: int


class Learned(View):
    """A model that came of a dataset."""

    run_id: UUID
    name: str
    version: int
    """Of the dataset."""
    accuracy: float | None
    """On the held-out rows."""


class Use(View):
    """A run that learned, or will learn, from a version."""

    run_id: UUID
    name: str
    status: RunStatus


class Dataset(View):
    """A spreadsheet that was read, judged usable and stored."""

    model_config = like(samples.DATASET)

    id: UUID
    owner_id: str
    owner_name: str | None
    """Null where that is you."""
    name: str
    filename: str
    file_sha256: str
    size_bytes: int
    task: Task
    reading: FileReading
    """The columns in their roles, and what else was decided."""
    version: int
    """The newest; the counts below are its own."""
    rows_total: int
    """Always `rows_used` plus `rows_left_out`."""
    rows_used: int
    rows_left_out: int
    examples: int
    """As many as `rows_used`, unless several rows make one example."""
    labels: list[LabelCount]
    """By count, largest first."""
    quality: QualitySummary | None
    """Null in datasets that are older than such reports."""
    examples_sha256: str
    """Of what workers learn from."""
    examples_size_bytes: int
    runs: RunCount
    models: list[Learned]
    """Of completed runs, the newest first, at most 50."""
    created_at: datetime
    last_sequence: int


class DatasetPage(View):
    """Some datasets of a list, newest first."""

    items: list[Dataset]
    total: int
    """Of the whole list."""


class DatasetVersion(View):
    """What a recipe made of the first version; that one's recipe is empty."""

    model_config = like(samples.DATASET_VERSION)

    version: int
    recipe: list[StepShown]
    weigh_classes: bool
    """Whether a training that does not say otherwise weighs its classes."""
    rows_total: int
    """Always `rows_used` plus `rows_left_out`."""
    rows_used: int
    rows_left_out: int
    examples: int
    labels: list[LabelCount]
    """By count, largest first."""
    quality: QualitySummary | None
    examples_sha256: str
    examples_size_bytes: int
    left_out_sha256: str | None
    """Null where every row is used, and in datasets that are older than such files."""
    report_sha256: str | None
    created_at: datetime
    used_by: list[Use]
    """The newest runs first: of those that are completed, and of the others, at most 50."""


class DatasetDetails(Dataset):
    """A dataset with all its versions."""

    model_config = like(samples.DATASET_DETAILS)

    versions: list[DatasetVersion]
    """The oldest first."""


class VersionReport(QualityShown):
    """The quality report that is kept with a version."""

    model_config = like(samples.VERSION_REPORT)

    version: int
    hindrance: ProblemItem | None
    """What keeps a training from being asked for with it, and what to do."""


class ExamplePage(View):
    """Some examples of a version, in the order of the sheet."""

    model_config = like(samples.EXAMPLE_PAGE)

    version: int
    items: list[ExampleShown]
    total: int
    """Of those that were asked for."""


def dataset_of(row: Row, runs: Sequence[Row]) -> Dataset:
    """The dataset in ``row``, of whose ``runs`` some may be others'."""
    return Dataset.model_validate(_fields(row, runs))


def details_of(
    row: Row, versions: Sequence[Row], runs: Sequence[Row], language: Language
) -> DatasetDetails:
    """The dataset in ``row`` with its versions."""
    shown = [_version_of(version, runs, language) for version in versions]
    return DatasetDetails.model_validate(_fields(row, runs) | {"versions": shown})


def _fields(row: Row, runs: Sequence[Row]) -> dict[str, Any]:
    own = [run for run in runs if run["dataset_id"] == row["dataset_id"]]
    derived = {"id", "runs", "models"}
    plain = {name: row[name] for name in Dataset.model_fields if name not in derived}
    return plain | {
        "id": row["dataset_id"],
        "runs": {"count": own[0]["of_dataset"] if own else 0},
        "models": [_learned(run) for run in own if run["status"] == RunStatus.COMPLETED],
    }


def _learned(run: Row) -> Learned:
    return Learned(
        run_id=run["run_id"],
        name=run["name"],
        version=run["dataset_version"],
        accuracy=run["best_accuracy"],
    )


def _version_of(row: Row, runs: Sequence[Row], language: Language) -> DatasetVersion:
    derived = {"recipe", "used_by"}
    plain = {name: row[name] for name in DatasetVersion.model_fields if name not in derived}
    used_by = [
        Use.model_validate({name: run[name] for name in Use.model_fields})
        for run in runs
        if run["dataset_version"] == row["version"]
    ]
    return DatasetVersion.model_validate(
        plain | {"recipe": steps_of(row["recipe"], language), "used_by": used_by}
    )


def page_of(page: Page, version: int) -> ExamplePage:
    """Some examples in words."""
    items = [ExampleShown.model_validate(each, from_attributes=True) for each in page.examples]
    return ExamplePage(version=version, items=items, total=page.total)
