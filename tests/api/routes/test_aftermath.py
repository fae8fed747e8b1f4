"""What is left of a run without a model, asked over HTTP."""

import io
import json
import zipfile
from typing import Any

import httpx
import pytest

from schemas.base import Actor, ActorKind
from tests.api.desk import Desk
from tests.schemas import examples
from tests.schemas.examples import RUN

SECRET = "hunter2-is-not-one"
SAID = [
    f"cannot open postgresql://afina:{SECRET}@db/afina",
    "unexpected piece 'O réu, João da Silva, requer a liberdade' in row 7",
    "asked by joao.silva@example.org, CPF 123.456.789-09",
    "File '/usr/lib/python3/loop.py', line 12, in step",
]


@pytest.fixture(autouse=True)
async def dataset(desk: Desk) -> None:
    await desk.write(examples.dataset_uploaded())


async def aftermath(http: httpx.AsyncClient, run_id: object = RUN) -> dict[str, Any]:
    return (await http.get(f"/api/runs/{run_id}/aftermath")).raise_for_status().json()


async def test_a_failed_run_tells_its_tries_and_its_save_point(desk: Desk, http: httpx.AsyncClient):
    """Tries know of each other in both directions; what goes on takes the save point along."""
    await desk.write(
        examples.worker_registered(),
        examples.run_requested(),
        examples.run_started(),
        examples.epoch_completed(),
        examples.checkpoint_saved(),
        examples.job_failed(final=True),
    )
    alone = await aftermath(http)
    assert [(each["number"], each["status"]) for each in alone["tries"]] == [(1, "failed")]
    assert alone["tries"][0]["failure"] == "out_of_memory"
    assert (alone["save_point"]["epochs"], alone["stopped_by"]) == (1, None)

    lighter = await http.post(f"/api/runs/{RUN}/retry", json={"lighter": True})
    assert (await aftermath(http))["save_point"] == alone["save_point"]
    same = await http.post(f"/api/runs/{RUN}/retry")

    ids = [str(RUN), lighter.json()["id"], same.json()["id"]]
    assert (await aftermath(http))["save_point"] is None
    for run_id in ids:
        tries = (await aftermath(http, run_id))["tries"]
        assert [(each["id"], each["lightened"]) for each in tries] == list(
            zip(ids, (0, 1, 0), strict=True)
        )


@pytest.mark.parametrize(("actor", "stopper"), [("maria", "owner"), ("chefe", "another")])
async def test_a_cancelled_run_tells_whether_its_owner_wanted_that(
    desk: Desk, http: httpx.AsyncClient, actor: str, stopper: str
):
    """Nobody is named: who else may end it administrates."""
    by = Actor(kind=ActorKind.USER, id=actor)
    await desk.write(examples.run_requested(), examples.cancel_requested(actor=by))

    assert (await aftermath(http))["stopped_by"] == stopper


async def test_what_support_is_given_names_nobody_and_quotes_nothing(
    desk: Desk, http: httpx.AsyncClient
):
    """Secrets, people and texts of the sheet are hidden wherever somebody wrote them."""
    detail = "\n".join(SAID)
    await desk.write(
        examples.run_requested(),
        examples.run_started(),
        examples.job_failed(final=True, detail=detail),
    )
    await desk.tell(examples.log_lines(*SAID))

    answer = await http.get(f"/api/runs/{RUN}/support")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    assert [*files] == [
        "README.txt",
        "run.json",
        "settings.json",
        "events.jsonl",
        "log.jsonl",
        "versions.json",
    ]
    whole = "\n".join(files.values())
    for private in (SECRET, "João", "joao.silva", "123.456.789-09", "maria", "Triagem"):
        assert private not in whole
    assert "line 12, in step" in files["log.jsonl"]
    assert "'/usr/lib/python3/loop.py'" in files["log.jsonl"]
    assert json.loads(files["run.json"])["failure"]["code"] == "out_of_memory"
    assert len(files["events.jsonl"].splitlines()) == 3
