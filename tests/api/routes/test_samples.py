"""The spreadsheets that come with Afina, over HTTP."""

import httpx

from api.samples import SAMPLES
from tests.api.routes.test_entrance import assert_refused


async def test_every_sample_can_be_sent_back_and_is_what_it_says(http: httpx.AsyncClient):
    """Its columns are found without being named, and a merge makes its labels as many as told."""
    listed = (await http.get("/api/samples")).json()["items"]
    assert [each["name"] for each in listed] == list(SAMPLES)
    for sheet in listed:
        file = (await http.get(f"/api/samples/{sheet['name']}/download")).content
        assert len(file) == sheet["size_bytes"]
        sent = {"file": (sheet["filename"], file)}
        made = (await http.post("/api/datasets/upload", files=sent)).json()
        assert (made["rows_total"], made["task"]) == (sheet["rows"], sheet["task"])
        [similar] = [
            each for each in made["quality"]["findings"] if each["code"] == "similar_labels"
        ]
        recipe = [action["step"] for action in similar["actions"]]
        address = f"/api/datasets/{made['id']}/preview"
        merged = (await http.post(address, json={"recipe": recipe})).json()
        assert len(merged["labels"]) == sheet["labels"]


async def test_a_sample_that_is_not_there_is_not_found(http: httpx.AsyncClient):
    assert_refused(await http.get("/api/samples/nada/download"), 404, "sample_not_found")


async def test_a_sample_is_trained_in_its_own_way_until_somebody_chooses(http: httpx.AsyncClient):
    """However it came; another sheet in its place is trained as usual."""
    [sheet] = SAMPLES.values()
    sent = {"file": ("outro nome.xlsx", sheet.path.read_bytes())}
    sample = (await http.post("/api/datasets/upload", files=sent)).json()["id"]
    rows = "".join(f"um texto bem comprido número {n};{n % 2}\r\n" for n in range(40))
    other = {"file": ("minha.csv", ("texto;categoria\r\n" + rows).encode())}
    own = (await http.post("/api/datasets/upload", files=other)).json()["id"]

    draft = (await http.post("/api/drafts", json={"dataset_id": sample})).json()
    address = f"/api/drafts/{draft['id']}"
    named = (await http.patch(address, json={"name": "Teste"})).json()
    usual = (await http.patch(address, json={"dataset_id": own})).json()
    again = (await http.patch(address, json={"dataset_id": sample})).json()
    await http.patch(address, json={"preset": "preciso"})
    chosen = (await http.patch(address, json={"dataset_id": own})).json()

    way = sheet.way
    for each in (draft, named, again):
        assert (each["preset"], each["hyperparameters"]) == (way.preset, way.hyperparameters)
    assert (usual["preset"], usual["hyperparameters"]) == ("equilibrado", {})
    assert (chosen["preset"], chosen["hyperparameters"]) == ("preciso", way.hyperparameters)
