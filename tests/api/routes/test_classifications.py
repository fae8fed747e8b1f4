"""Sheets that a model classifies, from the file to the workbook of answers."""

import io
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import httpx
import openpyxl
import pytest

from api.access import CredentialKind
from schemas import subjects
from schemas.certainty import band
from schemas.classification import Portion
from schemas.events.classification import ClassificationCompleted, ClassificationStarted
from schemas.inference import Answer, Prediction
from tests.api.desk import Desk, calling
from tests.schemas import examples
from tests.schemas.examples import RUN, WORKER

SHEET = (
    "numero;ementa;valor\r\n"
    "1;Contrato de locação de imóvel comercial por prazo certo;=1+1\r\n"
    "2;;30\r\n"
    "3;Apelação cível contra sentença de improcedência do pedido;@x\r\n"
)


@pytest.fixture
async def trained(desk: Desk) -> None:
    await desk.write(
        examples.worker_registered(),
        examples.run_requested(),
        examples.run_started(),
        examples.run_completed(),
    )


@pytest.fixture
async def machine(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with calling(desk, await desk.token(WORKER, CredentialKind.WORKER)) as machine:
        yield machine


async def send(http: httpx.AsyncClient, sheet: str = SHEET, **fields: str) -> httpx.Response:
    files = {"file": ("recebidas.csv", sheet.encode())}
    return await http.post(f"/api/models/{RUN}/classifications", files=files, data=fields)


async def errand(machine: httpx.AsyncClient) -> dict[str, Any] | None:
    return (await machine.get("/api/workers/self/errands")).json()["classification"]


async def store(
    desk: Desk, job: dict[str, Any], start: int, *predictions: Prediction
) -> httpx.Response:
    """Show the grant alone."""
    async with calling(desk) as nobody:
        return await nobody.put(
            f"/api/classifications/{job['id']}/answers/{start}",
            headers={"X-Afina-Grant": job["grant"], "Content-Type": "application/json"},
            content=Portion(predictions=predictions).model_dump_json(),
        )


def answered(label: str, probability: float, **fields: Any) -> Prediction:
    told = Answer(label=label, probability=probability, band=band(probability))
    other = Answer(label="outra", probability=1 - probability, band=band(1 - probability))
    return Prediction(answers=(told, other), given=1, **fields)


async def test_a_sheet_comes_back_with_its_columns_and_the_answers(
    desk: Desk, trained: None, http: httpx.AsyncClient, machine: httpx.AsyncClient
):
    """In order, whatever the cells look like: none of them is a formula. A grant is enough."""
    about = (await send(http)).json()["id"]
    job = await errand(machine)
    assert job is not None
    assert (job["id"], job["rows"], job["rows_answered"]) == (about, 3, 0)
    async with calling(desk) as nobody:
        path = f"/api/classifications/{about}/texts"
        texts = await nobody.get(path, headers={"X-Afina-Grant": job["grant"]})
        assert (texts.status_code, (await nobody.get(path)).status_code) == (200, 401)
    first = await store(desk, job, 0, answered("contrato", 0.97), Prediction(answers=(), given=0))
    assert first.json() == {"rows_answered": 2}
    assert (await errand(machine) or {})["rows_answered"] == 2
    assert (await http.get(f"/api/classifications/{about}")).json()["rows_answered"] == 2

    await store(desk, job, 2, answered("apelação", 0.61, is_cut=True))

    history = await desk.services.log.history(subjects.classification(UUID(about)))
    kinds = [type(each.event) for each in history[1:]]
    assert kinds == [ClassificationStarted, ClassificationCompleted]
    await desk.read_up_to(history[-1].sequence)
    assert await errand(machine) is None
    told = await http.get(f"/api/classifications/{about}/download")
    book = openpyxl.load_workbook(io.BytesIO(told.content))
    rows = list(book.active.iter_rows(values_only=True))  # pyright: ignore[reportOptionalMemberAccess]
    assert rows[0][:3] == ("numero", "ementa", "valor")
    assert rows[0][-1] == "Review? (certainty below 90%)"
    assert rows[1][2:] == ("=1+1", "contrato", "quite sure", 97, "No")
    assert rows[2] == ("2", None, "30", None, "no text", None, "Yes")
    assert rows[3][2:] == ("@x", "apelação", "doubtful · read only the beginning", 61, "Yes")
    assert {cell.data_type for row in book.active for cell in row} <= {"s", "n"}  # pyright: ignore[reportOptionalIterable]
    model = (await http.get(f"/api/models/{RUN}")).json()
    assert model["last_used_at"] is not None


async def test_a_sheet_says_what_goes_to_a_person_as_is_chosen_for_its_model(
    desk: Desk, trained: None, http: httpx.AsyncClient, machine: httpx.AsyncClient
):
    """As it is chosen when the sheet is fetched. Of several labels also those not given count."""
    about = (await send(http)).json()["id"]
    job = await errand(machine)
    assert job is not None
    doubted = Prediction(answers=(), given=0, certainty=0.5)
    await store(desk, job, 0, answered("contrato", 0.9981), doubted, answered("agravo", 0.998))
    await http.patch(f"/api/models/{RUN}", json={"review_threshold": 0.9981})

    told = await http.get(
        f"/api/classifications/{about}/download", headers={"Accept-Language": "pt-BR"}
    )

    book = openpyxl.load_workbook(io.BytesIO(told.content))
    rows = list(book.active.iter_rows(values_only=True))  # pyright: ignore[reportOptionalMemberAccess]
    assert rows[0][-1] == "Revisar? (certeza menor que 99,81%)"
    assert [row[-2:] for row in rows[1:]] == [(99.81, "Não"), (None, "Sim"), (99.8, "Sim")]


async def test_answers_out_of_turn_are_not_kept(
    desk: Desk, trained: None, http: httpx.AsyncClient, machine: httpx.AsyncClient
):
    """Whoever sends a portion twice, too early or too long is told from where to go on."""
    await send(http)
    job = await errand(machine)
    assert job is not None
    one = answered("contrato", 0.9)

    reached = [
        (await store(desk, job, start, *[one] * count)).json()["rows_answered"]
        for start, count in [(1, 1), (0, 4), (0, 0), (0, 2), (0, 1)]
    ]

    assert reached == [0, 0, 0, 2, 2]


async def test_a_cancelled_sheet_takes_no_answers_and_leaves_no_bytes(
    desk: Desk, trained: None, http: httpx.AsyncClient, machine: httpx.AsyncClient
):
    """Deleting what goes on stops it; deleting it again takes it off the list."""
    about = (await send(http)).json()["id"]
    job = await errand(machine)
    assert job is not None
    path = f"/api/classifications/{about}"

    assert (await http.delete(path)).status_code == 200

    late = await store(desk, job, 0, answered("contrato", 0.9))
    assert (late.status_code, late.json()["code"]) == (403, "grant_invalid")
    assert await errand(machine) is None
    assert [each.key async for each in desk.services.blobs.all()] == []
    assert (await http.get(path)).json()["status"] == "cancelled"
    await http.delete(path)
    assert (await http.get(path)).json()["code"] == "classification_not_found"


async def test_a_person_has_so_many_sheets_at_once(
    desk: Desk, trained: None, http: httpx.AsyncClient
):
    """And nobody else sees them."""
    begun = [await send(http) for _ in range(4)]

    assert [answer.status_code for answer in begun] == [201, 201, 201, 409]
    assert begun[-1].json()["code"] == "quota_classifications"
    async with calling(desk, await desk.token("ana")) as ana:
        about = begun[0].json()["id"]
        assert (await ana.get(f"/api/classifications/{about}")).status_code == 404


async def test_a_sheet_without_a_column_of_texts_is_refused_with_what_is_in_it(
    trained: None, http: httpx.AsyncClient
):
    """A column that is named is taken, whatever is in it."""
    refused = await send(http, "numero;valor\r\n1;2\r\n3;4\r\n")
    taken = await send(http, "numero;valor\r\n1;2\r\n3;4\r\n", text_column="valor")

    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (422, "dataset_invalid")
    assert [each["code"] for each in problem["problems"]] == ["text_column_not_found"]
    assert taken.status_code == 201


async def test_a_failure_is_told_in_the_askers_language(
    desk: Desk, trained: None, http: httpx.AsyncClient, machine: httpx.AsyncClient
):
    about = (await send(http)).json()["id"]
    job = await errand(machine)
    assert job is not None
    async with calling(desk) as nobody:
        told = await nobody.post(
            f"/api/classifications/{about}/failure",
            headers={"X-Afina-Grant": job["grant"]},
            json={"code": "model_missing", "detail": "no folder"},
        )
    assert told.status_code == 204
    history = await desk.services.log.history(subjects.classification(UUID(about)))
    await desk.read_up_to(history[-1].sequence)

    shown = (await http.get(f"/api/classifications/{about}")).json()

    assert (shown["status"], shown["failure"]["code"]) == ("failed", "model_missing")
    assert shown["failure"]["sentence"].startswith("The model is not on its machine")
