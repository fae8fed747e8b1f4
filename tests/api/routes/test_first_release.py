"""Datasets that the first release stored: no split, no report, no rows that are left out."""

import hashlib
from pathlib import Path
from typing import Any

import httpx
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from infra.blobs import examples_key, upload_key
from schemas import subjects
from schemas.events import catalogue
from schemas.events.dataset import DatasetUploadedV1, LabelCount
from tests.api.desk import Desk
from tests.api.routes.spreadsheets import GOOD, NAME, ROWS, upload
from tests.schemas.examples import DATASET, dataset_uploaded_v1

DROP = {"op": "drop_rows", "rows": [2]}


def parquet(path: Path) -> Path:
    """The examples as that release wrote them."""
    schema = pa.schema(
        [
            pa.field("text", pa.string(), nullable=False),
            pa.field("label", pa.string(), nullable=False),
            pa.field("group", pa.string(), nullable=True),
            pa.field("row", pa.int32(), nullable=False),
        ]
    )
    rows = [
        {"text": text, "label": label, "group": None, "row": row}
        for row, (text, label) in enumerate(ROWS, start=2)
    ]
    pq.write_table(pa.Table.from_pylist(rows, schema), path, compression="zstd")
    return path


@pytest.fixture
async def old(desk: Desk, http: httpx.AsyncClient, tmp_path: Path) -> dict[str, Any]:
    """Such a dataset, in the log and among the bytes; one of its file's rows is left out."""
    path, original = parquet(tmp_path / "examples.parquet"), tmp_path / "original"
    original.write_bytes(GOOD)
    hashes = [hashlib.sha256(each.read_bytes()).hexdigest() for each in (path, original)]
    told = dataset_uploaded_v1(
        file_sha256=hashes[1],
        size_bytes=len(GOOD),
        group_column=None,
        rows_total=11,
        rows_used=10,
        rows_left_out=1,
        labels=[LabelCount(label="cível", examples=6), LabelCount(label="penal", examples=4)],
        examples_sha256=hashes[0],
        examples_size_bytes=path.stat().st_size,
        filename=NAME,
    )
    await desk.services.blobs.put(examples_key(hashes[0]), path)
    await desk.services.blobs.put(upload_key(hashes[1]), original)
    await written(desk, told)
    return (await http.get(f"/api/datasets/{DATASET}")).json()


async def written(desk: Desk, told: DatasetUploadedV1) -> None:
    """Stored in the words of its time, and projected."""
    data, subject = catalogue.encode(told), subjects.of(told.upcast())
    stored = await desk.services.log.jetstream.publish(subject, data)
    await desk.read_up_to(stored.seq)


async def test_it_is_shown_with_what_is_known_of_it(http: httpx.AsyncClient, old: dict[str, Any]):
    """What nobody knew then is null."""
    assert (old["version"], old["rows_used"], old["rows_left_out"]) == (1, 10, 1)
    assert old["reading"]["columns"] == {"text": "texto", "label": "classe"}
    assert (old["quality"], old["versions"][0]["report_sha256"]) == (None, None)
    [listed] = (await http.get("/api/datasets")).json()["items"]
    assert listed == {name: old[name] for name in listed}


async def test_its_examples_and_its_file_are_there(http: httpx.AsyncClient, old: dict[str, Any]):
    """In pages, as an export, and as they came."""
    page = (await http.get(f"/api/datasets/{DATASET}/examples", params={"row": 2})).json()
    export = await http.get(f"/api/datasets/{DATASET}/export", params={"format": "csv"})
    download = await http.get(f"/api/datasets/{DATASET}/download")

    assert page["items"] == [{"row": 2, "cells": {"text": ROWS[0][0], "label": "cível"}}]
    assert ROWS[9][0] in export.content.decode()
    assert download.content == GOOD


@pytest.mark.parametrize(
    ("what", "code"),
    [("report", "report_not_found"), ("left-out.xlsx", "left_out_not_found")],
)
async def test_what_it_never_had_is_told_to_be_missing(
    http: httpx.AsyncClient, old: dict[str, Any], what: str, code: str
):
    """404, in words that say what to do."""
    answer = await http.get(f"/api/datasets/{DATASET}/{what}")

    assert (answer.status_code, answer.json()["code"]) == (404, code)


async def test_versions_of_it_are_made_and_taken_back(http: httpx.AsyncClient, old: dict[str, Any]):
    """They have what it lacks; going back to it needs nothing of that."""
    path = f"/api/datasets/{DATASET}/versions"
    made = await http.post(path, json={"recipe": [DROP], "expected_version": 1})
    assert made.status_code == 201, made.text
    report = await http.get(f"/api/datasets/{DATASET}/report")
    back = await http.post(f"{path}/undo")

    assert (report.status_code, report.json()["version"]) == (200, 2)
    assert (back.status_code, back.json()["version"]) == (201, 3)
    first, second, third = (await http.get(f"/api/datasets/{DATASET}")).json()["versions"]
    assert (second["rows_used"], second["rows_left_out"]) == (9, 2)
    assert second["left_out_sha256"] is not None
    same = ("examples_sha256", "rows_used", "rows_left_out", "quality", "report_sha256")
    assert [third[name] for name in same] == [first[name] for name in same]


async def test_a_run_learns_from_it(http: httpx.AsyncClient, old: dict[str, Any]):
    """As it always did."""
    run = (await http.post("/api/runs", json={"dataset_id": str(DATASET)})).json()

    details = (await http.get(f"/api/runs/{run['id']}")).json()

    assert (details["dataset_version"], details["examples_sha256"]) == (1, old["examples_sha256"])


async def test_it_goes_with_all_its_bytes(desk: Desk, http: httpx.AsyncClient, old: dict[str, Any]):
    """And the file may come again."""
    await http.post(f"/api/datasets/{DATASET}/versions", json={"recipe": [DROP]})

    answer = await http.delete(f"/api/datasets/{DATASET}")

    assert answer.status_code == 200
    with pytest.raises(FileNotFoundError):
        await anext(desk.services.blobs.stream(examples_key(old["examples_sha256"])))
    assert (await upload(http)).status_code == 201
