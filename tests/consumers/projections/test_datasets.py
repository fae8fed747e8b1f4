from datetime import UTC, datetime, timedelta

import pytest

from consumers.projections import datasets
from consumers.projections.datasets import DatasetTables
from schemas import tables
from tests.schemas.examples import (
    DATASET,
    HASH,
    attempt_event,
    dataset_deleted,
    dataset_revised,
    dataset_uploaded,
    dataset_uploaded_v1,
    run_interrupted,
)

DAWN = datetime(2026, 1, 1, tzinfo=UTC)
UPLOADED = {
    "dataset_id": DATASET,
    "owner_id": "maria",
    "name": "Petições",
    "filename": "petições 2026.xlsx",
    "file_sha256": HASH,
    "size_bytes": 98_765,
    "task": "text-classification",
    "reading": {
        "task": "text-classification",
        "columns": {"text": "texto", "label": "classe"},
        "sheet": "Planilha1",
        "label_separator": None,
        "form": None,
    },
    "version": 1,
    "created_at": DAWN,
    "deleted_at": None,
    "last_sequence": 1,
}
CONTENTS = {
    "dataset_id": DATASET,
    "rows_total": 460,
    "rows_used": 450,
    "rows_left_out": 10,
    "examples": 450,
    "labels": [{"label": "cível", "examples": 250}, {"label": "penal", "examples": 200}],
    "examples_sha256": HASH,
    "examples_size_bytes": 123_456,
    "left_out_sha256": HASH,
    "report_sha256": HASH,
    "quality": {"score": 87, "strong": 0, "warnings": 2, "notes": 1},
}
FIRST = CONTENTS | {
    "version": 1,
    "recipe": [],
    "weigh_classes": False,
    "created_at": DAWN,
    "last_sequence": 1,
}


@pytest.fixture
def into() -> DatasetTables:
    return DatasetTables.empty()


def test_an_upload_fills_the_row_and_that_of_its_first_version(into: DatasetTables):
    datasets.fold(into, dataset_uploaded(), 1, DAWN)

    assert into.datasets.get(DATASET) == UPLOADED
    assert set(UPLOADED) == set(tables.datasets.columns.keys())
    assert into.versions.get(DATASET, 1) == FIRST
    assert set(FIRST) == set(tables.dataset_versions.columns.keys())


def test_a_revision_moves_the_dataset_on_and_keeps_what_was_before(into: DatasetTables):
    """The recipe is kept whole, in its own words."""
    later = DAWN + timedelta(days=1)
    datasets.fold(into, dataset_uploaded(), 1, DAWN)
    datasets.fold(into, dataset_revised(weigh_classes=True), 2, later)

    assert into.datasets.get(DATASET) == UPLOADED | {"version": 2, "last_sequence": 2}
    assert into.versions.get(DATASET, 1) == FIRST
    assert into.versions.get(DATASET, 2) == CONTENTS | {
        "version": 2,
        "recipe": [
            {"op": "merge_labels", "labels": ["Cível", "civel"], "into": "cível"},
            {"op": "drop_duplicates"},
        ],
        "weigh_classes": True,
        "created_at": later,
        "last_sequence": 2,
    }


def test_an_upload_of_the_first_release_fills_the_same_rows(into: DatasetTables):
    """What nobody knew then is null; every row of the file that was used is an example."""
    datasets.fold(into, dataset_uploaded_v1().upcast(), 1, DAWN)

    assert into.datasets.get(DATASET) == UPLOADED | {
        "reading": UPLOADED["reading"]
        | {"columns": {"text": "texto", "label": "classe", "group": "processo"}, "sheet": None}
    }
    assert into.versions.get(DATASET, 1) == FIRST | {
        "left_out_sha256": None,
        "report_sha256": None,
        "quality": None,
    }


def test_a_deleted_dataset_keeps_its_row(into: DatasetTables):
    """Runs that learned from it still name it."""
    later = DAWN + timedelta(days=1)
    datasets.fold(into, dataset_uploaded(), 1, DAWN)
    datasets.fold(into, dataset_deleted(), 2, later)

    assert into.datasets.get(DATASET) == UPLOADED | {"deleted_at": later, "last_sequence": 2}


def test_a_deletion_of_an_unknown_dataset_leaves_no_row(into: DatasetTables):
    datasets.fold(into, dataset_deleted(), 1, DAWN)

    assert into.datasets.get(DATASET) is None


def test_a_revision_of_an_unknown_dataset_is_refused(into: DatasetTables):
    """The log cannot hold such a thing: it is set aside."""
    with pytest.raises(ValueError, match="never uploaded"):
        datasets.fold(into, dataset_revised(), 1, DAWN)


def test_a_dataset_uploaded_again_is_back_at_its_first_version(into: DatasetTables):
    """Whatever was made of it in its earlier life."""
    datasets.fold(into, dataset_uploaded(), 1, DAWN)
    datasets.fold(into, dataset_revised(), 2, DAWN)
    datasets.fold(into, dataset_deleted(), 3, DAWN)
    datasets.fold(into, dataset_uploaded(), 4, DAWN)

    assert into.datasets.get(DATASET) == UPLOADED | {"last_sequence": 4}
    assert into.versions.get(DATASET, 1) == FIRST | {"last_sequence": 4}


def test_a_stranger_is_a_bug(into: DatasetTables):
    with pytest.raises(AssertionError):
        datasets.fold(into, attempt_event(type(run_interrupted())), 1, DAWN)
