"""What a version consists of, over HTTP."""

import io
from typing import Any

import httpx
import openpyxl
import pytest

from infra.blobs import examples_key
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import ROWS, csv, form, left_behind, upload

MERGE = {"op": "merge_labels", "labels": ["penal"], "into": "criminal"}
CONTENT = csv([*ROWS, ("", "penal"), ("Um texto sem resposta", ""), ROWS[0]])


@pytest.fixture
async def made(http: httpx.AsyncClient) -> dict[str, Any]:
    """A dataset of two versions; two rows of its file are left out."""
    made = (await upload(http, CONTENT)).json()
    await http.post(f"/api/datasets/{made['id']}/versions", json={"recipe": [MERGE]})
    return made


def at(made: dict[str, Any], what: str) -> str:
    return f"/api/datasets/{made['id']}/{what}"


async def test_a_versions_report_is_told_in_words(http: httpx.AsyncClient, made: dict[str, Any]):
    """As it was when the version was made; by default the newest's."""
    newest = (await http.get(at(made, "report"))).json()
    first = (await http.get(at(made, "report"), params={"version": 1})).json()
    http.headers["accept-language"] = "pt-BR"
    portuguese = (await http.get(at(made, "report"), params={"version": 1})).json()

    assert (newest["version"], first["version"]) == (2, 1)
    told = {name: first[name] for name in made["quality"]}
    assert told == made["quality"]
    [ours], [theirs] = (
        [each for each in report["findings"] if each["code"] == "few_examples"]
        for report in (portuguese, first)
    )
    assert ours["params"] == theirs["params"]
    assert ours["sentence"] != theirs["sentence"]


async def test_examples_come_in_pages_in_the_order_of_the_sheet(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """With the number of all of them; by default of the newest version."""
    newest = (await http.get(at(made, "examples"), params={"limit": 3, "offset": 8})).json()
    first = (await http.get(at(made, "examples"), params={"version": 1})).json()

    assert (newest["version"], newest["total"]) == (2, 11)
    assert [example["row"] for example in newest["items"]] == [10, 11, 14]
    assert newest["items"][0]["cells"] == {"text": ROWS[8][0], "label": "criminal"}
    assert [example["cells"]["label"] for example in first["items"][8:]] == [
        "penal",
        "penal",
        "cível",
    ]


async def test_examples_can_be_looked_up_by_label_and_by_row(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """A label that is gone and a row that is left out have none."""

    async def rows(**params: Any) -> list[int]:
        page = (await http.get(at(made, "examples"), params=params)).json()
        assert page["total"] == len(page["items"])
        return [example["row"] for example in page["items"]]

    assert await rows(label="criminal") == [8, 9, 10, 11]
    assert await rows(label="penal") == []
    assert await rows(label="penal", version=1) == [8, 9, 10, 11]
    assert await rows(row=14) == [14]
    assert await rows(row=12) == []
    assert await rows(row=9, label="criminal") == [9]
    assert await rows(row=9, label="cível") == []


async def test_left_out_rows_come_as_a_workbook(http: httpx.AsyncClient, made: dict[str, Any]):
    """With their cells as they were, their numbers, and their reasons in the language asked for."""
    english = await http.get(at(made, "left-out.xlsx"))
    http.headers["accept-language"] = "pt-BR"
    portuguese = await http.get(at(made, "left-out.xlsx"), params={"version": 1})

    assert english.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert ".xlsx" in english.headers["content-disposition"]
    header, *rows = cells(english.content)
    theirs, *ours = cells(portuguese.content)
    assert header[:2] == theirs[:2] == ["texto", "classe"]
    assert [row[:3] for row in rows] == [[None, "penal", 12], ["Um texto sem resposta", None, 13]]
    assert all(row[3] for row in rows)
    assert [row[3] for row in rows] != [row[3] for row in ours]


def cells(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def test_where_nothing_is_left_out_there_is_no_workbook(http: httpx.AsyncClient):
    """404."""
    made = (await upload(http)).json()

    answer = await http.get(at(made, "left-out.xlsx"))

    assert (answer.status_code, answer.json()["code"]) == (404, "left_out_not_found")


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl", "parquet"])
async def test_a_version_comes_as_a_file_that_can_be_sent_again(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any], kind: str
):
    """Under the sheet's own names; read again it has the same examples."""
    answer = await http.get(at(made, "export"), params={"format": kind})

    assert answer.status_code == 200, answer.text
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert f"v2.{kind}" in answer.headers["content-disposition"]
    again = await http.post(
        "/api/datasets/validate", **form(answer.content, filename=f"versão.{kind}")
    )
    assert again.status_code == 200, again.text
    assert (again.json()["rows_total"], again.json()["rows_left_out"]) == (11, 0)
    assert {each["label"]: each["examples"] for each in again.json()["labels"]} == {
        "cível": 7,
        "criminal": 4,
    }
    assert left_behind(desk) == []


async def test_an_unknown_kind_of_file_or_version_is_refused(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """422 for what cannot be, 404 for what is not."""
    kind = await http.get(at(made, "export"), params={"format": "pdf"})
    for what in ("export", "report", "examples", "left-out.xlsx"):
        unknown = await http.get(at(made, what), params={"version": 3})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "dataset_version_not_found")

    assert (kind.status_code, kind.json()["code"]) == (422, "invalid_request")


async def test_other_people_see_nothing_of_it(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """404, as if it were not there."""
    async with calling(desk, await desk.token("joão")) as other:
        for what in ("", "download", "export", "report", "examples", "left-out.xlsx"):
            answer = await other.get(at(made, what).rstrip("/"))
            assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")


async def test_bytes_that_are_lost_are_not_promised(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """404 for what needs them."""
    await desk.services.blobs.delete(examples_key(made["examples_sha256"]))

    for what in ("export", "examples"):
        answer = await http.get(at(made, what), params={"version": 1})
        assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")
