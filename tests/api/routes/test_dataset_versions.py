"""Versions over HTTP: tried, made, taken back, compared, learned from."""

import asyncio
from typing import Any
from uuid import UUID

import httpx
import pytest

from consumers import replay
from infra.blobs import examples_key, left_out_key, report_key, upload_key
from schemas import subjects
from tests.api.desk import Desk, calling
from tests.api.routes.spreadsheets import ROWS, csv, left_behind, stored, upload
from tests.schemas import examples

MIXED = [
    *ROWS,
    *((f"O autor da ação {n} cobra o que lhe devem", "Civel") for n in range(4)),
    ROWS[0],
]
MERGE = {"op": "merge_labels", "labels": ["Civel"], "into": "cível"}
DROP = {"op": "drop_duplicates"}


@pytest.fixture
async def made(http: httpx.AsyncClient) -> dict[str, Any]:
    """A dataset with a label written in two ways, and a row that is there twice."""
    answer = await upload(http, csv([*MIXED, ("", "penal")]))
    return answer.json()


async def make(http: httpx.AsyncClient, made: dict[str, Any], *steps: Any, **more: Any):
    path = f"/api/datasets/{made['id']}/versions"
    return await http.post(path, json={"recipe": steps, **more})


async def shown(http: httpx.AsyncClient, made: dict[str, Any]) -> dict[str, Any]:
    return (await http.get(f"/api/datasets/{made['id']}")).json()


async def test_changes_are_tried_without_being_kept(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """The answer tells what the version would be, and what it changes about the newest."""
    answer = await http.post(f"/api/datasets/{made['id']}/preview", json={"recipe": [MERGE, DROP]})

    assert answer.status_code == 200, answer.text
    preview = answer.json()
    assert [step["step"]["op"] for step in preview["recipe"]] == ["merge_labels", "drop_duplicates"]
    assert all(step["sentence"] for step in preview["recipe"])
    assert (preview["rows_total"], preview["rows_used"], preview["rows_left_out"]) == (16, 14, 2)
    assert {count["code"] for count in preview["left_out_counts"]} == {
        "text_empty",
        "duplicate_dropped",
    }
    assert preview["labels"] == [
        {"label": "cível", "examples": 10},
        {"label": "penal", "examples": 4},
    ]
    change = preview["difference"]
    assert (change["examples_before"], change["examples_after"]) == (15, 14)
    assert (change["dropped"], change["added"], change["changed"]["answer"]) == (1, 0, 4)
    assert change["sample_changed"][0]["before"]["cells"]["label"] == "Civel"
    assert change["sample_changed"][0]["after"]["cells"]["label"] == "cível"
    assert await stored(desk, examples_key(preview["examples_sha256"])) is None
    assert (await shown(http, made))["version"] == 1
    assert left_behind(desk) == []


async def test_a_recipe_makes_a_version_that_can_be_read_at_once(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """201 with its number and place; the dataset shows it, and the one before stays."""
    answer = await make(http, made, MERGE, DROP, expected_version=1)

    assert answer.status_code == 201, answer.text
    assert (answer.json()["id"], answer.json()["version"]) == (made["id"], 2)
    dataset = await shown(http, made)
    assert (dataset["version"], dataset["last_sequence"]) == (2, answer.json()["sequence"])
    assert (dataset["rows_used"], dataset["rows_left_out"]) == (14, 2)
    first, second = dataset["versions"]
    assert (first["recipe"], first["rows_used"]) == ([], 15)
    assert [each["step"]["op"] for each in second["recipe"]] == ["merge_labels", "drop_duplicates"]
    assert "cível" in second["recipe"][0]["sentence"]
    keys = (
        examples_key(second["examples_sha256"]),
        left_out_key(second["left_out_sha256"]),
        report_key(second["report_sha256"]),
    )
    for key in keys:
        assert await stored(desk, key) is not None
    assert left_behind(desk) == []


async def test_the_preview_is_what_the_version_will_be(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """Byte for byte."""
    path = f"/api/datasets/{made['id']}/preview"
    preview = (await http.post(path, json={"recipe": [MERGE, DROP]})).json()

    await make(http, made, MERGE, DROP)

    dataset = await shown(http, made)
    for same in ("examples_sha256", "rows_used", "rows_left_out", "labels", "examples"):
        assert dataset[same] == preview[same]
    assert dataset["quality"]["score"] == preview["quality"]["score"]


async def test_asking_twice_for_a_version_is_asking_once(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """200 and the same number, however many ask at a time."""
    answers = await asyncio.gather(*(make(http, made, MERGE, expected_version=1) for _ in range(3)))

    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    assert {answer.json()["version"] for answer in answers} == {2}
    assert len({answer.json()["sequence"] for answer in answers}) == 1
    history = await desk.services.log.history(subjects.dataset(UUID(made["id"])))
    assert len(history) == 2


async def test_a_change_to_a_version_that_is_not_the_newest_is_refused(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """409, with the number of the newest; without an expectation it is made."""
    await make(http, made, MERGE)

    refused = await make(http, made, DROP, expected_version=1)
    allowed = await make(http, made, DROP)

    assert (refused.status_code, refused.json()["code"]) == (409, "version_conflict")
    assert refused.json()["params"] == {"expected": 1, "newest": 2}
    assert (allowed.status_code, allowed.json()["version"]) == (201, 3)


@pytest.mark.parametrize("path", ["preview", "versions"])
async def test_all_that_speaks_against_a_recipe_is_told(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any], path: str
):
    """422 with each objection in words and its step; nothing is kept."""
    recipe = [
        {"op": "merge_labels", "labels": ["tributário"], "into": "cível"},
        {"op": "drop_rows", "rows": [999]},
    ]

    answer = await http.post(f"/api/datasets/{made['id']}/{path}", json={"recipe": recipe})

    assert (answer.status_code, answer.json()["code"]) == (422, "recipe_invalid")
    told = [(item["code"], item["params"]["number"]) for item in answer.json()["problems"]]
    assert told == [("recipe_label_unknown", 1), ("recipe_row_unknown", 2)]
    assert all(item["sentence"] for item in answer.json()["problems"])
    assert (await shown(http, made))["version"] == 1


async def test_a_version_that_teaches_nothing_is_refused(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """As the file itself would have been."""
    recipe = [MERGE, {"op": "leave_out_labels", "labels": ["penal"]}]

    answer = await make(http, made, *recipe)

    assert (answer.status_code, answer.json()["code"]) == (422, "recipe_invalid")
    assert [item["code"] for item in answer.json()["problems"]] == ["one_class_only"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "recipe"),
        ({"recipe": [{"op": "pray"}]}, "recipe.0"),
        ({"recipe": [{"op": "drop_rows", "rows": []}]}, "recipe.0.drop_rows.rows"),
        ({"recipe": [{"op": "drop_rows", "rows": [2**31]}]}, "recipe.0.drop_rows.rows.0"),
        ({"recipe": [DROP] * 201}, "recipe"),
        ({"recipe": [], "expected_version": 0}, "expected_version"),
    ],
    ids=["nothing", "unknown step", "no rows", "no such row", "endless", "version 0"],
)
async def test_a_wrong_body_is_told_by_its_fields(
    http: httpx.AsyncClient, made: dict[str, Any], body: dict[str, Any], field: str
):
    """422, as with every other body."""
    answer = await http.post(f"/api/datasets/{made['id']}/versions", json=body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert [item["field"] for item in answer.json()["problems"]] == [field]


async def undo(http: httpx.AsyncClient, made: dict[str, Any], **params: int) -> httpx.Response:
    return await http.post(f"/api/datasets/{made['id']}/versions/undo", params=params)


async def test_a_step_back_is_another_version(http: httpx.AsyncClient, made: dict[str, Any]):
    """With the recipe and the bytes of the one before; going back again goes further back."""
    await make(http, made, MERGE)
    await make(http, made, MERGE, DROP)

    back, again = await undo(http, made), await undo(http, made)

    assert [(each.status_code, each.json()["version"]) for each in (back, again)] == [
        (201, 4),
        (201, 5),
    ]
    versions = (await shown(http, made))["versions"]
    hashes = [version["examples_sha256"] for version in versions]
    assert (hashes[3], hashes[4]) == (hashes[1], hashes[0])
    assert versions[3]["recipe"] == versions[1]["recipe"]


async def test_one_can_go_back_to_the_first_version(http: httpx.AsyncClient, made: dict[str, Any]):
    """Asked twice it is done once; there is nothing before it."""
    assert (await undo(http, made)).json()["code"] == "dataset_version_not_found"
    await make(http, made, MERGE)
    await make(http, made, MERGE, DROP)

    back = await undo(http, made, version=1, expected_version=3)
    again = await undo(http, made, version=1, expected_version=3)
    unknown = await undo(http, made, version=9)

    assert (back.status_code, again.status_code) == (201, 200)
    assert back.json() == again.json()
    assert (await shown(http, made))["rows_used"] == 15
    assert (unknown.status_code, unknown.json()["code"]) == (404, "dataset_version_not_found")


async def test_a_step_back_waits_for_nobody(http: httpx.AsyncClient, made: dict[str, Any]):
    """Whoever has not seen the newest version is refused."""
    await make(http, made, MERGE)
    await make(http, made, DROP)

    answer = await undo(http, made, expected_version=2)

    assert (answer.status_code, answer.json()["code"]) == (409, "version_conflict")


async def test_two_versions_are_compared(http: httpx.AsyncClient, made: dict[str, Any]):
    """In both directions; by default the first with the newest."""
    await make(http, made, MERGE)
    await make(http, made, MERGE, DROP)
    path = f"/api/datasets/{made['id']}/difference"

    whole = (await http.get(path)).json()
    last = (await http.get(path, params={"from": 2, "to": 3})).json()
    back = (await http.get(path, params={"from": 3, "to": 2})).json()
    unknown = await http.get(path, params={"from": 3, "to": 4})

    assert (whole["dropped"], whole["changed"]["any"]) == (1, 4)
    assert (last["dropped"], last["added"], last["changed"]["any"]) == (1, 0, 0)
    assert (back["dropped"], back["added"]) == (0, 1)
    assert last["sample_dropped"] == back["sample_added"]
    assert (unknown.status_code, unknown.json()["code"]) == (404, "dataset_version_not_found")


async def test_other_peoples_datasets_have_no_versions(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """404 for every question and every wish."""
    await make(http, made, MERGE)
    path = f"/api/datasets/{made['id']}"
    async with calling(desk, await desk.token("joão")) as other:
        answers = [
            await other.post(f"{path}/preview", json={"recipe": [DROP]}),
            await other.post(f"{path}/versions", json={"recipe": [DROP]}),
            await other.post(f"{path}/versions/undo"),
            await other.get(f"{path}/difference"),
        ]

    assert {(each.status_code, each.json()["code"]) for each in answers} == {
        (404, "dataset_not_found")
    }
    assert (await shown(http, made))["version"] == 2


async def test_a_deleted_dataset_goes_with_the_bytes_of_all_its_versions(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """And comes back as its first version alone."""
    await make(http, made, MERGE)
    await make(http, made, MERGE, DROP)
    dataset = await shown(http, made)
    keys = {upload_key(dataset["file_sha256"])}
    for version in dataset["versions"]:
        keys |= {
            examples_key(version["examples_sha256"]),
            left_out_key(version["left_out_sha256"]),
            report_key(version["report_sha256"]),
        }

    await http.delete(f"/api/datasets/{made['id']}")

    assert [key for key in keys if await stored(desk, key) is not None] == []
    again = (await upload(http, csv([*MIXED, ("", "penal")]))).json()
    assert (again["id"], again["version"]) == (made["id"], 1)
    assert [each["version"] for each in (await shown(http, made))["versions"]] == [1]
    assert (await make(http, made, DROP)).json()["version"] == 2


async def test_bytes_that_another_dataset_stands_on_stay(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """Another owner made the same versions of the same file."""
    await make(http, made, MERGE)
    dataset = await shown(http, made)
    async with calling(desk, await desk.token("joão")) as other:
        theirs = (await upload(other, csv([*MIXED, ("", "penal")]))).json()
        await make(other, theirs, MERGE)

        await http.delete(f"/api/datasets/{made['id']}")

        kept = await shown(other, theirs)
        assert kept["versions"][1]["examples_sha256"] == dataset["versions"][1]["examples_sha256"]
        for version in kept["versions"]:
            for key in (
                examples_key(version["examples_sha256"]),
                left_out_key(version["left_out_sha256"]),
                report_key(version["report_sha256"]),
            ):
                assert await stored(desk, key) is not None


async def test_runs_learn_from_versions_and_are_told_with_them(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """A run names its version; a dataset its runs and the models that came of it."""
    await make(http, made, MERGE)
    first = {"dataset_id": made["id"], "dataset_version": 1, "name": "Primeiro"}
    runs = [
        (await http.post("/api/runs", json=body)).json()["id"]
        for body in (first, {"dataset_id": made["id"], "name": "Segundo"})
    ]
    await completed(desk, runs[1])

    details = [(await http.get(f"/api/runs/{run_id}")).json() for run_id in runs]
    dataset = await shown(http, made)
    [listed] = (await http.get("/api/datasets")).json()["items"]

    assert [each["dataset_version"] for each in details] == [1, 2]
    hashes = [version["examples_sha256"] for version in dataset["versions"]]
    assert [each["examples_sha256"] for each in details] == hashes
    used = [[use["run_id"] for use in version["used_by"]] for version in dataset["versions"]]
    assert used == [[runs[0]], [runs[1]]]
    for told in (dataset, listed):
        assert told["runs"] == {"count": 2}
        [model] = told["models"]
        assert (model["run_id"], model["name"], model["version"]) == (runs[1], "Segundo", 2)
        assert 0 < model["accuracy"] <= 1
    refused = await http.delete(f"/api/datasets/{made['id']}")
    assert refused.json()["code"] == "dataset_in_training"


async def completed(desk: Desk, run_id: str) -> None:
    """The run as its worker left it."""
    of = {"run_id": UUID(run_id)}
    await desk.write(examples.run_started(**of), examples.run_completed(**of))


async def test_a_run_is_repeated_on_its_own_version(http: httpx.AsyncClient, made: dict[str, Any]):
    """Though there are newer ones by now."""
    run = (await http.post("/api/runs", json={"dataset_id": made["id"]})).json()
    await make(http, made, MERGE)

    again = await http.post(f"/api/runs/{run['id']}/reproduce")

    assert again.status_code == 201, again.text
    details = (await http.get(f"/api/runs/{again.json()['id']}")).json()
    assert (details["dataset_version"], details["reproduces"]) == (1, run["id"])
    assert details["examples_sha256"] == made["examples_sha256"]


async def test_a_run_on_a_version_that_was_never_made_is_refused(
    http: httpx.AsyncClient, made: dict[str, Any]
):
    """404, with the newest's number."""
    body = {"dataset_id": made["id"], "dataset_version": 2}

    answer = await http.post("/api/runs", json=body)

    assert (answer.status_code, answer.json()["code"]) == (404, "dataset_version_not_found")
    assert answer.json()["params"] == {"version": 2, "newest": 1}


WORDS = {
    "cível": "contrato cobrança dano moral aluguel posse usucapião",
    "penal": "furto roubo denúncia pena prisão homicídio flagrante",
}


def flipped() -> bytes:
    """A sheet whose rows 5 and 40 say the other label."""
    rows = []
    for number in range(2, 82):
        label = ["cível", "penal"][number % 2]
        words = WORDS[label].split()
        text = " ".join(words[(number + step) % len(words)] for step in range(5))
        given = {"cível": "penal", "penal": "cível"}[label] if number in {5, 40} else label
        rows.append((f"{text} no caso {number}", given))
    return csv(rows)


async def test_labels_that_are_probably_mixed_up_are_found(http: httpx.AsyncClient):
    """Each with the steps that would mend it, which a version takes."""
    made = (await upload(http, flipped())).json()

    answer = await http.post(f"/api/datasets/{made['id']}/suspects")

    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert (found["version"], found["judged"]) == (1, 80)
    told = {(each["row"], each["label"], each["likelier"]) for each in found["items"]}
    assert told == {(5, "cível", "penal"), (40, "penal", "cível")}
    assert all(each["relabel"]["sentence"] and each["drop"]["sentence"] for each in found["items"])
    assert found["finding"]["params"]["rows"] == 2
    mended = [each["relabel"]["step"] for each in found["items"]]
    assert (await make(http, made, *mended)).status_code == 201
    again = (await http.post(f"/api/datasets/{made['id']}/suspects")).json()
    assert (again["version"], again["items"], again["finding"]) == (2, [], None)


async def test_where_too_little_is_known_nothing_is_suspected(desk: Desk, http: httpx.AsyncClient):
    """422 with the reason; a version that was never made, and other people's, are not there."""
    made = (await upload(http, csv([*ROWS[:3], *ROWS[7:]]))).json()
    path = f"/api/datasets/{made['id']}/suspects"

    answer = await http.post(path)
    unknown = await http.post(path, params={"version": 2})
    async with calling(desk, await desk.token("joão")) as other:
        theirs = await other.post(path)

    assert (answer.status_code, answer.json()["code"]) == (422, "suspects_unfit")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "dataset_version_not_found")
    assert (theirs.status_code, theirs.json()["code"]) == (404, "dataset_not_found")


async def test_the_log_tells_all_of_it_again(
    desk: Desk, http: httpx.AsyncClient, made: dict[str, Any]
):
    """Versions, steps back, a deletion and a second life: a replay finds no difference."""
    await make(http, made, MERGE)
    await make(http, made, MERGE, DROP, {"op": "weigh_classes"})
    await undo(http, made)
    await http.delete(f"/api/datasets/{made['id']}")
    await upload(http, csv([*MIXED, ("", "penal")]))
    await make(http, made, {"op": "split_rows", "train_split": 0.8, "seed": 1})
    await http.post("/api/runs", json={"dataset_id": made["id"]})

    result = await replay.replay(desk.services.settings, lambda stream, done, total: None)

    assert [table.name for table in result.tables if not table.equal] == []
    compared = {table.name: table.live_rows for table in result.tables}
    assert (compared["datasets"], compared["dataset_versions"]) == (1, 4)
    assert compared["audit"] == result.events == 8
