"""A stored file that is read in another way, over HTTP."""

import httpx

from tests.api.desk import Desk
from tests.api.routes.spreadsheets import ROWS, left_behind, upload
from tests.api.routes.test_entrance import assert_refused

HEADER = ("texto", "classe", "vara")
TURNS = ((*row, f"{at % 2}ª vara") for at, row in enumerate(ROWS))
SEVERAL = "\r\n".join(map(";".join, [HEADER, *TURNS])).encode()


async def test_a_file_shows_its_columns_and_is_read_with_others(
    desk: Desk, http: httpx.AsyncClient
):
    """The other reading is another dataset of the same bytes and name; the first one stays."""
    made = (await upload(http, SEVERAL, name="Petições", label_column="classe")).json()
    address = f"/api/datasets/{made['id']}"

    columns = (await http.get(f"{address}/columns")).json()
    wish = {"columns": {"text": "texto", "label": "vara"}}
    again = await http.post(f"{address}/readings", json=wish)

    assert columns == {"columns": made["columns"], "sheets": []}
    assert again.status_code == 201, again.text
    other = again.json()
    assert (other["name"], other["file_sha256"]) == ("Petições", made["file_sha256"])
    assert {each["label"] for each in other["labels"]} == {"0ª vara", "1ª vara"}
    assert other["id"] != made["id"]
    assert (await http.post(f"{address}/readings", json=wish)).json()["id"] == other["id"]
    assert (await http.get(f"{address}/download")).content == SEVERAL
    assert left_behind(desk) == []


async def test_a_column_that_is_not_there_is_told_with_those_that_are(http: httpx.AsyncClient):
    """As at the first upload, so that the same page can ask."""
    address = f"/api/datasets/{(await upload(http)).json()['id']}"

    refused = await http.post(f"{address}/readings", json={"columns": {"label": "assunto"}})

    assert_refused(refused, 422, "dataset_invalid")
    assert [each["code"] for each in refused.json()["problems"]] == ["column_not_found"]
    assert [each["name"] for each in refused.json()["columns"]] == ["texto", "classe"]
