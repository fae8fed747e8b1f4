from datetime import UTC, datetime, timedelta

import pytest

from consumers.projections import datasets
from consumers.projections.rows import Rows
from schemas import tables
from tests.schemas.examples import (
    DATASET,
    HASH,
    attempt_event,
    dataset_deleted,
    dataset_uploaded,
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
    "text_column": "texto",
    "label_column": "classe",
    "group_column": None,
    "rows_total": 460,
    "rows_used": 450,
    "rows_left_out": 10,
    "labels": [{"label": "cível", "examples": 250}, {"label": "penal", "examples": 200}],
    "examples_sha256": HASH,
    "examples_size_bytes": 123_456,
    "created_at": DAWN,
    "deleted_at": None,
    "last_sequence": 1,
}


@pytest.fixture
def rows() -> Rows:
    return Rows(tables.datasets)


def test_an_upload_fills_the_row(rows: Rows):
    datasets.fold(rows, dataset_uploaded(), 1, DAWN)

    assert rows.get(DATASET) == UPLOADED
    assert set(UPLOADED) == set(tables.datasets.columns.keys())


def test_a_deleted_dataset_keeps_its_row(rows: Rows):
    """Runs that learned from it still name it."""
    later = DAWN + timedelta(days=1)
    datasets.fold(rows, dataset_uploaded(), 1, DAWN)
    datasets.fold(rows, dataset_deleted(), 2, later)

    assert rows.get(DATASET) == UPLOADED | {"deleted_at": later, "last_sequence": 2}


def test_a_deletion_of_an_unknown_dataset_leaves_no_row(rows: Rows):
    datasets.fold(rows, dataset_deleted(), 1, DAWN)

    assert rows.get(DATASET) is None


def test_a_dataset_uploaded_again_is_back(rows: Rows):
    datasets.fold(rows, dataset_uploaded(), 1, DAWN)
    datasets.fold(rows, dataset_deleted(), 2, DAWN)
    datasets.fold(rows, dataset_uploaded(), 3, DAWN)

    assert rows.get(DATASET) == UPLOADED | {"last_sequence": 3}


def test_a_stranger_is_a_bug(rows: Rows):
    with pytest.raises(AssertionError):
        datasets.fold(rows, attempt_event(type(run_interrupted())), 1, DAWN)
