"""Spreadsheets sent over HTTP: the real engine, real blobs, the real log and read model."""

import asyncio
import hashlib
import io
from typing import Any
from uuid import uuid4

import httpx
import openpyxl
import pytest

from infra.blobs import examples_key, left_out_key, report_key, upload_key
from schemas import subjects
from schemas.roles import Role
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import GOOD, NAME, ROWS, csv, form, left_behind, stored, upload


async def test_a_file_is_tried_without_being_kept(desk: Desk, http: httpx.AsyncClient):
    """The answer tells what was found; nothing is written anywhere."""
    answer = await http.post("/api/datasets/validate", **form(GOOD))

    assert answer.status_code == 200, answer.text
    found = answer.json()
    roles = {role: column["name"] for role, column in found["reading"].items()}
    assert (found["task"], roles) == (
        "text-classification",
        {"text": "texto", "label": "classe"},
    )
    assert (found["rows_total"], found["rows_used"], found["rows_left_out"]) == (10, 10, 0)
    assert found["labels"] == [
        {"label": "cível", "examples": 6},
        {"label": "penal", "examples": 4},
    ]
    assert found["file_sha256"] == hashlib.sha256(GOOD).hexdigest()
    assert [column["name"] for column in found["columns"]] == ["texto", "classe"]
    assert found["sample"][0] == {"row": 2, "cells": {"text": ROWS[0][0], "label": "cível"}}
    assert await stored(desk, upload_key(found["file_sha256"])) is None
    assert await desk.services.log.last_sequence() == 0
    assert left_behind(desk) == []


async def test_rows_that_are_left_out_are_told_with_their_reason(http: httpx.AsyncClient):
    """Row by row, in the language asked for; rows in are rows used plus rows left out."""
    content = csv([*ROWS, ("", "penal"), ("Um texto sem resposta", "")])

    found = (await http.post("/api/datasets/validate", **form(content))).json()

    assert (found["rows_total"], found["rows_used"], found["rows_left_out"]) == (12, 10, 2)
    told = [(item["row"], item["column"], item["code"]) for item in found["left_out"]]
    assert told == [(12, "texto", "text_empty"), (13, "classe", "label_empty")]
    assert all(item["sentence"] for item in found["left_out"])
    assert {count["code"]: count["rows"] for count in found["left_out_counts"]} == {
        "text_empty": 1,
        "label_empty": 1,
    }


@pytest.mark.parametrize(
    ("content", "fields", "codes"),
    [
        (b"", {}, {"file_empty"}),
        (csv(ROWS), {"text_column": "resumo", "label_column": "tipo"}, {"column_not_found"}),
        (csv(ROWS[:6]), {}, {"one_class_only"}),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), {}, {"file_type_unknown"}),
    ],
    ids=["empty", "no such columns", "one class", "a picture"],
)
@pytest.mark.parametrize("path", ["validate", "upload"])
async def test_everything_that_is_wrong_with_a_file_is_told(
    desk: Desk, http: httpx.AsyncClient, content: bytes, fields: Any, codes: set[str], path: str
):
    """422 with each problem in words, and nothing kept."""
    answer = await http.post(f"/api/datasets/{path}", **form(content, **fields))

    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "dataset_invalid"
    assert {item["code"] for item in answer.json()["problems"]} == codes
    assert all(item["sentence"] for item in answer.json()["problems"])
    assert await desk.services.log.last_sequence() == 0
    assert left_behind(desk) == []


async def test_problems_come_in_both_languages(http: httpx.AsyncClient):
    """The same code, other words; Portuguese unless English is asked for."""
    english = (await upload(http, b"")).json()
    http.headers["accept-language"] = "fr"
    portuguese = await upload(http, b"")

    assert portuguese.headers["content-language"] == "pt-BR"
    assert portuguese.json()["detail"] != english["detail"]
    [ours], [theirs] = portuguese.json()["problems"], english["problems"]
    assert ours["code"] == theirs["code"]
    assert ours["sentence"] != theirs["sentence"]


async def test_a_file_over_the_limit_is_refused(desk: Desk, http: httpx.AsyncClient):
    """With the limit's figure, however much more is sent."""
    async with calling(desk, await desk.token("chief", role=Role.ADMIN)) as admin:
        (await admin.patch("/api/limits", json={"file_bytes": 1024})).raise_for_status()
    for content in (GOOD * 4, GOOD * 100):
        answer = await upload(http, content)

        assert (answer.status_code, answer.json()["code"]) == (422, "dataset_invalid")
        [problem] = answer.json()["problems"]
        assert (problem["code"], problem["params"]["limit_bytes"]) == ("file_too_large", 1024)


@pytest.mark.parametrize(
    ("request_form", "field"),
    [
        ({"data": {"name": "x"}, "files": {"other": ("a.csv", b"1")}}, "file"),
        (form(GOOD, task="poetry"), "task"),
        (form(GOOD, name="x" * 201), "name"),
        (form(GOOD, text_column="x" * 5000), "text_column"),
    ],
    ids=["no file", "unknown task", "long name", "endless column"],
)
async def test_a_wrong_form_field_is_named(
    http: httpx.AsyncClient, request_form: dict[str, Any], field: str
):
    """422, as with every other body."""
    answer = await http.post("/api/datasets/upload", **request_form)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [item["field"] for item in answer.json()["problems"]] == [field]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b"no boundary anywhere"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=a"),
    ],
)
async def test_what_is_no_form_is_refused(http: httpx.AsyncClient, content_type: str, body: bytes):
    """400: there is nothing in it to name."""
    headers = {"Content-Type": content_type}

    answer = await http.post("/api/datasets/upload", content=body, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_request")


async def test_who_hangs_up_is_no_fault_of_ours(
    desk: Desk, token: str, caplog: pytest.LogCaptureFixture
):
    """A closed page fills no log, and leaves nothing behind."""
    headers = {
        "host": "localhost",
        "authorization": f"Bearer {token}",
        "content-type": "multipart/form-data; boundary=x",
    }
    scope: Any = {
        "type": "http",
        "method": "POST",
        "path": "/api/datasets/upload",
        "raw_path": b"/api/datasets/upload",
        "scheme": "http",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    statuses: list[int] = []

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        statuses.append(message.get("status", 0))

    await desk.application(scope, receive, send)

    assert statuses[0] == 400
    assert "fault" not in caplog.text
    assert left_behind(desk) == []


async def test_an_upload_is_kept_and_can_be_read_at_once(desk: Desk, http: httpx.AsyncClient):
    """201, with everything that was found, where it is, and its place in the log."""
    answer = await upload(http, name="Petições de março")

    assert answer.status_code == 201, answer.text
    made = answer.json()
    shown = (await http.get(f"/api/datasets/{made['id']}")).json()
    assert (shown["name"], shown["filename"]) == ("Petições de março", NAME)
    assert shown["last_sequence"] == made["sequence"]
    for same in ("file_sha256", "rows_total", "labels", "examples_sha256", "size_bytes", "task"):
        assert shown[same] == made[same]
    parquet = await stored(desk, examples_key(made["examples_sha256"]))
    assert parquet is not None
    assert hashlib.sha256(parquet).hexdigest() == made["examples_sha256"]
    assert len(parquet) == made["examples_size_bytes"]
    assert left_behind(desk) == []


async def test_the_same_bytes_are_the_same_dataset(desk: Desk, http: httpx.AsyncClient):
    """200 and the first one's id and name; no second event."""
    first = (await upload(http)).json()

    again = await upload(http, name="Outro nome")

    assert again.status_code == 200
    assert [again.json()[key] for key in ("id", "sequence", "name")] == [
        first[key] for key in ("id", "sequence", "name")
    ]
    assert len(await desk.services.log.history(subjects.dataset(first["id"]))) == 1


async def test_the_same_bytes_read_otherwise_are_another_dataset(http: httpx.AsyncClient):
    """Naming the columns that would have been found makes no difference; other columns do."""
    found = (await upload(http)).json()
    named = await upload(http, text_column="texto", label_column="classe")
    grouped = await upload(http, text_column="texto", label_column="classe", group_column="texto")

    assert (named.status_code, named.json()["id"]) == (200, found["id"])
    assert grouped.status_code in {201, 422}, grouped.text
    if grouped.status_code == 201:
        assert grouped.json()["id"] != found["id"]


async def test_two_owners_of_the_same_bytes_have_two_datasets(desk: Desk, http: httpx.AsyncClient):
    """And one copy of the bytes, which stays as long as one of them needs it."""
    mine = (await upload(http)).json()
    async with calling(desk, await desk.token("joão")) as other:
        theirs = await upload(other)
        assert theirs.status_code == 201
        assert theirs.json()["id"] != mine["id"]

        await http.delete(f"/api/datasets/{mine['id']}")

        download = await other.get(f"/api/datasets/{theirs.json()['id']}/download")
        assert download.content == GOOD
        await other.delete(f"/api/datasets/{theirs.json()['id']}")
    assert await stored(desk, upload_key(mine["file_sha256"])) is None
    assert await stored(desk, examples_key(mine["examples_sha256"])) is None


async def test_many_uploads_of_one_file_at_once_make_one_dataset(http: httpx.AsyncClient):
    """One is the first, whoever it is."""
    answers = await asyncio.gather(*(upload(http) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (r"C:\Users\Ana\petições.csv", "petições.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("a\u202eb.csv", "ab.csv"),
    ],
)
async def test_a_filename_is_kept_without_its_path(http: httpx.AsyncClient, sent: str, kept: str):
    """Nor anything else that no name should hold."""
    answer = await http.post("/api/datasets/upload", **form(GOOD, filename=sent))

    assert answer.status_code == 201, answer.text
    assert answer.json()["filename"] == kept
    assert answer.json()["name"] == kept.removesuffix(".csv")


async def test_a_dataset_s_name_is_kept_without_what_no_name_should_hold(http: httpx.AsyncClient):
    """Line ends, signs that are not seen, and signs that turn the writing round."""
    answer = await upload(http, name=" Denúncias\r\n\u202ede 2024\x00 ")

    assert (answer.status_code, answer.json()["name"]) == (201, "Denúnciasde 2024")


async def test_what_was_found_is_told_in_words_with_what_can_be_done(http: httpx.AsyncClient):
    """Each finding has its sentence and figures, each action a step that a recipe takes."""
    content = csv([*ROWS, ROWS[0], (ROWS[1][0], "penal"), ("Um pedido de outro tipo", "CIVEL")] * 2)

    english = (await http.post("/api/datasets/validate", **form(content))).json()["quality"]
    http.headers["accept-language"] = "pt-BR"
    portuguese = (await http.post("/api/datasets/validate", **form(content))).json()["quality"]

    found = {finding["code"]: finding for finding in english["findings"]}
    assert {"few_examples", "similar_labels", "duplicates", "conflicting_answers"} <= set(found)
    merge = found["similar_labels"]["actions"][0]
    assert merge["step"]["op"] == "merge_labels"
    assert set(merge["step"]["labels"]) >= {"CIVEL"}
    assert merge["rows"] >= 2
    assert 0 <= english["score"] < 100
    for ours, theirs in zip(portuguese["findings"], english["findings"], strict=True):
        assert (ours["code"], ours["params"]) == (theirs["code"], theirs["params"])
        assert ours["sentence"] != theirs["sentence"]
        for action, other in zip(ours["actions"], theirs["actions"], strict=True):
            assert action["sentence"] != other["sentence"]


async def test_a_refused_file_shows_its_columns(http: httpx.AsyncClient):
    """So that whoever sent it can say which is which, without sending it first."""
    rows = [(f"Um texto número {n}", f"Outro texto número {n}") for n in range(30)]
    content = csv(rows, "relato;resumo")

    answer = await http.post("/api/datasets/validate", **form(content))

    assert answer.status_code == 422
    told = answer.json()
    assert [column["name"] for column in told["columns"]] == ["relato", "resumo"]
    assert told["columns"][0]["samples"][0] == "Um texto número 0"
    assert told["sheets"] == []


async def test_the_left_out_rows_and_the_report_are_kept_too(desk: Desk, http: httpx.AsyncClient):
    """As the version names them."""
    made = (await upload(http, csv([*ROWS, ("", "penal")]))).json()
    shown = (await http.get(f"/api/datasets/{made['id']}")).json()

    [version] = shown["versions"]
    for key in (left_out_key(version["left_out_sha256"]), report_key(version["report_sha256"])):
        kept = await stored(desk, key)
        assert kept is not None
        assert hashlib.sha256(kept).hexdigest() in key


async def test_a_file_on_its_way_can_be_followed(desk: Desk, http: httpx.AsyncClient):
    """By whoever sends it and nobody else, until it is read; then nobody knows of it."""
    progress_id, content, seen = uuid4(), csv(ROWS * 4_000), list[dict[str, Any]]()
    path = f"/api/datasets/progress/{progress_id}"
    assert (await http.get(path)).json()["code"] == "not_found"
    params = {"progress_id": str(progress_id)}
    sending = asyncio.create_task(
        http.post("/api/datasets/validate", params=params, **form(content))
    )
    async with calling(desk, await desk.token("joão")) as other:
        while not sending.done():
            answer = await http.get(path)
            if answer.status_code == 200:
                seen.append(answer.json())
                theirs = await other.get(path)
                assert theirs.status_code == 404

    assert (await sending).status_code == 200
    order = ["receiving", "opening", "reading", "sorting", "judging", "writing"]
    stages = list(dict.fromkeys(each["stage"] for each in seen))
    assert stages == [stage for stage in order if stage in stages]
    assert len(stages) >= 2
    assert all(0 <= each["fraction"] <= 1 and each["sentence"] for each in seen)
    assert (await http.get(path)).status_code == 404


async def test_tokens_are_counted_for_allowed_base_models_only(
    desk: Desk, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
):
    """A name could be a folder of the server: what may not be trained is not looked for either."""
    monkeypatch.setitem(desk.services.settings.__dict__, "base_models", ("e5-*",))

    answer = await http.post("/api/datasets/validate", **form(GOOD, base_model="/etc"))

    assert (answer.status_code, answer.json()["code"]) == (422, "base_model_not_allowed")


def book(**sheets: list[tuple[str, str]]) -> bytes:
    """A workbook of these sheets, each under its name."""
    made, content = openpyxl.Workbook(), io.BytesIO()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in [("texto", "classe"), *rows]:
            sheet.append(row)
    made.save(content)
    return content.getvalue()


async def test_of_several_sheets_one_is_chosen(http: httpx.AsyncClient):
    """The refusal shows them all with their beginnings; the answer is a field of the form."""
    content = book(janeiro=ROWS, fevereiro=ROWS[:9])
    path, file = "/api/datasets/validate", "petições.xlsx"

    asked = await http.post(path, **form(content, filename=file))
    chosen = await http.post(path, **form(content, filename=file, sheet="fevereiro"))
    unknown = await http.post(path, **form(content, filename=file, sheet="março"))

    assert [item["code"] for item in asked.json()["problems"]] == ["sheets_ambiguous"]
    assert [sheet["name"] for sheet in asked.json()["sheets"]] == ["janeiro", "fevereiro"]
    assert asked.json()["sheets"][0]["columns"] == ["texto", "classe"]
    assert asked.json()["sheets"][0]["sample"][0] == [*ROWS[0]]
    assert (chosen.status_code, chosen.json()["sheet"]) == (200, "fevereiro")
    assert chosen.json()["rows_used"] == 9
    assert [item["code"] for item in unknown.json()["problems"]] == ["sheet_not_found"]


@pytest.mark.parametrize("wrong", ["", "1", "not-a-uuid"])
async def test_a_number_that_is_none_follows_nothing(http: httpx.AsyncClient, wrong: str):
    """422, as with every other parameter."""
    answer = await http.post("/api/datasets/validate", params={"progress_id": wrong}, **form(GOOD))

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
