"""Spreadsheets over HTTP: the real engine, real blobs, the real log and read model."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.access import CredentialKind
from infra.blobs import examples_key, upload_key
from schemas import subjects
from tests.api.desk import Desk, calling
from tests.schemas import examples

ROWS = [(f"O autor pede o que é seu, caso número {n}", "cível") for n in range(6)]
ROWS += [(f"O réu subtraiu coisa alheia móvel, caso {n}", "penal") for n in range(4)]
NAME = "petições do mês.csv"


def csv(rows: list[tuple[str, str]], header: str = "texto;classe") -> bytes:
    return "\r\n".join([header, *(f"{text};{label}" for text, label in rows)]).encode()


GOOD = csv(ROWS)


def form(content: bytes, filename: str = NAME, **fields: str) -> dict[str, Any]:
    return {"files": {"file": (filename, content, "text/csv")}, "data": fields}


async def upload(http: httpx.AsyncClient, content: bytes = GOOD, **fields: str) -> httpx.Response:
    return await http.post("/api/datasets/upload", **form(content, **fields))


async def stored(desk: Desk, key: str) -> bytes | None:
    try:
        return b"".join([chunk async for chunk in desk.services.blobs.stream(key)])
    except FileNotFoundError:
        return None


async def test_a_file_is_tried_without_being_kept(desk: Desk, http: httpx.AsyncClient):
    """The answer tells what was found; nothing is written anywhere."""
    answer = await http.post("/api/datasets/validate", **form(GOOD))

    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["text_column"], found["label_column"]) == ("texto", "classe")
    assert (found["rows_total"], found["rows_used"], found["rows_left_out"]) == (10, 10, 0)
    assert found["labels"] == [
        {"label": "cível", "examples": 6},
        {"label": "penal", "examples": 4},
    ]
    assert found["file_sha256"] == hashlib.sha256(GOOD).hexdigest()
    assert [column["name"] for column in found["columns"]] == ["texto", "classe"]
    assert found["sample"][0] == {"row": 2, "text": ROWS[0][0], "label": "cível", "group": None}
    assert await stored(desk, upload_key(found["file_sha256"])) is None
    assert await desk.services.log.last_sequence() == 0
    assert left_behind(desk) == []


def left_behind(desk: Desk) -> list[Path]:
    return [*(desk.services.settings.data_dir / "incoming").iterdir()]


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
    limits = desk.services.intake.limits
    object.__setattr__(limits, "file_bytes", 100)
    for content in (GOOD, GOOD * 100):
        answer = await upload(http, content)

        assert (answer.status_code, answer.json()["code"]) == (422, "dataset_invalid")
        [problem] = answer.json()["problems"]
        assert (problem["code"], problem["params"]["limit_bytes"]) == ("file_too_large", 100)


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


async def test_the_original_bytes_come_back_under_their_name(http: httpx.AsyncClient):
    """Whatever characters it has."""
    made = (await upload(http)).json()

    answer = await http.get(f"/api/datasets/{made['id']}/download")

    assert answer.content == GOOD
    assert answer.headers["content-length"] == str(len(GOOD))
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''peti%C3%A7%C3%B5es%20do%20m%C3%AAs.csv"
    )


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


async def test_datasets_are_listed_newest_first(http: httpx.AsyncClient):
    """In pages, with the number of all of them, deleted ones left out."""
    ids = [(await upload(http, csv(ROWS[: 10 - n]))).json()["id"] for n in range(3)]
    await http.delete(f"/api/datasets/{ids[0]}")

    page = (await http.get("/api/datasets", params={"limit": 1})).json()

    assert ([dataset["id"] for dataset in page["items"]], page["total"]) == ([ids[2]], 2)


async def test_a_dataset_is_deleted_with_its_bytes(desk: Desk, http: httpx.AsyncClient):
    """It is gone for every question; the same file may come again later."""
    made = (await upload(http)).json()

    answer = await http.delete(f"/api/datasets/{made['id']}")

    assert answer.status_code == 200, answer.text
    assert answer.json()["sequence"] > made["sequence"]
    for gone in (f"/api/datasets/{made['id']}", f"/api/datasets/{made['id']}/download"):
        assert (await http.get(gone)).json()["code"] == "dataset_not_found"
    assert (await http.delete(f"/api/datasets/{made['id']}")).status_code == 404
    assert await stored(desk, upload_key(made["file_sha256"])) is None

    again = await upload(http)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    assert (await http.get(f"/api/datasets/{made['id']}/download")).content == GOOD


async def test_a_dataset_that_a_run_uses_stays(desk: Desk, http: httpx.AsyncClient):
    """Even once the run has ended: it could not be repeated without it."""
    made = (await upload(http)).json()
    run = (await http.post("/api/runs", json={"dataset_id": made["id"]})).json()
    await http.post(f"/api/runs/{run['id']}/cancel")

    answer = await http.delete(f"/api/datasets/{made['id']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "dataset_in_use")
    assert answer.json()["params"] == {"runs": 1}
    assert await stored(desk, upload_key(made["file_sha256"])) == GOOD


async def test_bytes_that_are_lost_are_not_promised(desk: Desk, http: httpx.AsyncClient):
    """404 before the first byte, not a broken download."""
    made = (await upload(http)).json()
    await desk.services.blobs.delete(upload_key(made["file_sha256"]))

    answer = await http.get(f"/api/datasets/{made['id']}/download")

    assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")


@pytest.fixture
async def trainable(http: httpx.AsyncClient) -> dict[str, Any]:
    return (await upload(http)).json()


@pytest.fixture
async def run_id(http: httpx.AsyncClient, trainable: dict[str, Any]) -> str:
    answer = await http.post("/api/runs", json={"dataset_id": trainable["id"]})
    return answer.json()["id"]


@pytest.fixture
async def worker(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(desk, await desk.token("gpu-1", CredentialKind.WORKER)) as worker:
        yield worker


async def test_the_worker_that_holds_a_run_gets_its_examples(
    desk: Desk, worker: httpx.AsyncClient, trainable: dict[str, Any], run_id: str
):
    """Right after its claim, without waiting for any read model, and as the job names them."""
    assert (await worker.get(f"/api/runs/{run_id}/examples")).status_code == 403
    await claim(desk, run_id, "gpu-1")

    answer = await worker.get(f"/api/runs/{run_id}/examples")

    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == trainable["examples_sha256"]
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"


async def test_no_other_worker_gets_them(desk: Desk, worker: httpx.AsyncClient, run_id: str):
    """Nor the same one once the run is another's, or over."""
    await claim(desk, run_id, "gpu-2")

    answer = await worker.get(f"/api/runs/{run_id}/examples")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def claim(desk: Desk, run_id: str, worker_id: str) -> None:
    last = (await desk.services.log.history(subjects.run(UUID(run_id))))[-1].sequence
    started = examples.run_started(run_id=UUID(run_id), worker_id=worker_id)
    await desk.services.log.append(started, expected=last)


async def test_a_run_that_nobody_knows_has_no_examples(worker: httpx.AsyncClient):
    """404."""
    answer = await worker.get(f"/api/runs/{examples.RUN}/examples")

    assert (answer.status_code, answer.json()["code"]) == (404, "run_not_found")
