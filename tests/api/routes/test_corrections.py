"""Corrections of a sheet over HTTP: noted, taken back, handed out, made a version."""

import io
from typing import Any

import httpx
import openpyxl
import pytest

from api import notes
from schemas.roles import Role
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import ROWS, csv, upload

FORMULA = ("=1+1 é o que o autor pede ao juízo cível", "cível")
LAST = len(ROWS) + 2
"""The row of what follows the usual ones."""


@pytest.fixture
async def base(http: httpx.AsyncClient) -> str:
    """Where the corrections of a dataset are."""
    made = (await upload(http, csv([*ROWS, FORMULA]))).json()
    return f"/api/datasets/{made['id']}/corrections"


async def noted(http: httpx.AsyncClient, base: str) -> dict[int, str | None]:
    items = (await http.get(base)).json()["items"]
    return {one["row"]: one["label"] for one in items}


async def note(http: httpx.AsyncClient, base: str, row: int, label: str | None) -> Any:
    return await http.put(f"{base}/{row}", json={"label": label})


async def test_a_row_is_noted_once_and_can_be_taken_back(http: httpx.AsyncClient, base: str):
    """The last word on a row counts; taking it back twice is taking it back once."""
    for row, label in ((3, "penal"), (2, None), (3, "cível")):
        assert (await note(http, base, row, label)).status_code == 204
    before = await noted(http, base)
    gone = [(await http.delete(f"{base}/2")).status_code for _ in range(2)]

    assert before == {2: None, 3: "cível"}
    assert gone == [204, 204]
    assert await noted(http, base) == {3: "cível"}


async def test_the_corrections_become_one_version(http: httpx.AsyncClient, base: str):
    """On top of the newest one's steps; nothing is left to be corrected then."""
    await note(http, base, 2, "penal")
    await note(http, base, 3, "penal")
    await note(http, base, 4, None)

    made = await http.post(f"{base}/version")
    again = await http.post(f"{base}/version")

    assert (made.status_code, made.json()["version"]) == (201, 2)
    shown = (await http.get(base.removesuffix("/corrections"))).json()["versions"][1]
    steps = [each["step"] for each in shown["recipe"]]
    assert steps == [
        {"op": "relabel_rows", "rows": [2, 3], "label": "penal"},
        {"op": "drop_rows", "rows": [4]},
    ]
    assert await noted(http, base) == {}
    assert (again.status_code, again.json()["code"]) == (409, "no_corrections")


async def test_the_rows_are_handed_out_as_a_workbook_without_formulas(
    http: httpx.AsyncClient, base: str
):
    """Under the sheet's own headings, with what is right; a cell is always text."""
    await note(http, base, 2, "penal")
    await note(http, base, LAST, None)

    answer = await http.get(f"{base}/download", headers={"Accept-Language": "pt-BR"})

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.active is not None
    header, first, last = book.active.iter_rows(values_only=True)
    assert header == ("Linha no arquivo enviado", "texto", "classe", "Correção")
    assert first == (2, *ROWS[0], "penal")
    assert last == (LAST, *FORMULA, "(deixar a linha de fora)")
    cells = [cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row[1:]]
    assert set(cells) == {"s"}


async def test_there_is_an_end_to_what_is_noted(
    http: httpx.AsyncClient, base: str, monkeypatch: pytest.MonkeyPatch
):
    """A row that is noted already can still be changed."""
    monkeypatch.setattr(notes, "MOST", 1)
    await note(http, base, 2, "penal")

    refused, changed = await note(http, base, 3, "penal"), await note(http, base, 2, None)

    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_corrections")
    assert changed.status_code == 204


async def test_corrections_go_with_their_dataset(desk: Desk, http: httpx.AsyncClient, base: str):
    """Whoever sends the same file again finds it as it is."""
    await note(http, base, 2, "penal")
    async with calling(desk, await desk.token("admin", role=Role.ADMIN)) as admin:
        assert (await admin.delete(base.removesuffix("/corrections"))).status_code == 200
    again = (await upload(http, csv([*ROWS, FORMULA]))).json()

    assert f"/api/datasets/{again['id']}/corrections" == base
    assert await noted(http, base) == {}
