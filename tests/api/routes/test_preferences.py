"""How a person wants the page."""

from dataclasses import asdict

import httpx
import pytest

from api.people import preferences
from schemas.roles import Role
from tests.api.desk import Desk, calling
from tests.api.people.household import browser, joined, sign_in

PATH = "/api/me/preferences"
NEWCOMERS = {"technical": False, "welcomed": False, "theme": "auto"}


@pytest.fixture
async def page(desk: Desk):
    """Maria's browser."""
    await joined(desk, "maria")
    async with browser(desk) as client:
        await sign_in(client, "maria")
        yield client


async def test_preferences_follow_their_person(desk: Desk, page: httpx.AsyncClient):
    """What was chosen in one browser holds in the next, and for nobody else."""
    assert (await page.get(PATH)).json() == NEWCOMERS

    chosen = NEWCOMERS | {"technical": True, "theme": "dark"}
    change = {"technical": True, "theme": "dark"}
    assert (await page.patch(PATH, json=change)).json() == chosen
    async with browser(desk) as elsewhere:
        await sign_in(elsewhere, "maria")
        assert (await elsewhere.get(PATH)).json() == chosen
    async with calling(desk, await desk.token("joana")) as other:
        assert (await other.get(PATH)).json() == NEWCOMERS


@pytest.mark.parametrize("change", [{}, {"theme": None}])
async def test_what_is_not_named_stays(page: httpx.AsyncClient, change: dict[str, object]):
    """A change names what it changes; nothing is named, nothing changes."""
    await page.patch(PATH, json={"welcomed": True})
    assert (await page.patch(PATH, json=change)).json() == NEWCOMERS | {"welcomed": True}


@pytest.mark.parametrize("change", [{"theme": "pink"}, {"sound": True}])
async def test_what_there_is_not_cannot_be_preferred(
    page: httpx.AsyncClient, change: dict[str, object]
):
    """An unknown theme or field is refused by name."""
    assert (await page.patch(PATH, json=change)).status_code == 422


async def test_nothing_is_left_of_an_erased_persons_preferences(
    desk: Desk, page: httpx.AsyncClient
):
    """They are a newcomer's again."""
    await page.patch(PATH, json={"technical": True, "welcomed": True, "theme": "dark"})
    maria = (await page.get("/api/session")).json()["owner_id"]
    async with calling(desk, await desk.token("root", role=Role.ADMIN)) as administrator:
        erased = await administrator.post(f"/api/users/{maria}/erase")
        assert erased.status_code == 204, erased.text
    async with desk.services.engine.connect() as tx:
        assert asdict(await preferences.of(tx, maria)) == NEWCOMERS
