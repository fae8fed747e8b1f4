"""Sharing over HTTP: who sees what from when on, and what others are told."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from schemas.roles import Role
from tests.api.desk import Desk, calling
from tests.schemas import examples
from tests.schemas.examples import DATASET, RUN

OF_DATASET, OF_MODEL = f"/api/datasets/{DATASET}", f"/api/models/{RUN}"
SEEN = {OF_DATASET: OF_DATASET, OF_MODEL: f"/api/runs/{RUN}"}
"""Where whoever may see the thing finds it."""
EACH = pytest.mark.parametrize("thing", [OF_DATASET, OF_MODEL])


@dataclass(frozen=True, slots=True)
class People:
    """A dataset's and a model's owner, and others."""

    owner: httpx.AsyncClient
    ana: httpx.AsyncClient
    bia: httpx.AsyncClient
    root: httpx.AsyncClient


@pytest.fixture
async def people(desk: Desk, http: httpx.AsyncClient) -> AsyncIterator[People]:
    await desk.write(
        examples.dataset_uploaded(),
        examples.run_requested(),
        examples.run_started(),
        examples.run_completed(),
    )
    async with AsyncExitStack() as stack:
        others = [
            await stack.enter_async_context(calling(desk, await desk.token(name, role=role)))
            for name, role in (("ana", Role.USER), ("bia", Role.USER), ("root", Role.ADMIN))
        ]
        yield People(http, *others)


async def grantees(client: httpx.AsyncClient, thing: str) -> list[str]:
    shares = (await client.get(f"{thing}/shares")).json()["items"]
    return [share["grantee"] for share in shares]


@EACH
async def test_what_is_shared_is_seen_by_that_person_and_nobody_else(people: People, thing: str):
    """From the answer on, until the answer that ends it; twice is once."""
    for _ in range(2):
        assert (await people.owner.put(f"{thing}/shares/ana")).status_code == 200
    assert await grantees(people.owner, thing) == ["ana"]
    assert (await people.ana.get(SEEN[thing])).status_code == 200
    assert (await people.bia.get(SEEN[thing])).status_code == 404

    for _ in range(2):
        assert (await people.owner.delete(f"{thing}/shares/ana")).status_code == 200
    assert await grantees(people.owner, thing) == []
    assert (await people.ana.get(SEEN[thing])).status_code == 404


@EACH
async def test_everyone_is_everyone(people: People, thing: str):
    """And an end for everyone leaves those who were named."""
    for grantee in ("*", "ana"):
        await people.owner.put(f"{thing}/shares/{grantee}")
    assert (await people.bia.get(SEEN[thing])).status_code == 200
    await people.owner.delete(f"{thing}/shares/*")

    assert (await people.bia.get(SEEN[thing])).status_code == 404
    assert (await people.ana.get(SEEN[thing])).status_code == 200


@EACH
async def test_who_only_sees_shares_with_nobody(people: People, thing: str):
    """Nor is told with whom else it is shared; an administrator does both."""
    await people.owner.put(f"{thing}/shares/ana")
    for answer in (
        await people.ana.put(f"{thing}/shares/bia"),
        await people.ana.delete(f"{thing}/shares/ana"),
        await people.ana.get(f"{thing}/shares"),
    ):
        assert answer.json()["code"] == "forbidden"
    assert (await people.bia.get(f"{thing}/shares")).status_code == 404
    assert (await people.root.put(f"{thing}/shares/bia")).status_code == 200
    assert await grantees(people.root, thing) == ["ana", "bia"]


@EACH
async def test_nobody_shares_with_one_who_is_not_here(people: People, thing: str):
    """A missing person is told as such; what is no id at all is refused."""
    missing = await people.owner.put(f"{thing}/shares/nobody")
    assert (missing.status_code, missing.json()["code"]) == (404, "user_not_found")
    for wrong in ("Ana", "a.b", "%00", "-ana", 64 * "a"):
        assert (await people.owner.put(f"{thing}/shares/{wrong}")).status_code == 422


async def test_a_list_of_what_others_share_has_nothing_else(people: People):
    """With the owner's name; a list of one's own does not have it."""
    await people.owner.put(f"{OF_DATASET}/shares/ana")
    shared = (await people.ana.get("/api/datasets", params={"shared": True})).json()["items"]
    own = (await people.ana.get("/api/datasets")).json()["items"]

    assert [each["id"] for each in shared] == [str(DATASET)]
    assert own == []


async def test_names_are_found_by_a_part_and_without_oneself(people: People):
    """Names and ids alone; signs of the pattern are letters like others."""
    found = (await people.ana.get("/api/users/names", params={"like": "i"})).json()["items"]
    assert {"id": "bia", "name": "Bia"} in found
    assert all(set(each) == {"id", "name"} for each in found)
    for client, like in ((people.ana, "%"), (people.ana, "_"), (people.bia, "bia")):
        answer = await client.get("/api/users/names", params={"like": like})
        assert answer.json()["items"] == []
